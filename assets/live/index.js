// The Live tab: two detectors on the same frames of a camera or a video file. At most two frames are under way; the
// newest answer wins. props: trained (variant -> entry), longestSide, framesASecond, videoLimits
import { t } from "../shared/language.js";
import { showTab } from "../shared/navigation.js";
import { examine, listen, setting } from "../shared/setting.js";
import { modelName } from "../shared/variants.js";
import { Film } from "./film.js";
import { base64, grab } from "./frames.js";
import { Meter } from "./meter.js";
import { Panel } from "./panel.js";

const SIDES = ["left", "right"];
const MOST_UNDER_WAY = 2;
const IOU = 0.45;
const PAUSE_MS = 500; // after an answer that failed
const LARGEST_SNAPSHOT = 4096;
const REFUSED = { NotAllowedError: "live_denied", NotFoundError: "live_missing" };

class Live {
  // mode: off, camera, paused, file (being examined), ready (a file's boxes can be played back)
  state = { mode: "off", stream: null, facing: "environment", mirrored: false, turn: 0, frameWidth: 1 };

  constructor({ element, props, server }) {
    Object.assign(this, { props, server, meter: new Meter() });
    this.panel = new Panel(props, {
      camera: () => this.openCamera(),
      file: (chosen) => this.film.open(chosen),
      pause: () => this.pause(),
      turn: () => this.otherCamera(),
      mirror: () => this.mirror(),
      snapshot: () => this.snapshot(),
      stop: () => this.stop(t("live_stopped")),
      cancel: () => this.state.turn++,
      play: () => this.film.play(),
      seek: (seconds) => Object.assign(this.panel.video, { currentTime: seconds }),
      download: () => this.film.download(),
    });
    this.film = new Film(this, props);
    element.querySelector(".hv-root").replaceChildren(...this.panel.parts);
    this.stopUnseen(element);
    listen("change", () => this.followSetting());
    this.followSetting();
    this.showMode("off", t("live_off"));
  }

  // The two detectors are the page's; boxes of others, and those of a detector without weights, are not shown.
  followSetting() {
    const missing = SIDES.filter((side) => !this.props.trained[setting[side]]).map((side) => modelName(setting[side]));
    this.panel.failure.textContent = missing.length ? t("error_no_weights", { variant: missing.join(", ") }) : "";
    SIDES.forEach((side) => this.panel.views[side].showModel(modelName(setting[side])));
  }

  showMode(mode, sentence) {
    this.state.mode = mode;
    this.panel.showMode(mode, sentence);
  }

  fail(key, facts = {}) {
    this.panel.failure.textContent = t(`error_${key}`, facts);
  }

  // ---- one frame to the server and back ----
  async examine(blob) {
    const trained = SIDES.map((side) => setting[side]).filter((variant) => this.props.trained[variant]);
    const variants = [...new Set(trained)];
    const question = { frame: await base64(blob), variants, confidence: this.panel.confidence(), iou: IOU };
    const answer = await this.server.see(question).catch(() => null);
    if (answer && !answer.error) return { variants, ...answer };
    this.fail(answer ? answer.error : "failed", answer?.facts);
    return null;
  }

  show({ width, answers }) {
    this.state.frameWidth = width;
    SIDES.forEach((side) => this.panel.views[side].show(answers[setting[side]] || []));
  }

  paint() {
    const { video, views } = this.panel;
    if (!video.videoWidth) return;
    const mirrored = this.state.mirrored && Boolean(this.state.stream);
    SIDES.forEach((side) => views[side].paint(video, this.props.longestSide, this.state.frameWidth, mirrored));
  }

  // ---- camera ----
  async openCamera() {
    this.stop(t("live_asking"));
    this.panel.failure.textContent = "";
    const turn = this.state.turn;
    const stream = await this.streamOf();
    if (!stream) return;
    if (turn !== this.state.turn) {
      stream.getTracks().forEach((track) => track.stop());
      return;
    }
    this.state.stream = stream;
    stream.getVideoTracks()[0].addEventListener("ended", () => {
      if (this.state.stream !== stream) return;
      this.stop(t("live_stopped"));
      this.fail("live_unplugged");
    });
    this.panel.video.srcObject = stream;
    await this.panel.video.play().catch(() => {});
    this.showMode("camera", t("live_on"));
    this.follow(this.state.turn);
  }

  // Return the camera's stream, or null where there is none, which is said.
  async streamOf() {
    const wanted = { facingMode: this.state.facing, width: { ideal: 640 }, height: { ideal: 480 } };
    try {
      if (navigator.mediaDevices) return await navigator.mediaDevices.getUserMedia({ video: wanted });
      this.showMode("off", t("live_off"));
      this.fail("live_insecure");
    } catch (error) {
      this.showMode("off", t("live_off"));
      this.fail(REFUSED[error.name] || "live_unplugged");
    }
    return null;
  }

  // Send the newest frame whenever fewer than two are under way, and paint every frame that the camera gives.
  follow(turn) {
    const frames = { underWay: 0, sent: 0, shown: 0 };
    const next = () => {
      if (turn !== this.state.turn) return;
      this.paint();
      if (this.state.mode === "camera" && frames.underWay < MOST_UNDER_WAY) this.send(frames, turn);
      this.panel.video.requestVideoFrameCallback(next);
    };
    next();
  }

  async send(frames, turn) {
    const number = ++frames.sent;
    const captured = performance.now();
    frames.underWay++;
    const blob = await grab(this.panel.video, this.props.longestSide);
    const answer = blob && (await this.examine(blob));
    frames.underWay--;
    if (!answer) {
      await new Promise((done) => setTimeout(done, PAUSE_MS));
      return;
    }
    if (turn !== this.state.turn || number < frames.shown) return;
    frames.shown = number;
    this.panel.failure.textContent = "";
    this.show(answer);
    const now = performance.now();
    this.panel.showMeters(this.meter.add(now, now - captured, answer.milliseconds));
  }

  stop(sentence) {
    this.state.turn++;
    this.state.stream?.getTracks().forEach((track) => track.stop());
    this.state.stream = null;
    this.panel.video.srcObject = null;
    this.meter.clear();
    this.panel.showMeters(null);
    this.showMode("off", sentence);
  }

  pause() {
    const paused = this.state.mode === "camera";
    this.showMode(paused ? "paused" : "camera", t(paused ? "live_paused" : "live_on"));
  }

  otherCamera() {
    this.state.facing = this.state.facing === "environment" ? "user" : "environment";
    this.openCamera();
  }

  mirror() {
    this.state.mirrored = !this.state.mirrored;
    this.panel.showMirrored(this.state.mirrored);
  }

  async snapshot() {
    const blob = await grab(this.panel.video, LARGEST_SNAPSHOT, 0.92);
    if (!blob) return;
    showTab("detect");
    examine({ file: new File([blob], "frame.jpg", { type: "image/jpeg" }) });
  }

  // The camera's light goes out when nobody looks.
  stopUnseen(element) {
    const stop = () => this.state.stream && this.stop(t("live_stopped"));
    const watch = (entries) => !element.offsetParent && !entries.at(-1).isIntersecting && stop();
    new IntersectionObserver(watch).observe(element);
    document.addEventListener("visibilitychange", () => document.hidden && stop());
    window.addEventListener("pagehide", stop);
  }
}

export const mount = (view) => void new Live(view);
