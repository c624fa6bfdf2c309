// A video file: opened in the page, its frames examined one after another, then played back with their boxes.
import { save } from "../shared/downloads/files.js";
import { fixed, t } from "../shared/language.js";
import { roundedUp } from "../shared/numbers.js";
import { Stopped } from "../shared/intake/waiting.js";
import { hasItsEnd } from "./container.js";
import { eachFrame } from "./frames.js";
import { CANCELLED, Run } from "./run.js";
import { frameCount, frameTime, linesOf, sampleAt } from "./samples.js";
import { publicName } from "../shared/variants.js";
import { opened, seek } from "./video_file.js";

const EARLY_S = 1; // a file whose last picture is so much before its end is cut off, or that picture stands still till then

// Return why a file is not even opened, as a Stopped, or null.
export function refusal({ size }, { megabytes: limit }) {
  if (!size) return new Stopped("empty");
  const megabytes = size / 2 ** 20;
  if (megabytes <= limit) return null;
  return new Stopped("live_too_large", { megabytes: fixed(roundedUp(megabytes), 1), limit });
}

export class Film extends Run {
  samples = [];
  lastPicture = 0; // seconds, of the latest frame that the file has given

  constructor(live, chosen) {
    super(live);
    this.rate = live.props.framesASecond;
    this.file = chosen;
    this.address = URL.createObjectURL(chosen);
  }

  end() {
    super.end();
    URL.revokeObjectURL(this.address);
  }

  // Open, examine and offer the file. Throws Stopped where there is nothing to offer.
  async start() {
    const { signal } = this;
    this.seconds = await opened(this.video, this.address, signal);
    this.check(this.live.props);
    const total = frameCount(this.seconds, this.rate);
    this.live.showMode("file", t("live_progress", { done: 0, total }));
    eachFrame(this.video, (time) => this.note(time), signal);
    const reason = await this.examineAll(total, signal).catch((stopped) => stopped);
    if (reason && !(reason instanceof Stopped)) throw reason;
    if (this.isOver) return;
    if (reason && !this.samples.length) throw reason;
    this.offer(total, reason);
    await seek(this.video, 0, this.signal);
    this.paint();
  }

  check({ videoLimits, frameLimits }) {
    const { videoWidth: width, videoHeight: height } = this.video;
    const longer = Math.max(width, height);
    const shorter = Math.min(width, height);
    if (shorter * frameLimits.aspect < longer) {
      throw new Stopped("live_too_narrow", { width, height, limit: frameLimits.aspect });
    }
    if (shorter < frameLimits.side) throw new Stopped("live_too_small", { width, height, limit: frameLimits.side });
    if (this.seconds > videoLimits.seconds) {
      const seconds = fixed(roundedUp(this.seconds), 1);
      throw new Stopped("live_too_long", { seconds, limit: videoLimits.seconds });
    }
  }

  async examineAll(total, signal) {
    for (let index = 0; index < total; index++) {
      await seek(this.video, frameTime(index, this.rate, this.seconds), signal);
      const answer = await this.examine(signal);
      this.samples.push({ time: index / this.rate, ...answer });
      this.show(answer);
      this.paint();
      this.panel.showProgress(index + 1, total);
    }
    if (this.seconds - this.lastPicture < EARLY_S || (await hasItsEnd(this.file))) return null;
    return new Stopped("live_ends_early", { last: fixed(this.lastPicture, 1), seconds: fixed(this.seconds, 1) });
  }

  note(time) {
    this.lastPicture = Math.max(this.lastPicture, time);
  }

  offer(total, reason) {
    const done = this.samples.length;
    this.panel.position.max = this.seconds;
    const key = reason === CANCELLED ? "live_cancelled" : done < total ? "live_kept" : "live_ready";
    this.live.showMode("ready", t(key, { done, total, rate: this.rate }));
    if (reason && reason !== CANCELLED) this.live.fail(reason);
    ["seeked", "play", "pause", "timeupdate"].forEach((event) =>
      this.video.addEventListener(event, () => this.paint(), { signal: this.signal }),
    );
    eachFrame(this.video, () => this.paint(), this.signal);
  }

  // While it is offered, the boxes are those of the time that the video is at.
  paint() {
    if (this.isOver) return;
    if (this.live.mode === "ready") {
      const { currentTime, paused } = this.video;
      this.show(this.samples[sampleAt(currentTime, this.rate, this.samples.length)]);
      this.panel.showPosition(currentTime, paused);
    }
    super.paint();
  }

  play() {
    if (this.video.paused) this.video.play().catch(() => {});
    else this.video.pause();
  }

  seek(seconds) {
    this.video.currentTime = seconds;
  }

  download() {
    save(linesOf(this.samples, publicName), "application/jsonl", "boxes.jsonl");
  }
}
