// A video file: opened in the page, its frames examined one after another, then played back with their boxes.
import { save } from "../shared/files.js";
import { fixed, t } from "../shared/language.js";
import { grab } from "./frames.js";
import { frameCount, frameTime, linesOf, sampleAt } from "./samples.js";

export class Film {
  samples = [];

  // live: the tab, which examines frames, shows answers and knows whether its turn is over.
  constructor(live, { longestSide, framesASecond, videoLimits }) {
    Object.assign(this, { live, longestSide, rate: framesASecond, limits: videoLimits });
    this.panel = live.panel;
    this.video = live.panel.video;
    ["seeked", "play", "pause", "timeupdate"].forEach((event) =>
      this.video.addEventListener(event, () => this.follow()),
    );
  }

  async open(chosen) {
    const { live, video, limits } = this;
    live.stop(t("live_off"));
    this.panel.failure.textContent = "";
    const megabytes = chosen.size / 2 ** 20;
    if (megabytes > limits.megabytes) {
      live.fail("live_too_large", { megabytes: fixed(megabytes, 0), limit: limits.megabytes });
      return;
    }
    const turn = live.state.turn;
    URL.revokeObjectURL(video.src);
    video.src = URL.createObjectURL(chosen);
    const ready = await this.loaded();
    if (turn !== live.state.turn) return;
    if (!ready || !video.videoWidth) live.fail("live_unreadable");
    else if (video.duration <= limits.seconds) await this.examine(turn);
    else live.fail("live_too_long", { seconds: fixed(video.duration, 0), limit: limits.seconds });
  }

  loaded() {
    return new Promise((done) => {
      this.video.addEventListener("loadeddata", () => done(true), { once: true });
      this.video.addEventListener("error", () => done(false), { once: true });
    });
  }

  async examine(turn) {
    const { live, video, panel } = this;
    const total = frameCount(video.duration, this.rate);
    this.samples.length = 0;
    live.showMode("file", t("live_progress", { done: 0, total }));
    for (let index = 0; index < total && turn === live.state.turn; index++) {
      await this.seek(frameTime(index, this.rate, video.duration));
      const blob = await grab(video, this.longestSide);
      const answer = blob && (await live.examine(blob));
      if (!answer) break;
      this.samples.push({ time: index / this.rate, ...answer });
      live.show(answer);
      live.paint();
      panel.showProgress(index + 1, total);
    }
    if (this.samples.length && !live.state.stream) await this.offer(total);
  }

  async offer(total) {
    const done = this.samples.length;
    this.panel.position.max = this.video.duration;
    const complete = t("live_ready", { total, rate: this.rate });
    this.live.showMode("ready", done === total ? complete : t("live_cancelled", { done, total }));
    await this.seek(0);
    this.paint();
  }

  seek(seconds) {
    return new Promise((done) => {
      this.video.addEventListener("seeked", done, { once: true });
      this.video.currentTime = seconds;
    });
  }

  follow() {
    if (this.live.state.mode !== "ready") return;
    this.paint();
    if (this.video.paused) return;
    this.video.requestVideoFrameCallback(() => {
      if (this.live.state.mode === "ready") this.paint();
    });
  }

  paint() {
    const { currentTime, paused } = this.video;
    this.live.show(this.samples[sampleAt(currentTime, this.rate, this.samples.length)]);
    this.live.paint();
    this.panel.showPosition(currentTime, paused);
  }

  play() {
    if (this.video.paused) this.video.play();
    else this.video.pause();
  }

  download() {
    save(linesOf(this.samples), "application/jsonl", "boxes.jsonl");
  }
}
