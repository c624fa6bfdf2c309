// The Live tab: two detectors on the same frames of a camera or a video file.
// props: trained (variant -> entry), longestSide, framesASecond, videoLimits, frameLimits {side, aspect}
import { receive } from "../shared/intake/arrivals.js";
import { Camera, said } from "../shared/intake/camera.js";
import { t } from "../shared/language.js";
import { showTab } from "../shared/address/navigation.js";
import { examine, listen, setting } from "../shared/setting.js";
import { pairName } from "../shared/comparing/pair.js";
import { isServed } from "../shared/variants.js";
import { OVER, Stopped, within } from "../shared/intake/waiting.js";
import { Feed } from "./feed.js";
import { Film, refusal } from "./film.js";
import { base64, grab } from "./frames.js";
import { Panel } from "./panel.js";
import { CANCELLED } from "./run.js";
import { Sample } from "./sample.js";

const SIDES = ["left", "right"];
const IOU = 0.45;
const ANSWER = { ms: 60_000, late: new Stopped("failed") };
const LARGEST_SNAPSHOT = 4096;
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

class Live {
  // mode: off, sample, camera, paused, opening (a file), file (being examined), ready (its boxes can be played back)
  mode = "off";
  mirrored = false;
  run = null; // what is shown: a Feed, a Film or a Sample
  plays = !still(); // the sample, by itself, whenever the tab is seen: until the visitor has chosen otherwise

  constructor({ element, props, server }) {
    Object.assign(this, { props, server, element });
    this.panel = new Panel(props, {
      camera: () => this.openCamera(),
      file: (chosen) => this.openFile(chosen),
      pause: () => this.pause(),
      turn: () => this.openCamera(this.camera.other()),
      mirror: () => this.mirror(),
      snapshot: () => this.snapshot(),
      sample: () => this.openSample(),
      stop: () => this.halt(),
      cancel: () => this.run?.cancel(),
      play: () => this.run.play(),
      seek: (seconds) => this.run.seek(seconds),
      download: () => this.run.download(),
    });
    this.camera = new Camera(element, {
      off: (reason) => this.cameraOff(reason),
      devices: (count) => this.panel.showDevices(count),
    });
    element.querySelector(".hv-root").replaceChildren(...this.panel.parts);
    listen("change", () => this.followSetting());
    this.followSetting();
    this.showMode("off", t("live_off"));
    receive("live", (file) => this.openFile(file));
    new IntersectionObserver(() => this.followSight()).observe(element);
    document.addEventListener("visibilitychange", () => this.followSight());
  }

  // The sample runs only where it is seen.
  followSight() {
    const seen = this.element.offsetParent !== null && !document.hidden;
    if (seen && this.plays && this.mode === "off") this.openSample();
    if (!seen && this.mode === "sample") this.stop(t("live_off"));
  }

  // The two detectors are the page's; boxes of others, and those of a detector without weights, are not shown.
  followSetting() {
    const models = SIDES.map((side) => setting[side]);
    const missing = models.filter((variant) => !isServed(variant, this.props.trained)).map(pairName);
    this.fail(missing.length ? new Stopped("no_weights", { variant: missing.join(", ") }) : null);
    SIDES.forEach((side) => this.panel.views[side].showModel(pairName(setting[side])));
  }

  showMode(mode, sentence) {
    this.mode = mode;
    this.panel.showMode(mode, sentence);
  }

  // Say why something stopped; null: nothing did.
  fail(reason) {
    this.panel.failure.replaceChildren(...(reason ? said(reason) : []));
  }

  // ---- one frame to the server and back ----
  async examine(blob, signal) {
    const served = SIDES.map((side) => setting[side]).filter((variant) => isServed(variant, this.props.trained));
    const variants = [...new Set(served)];
    const question = { frame: await base64(blob), variants, confidence: this.panel.confidence(), iou: IOU };
    const asked = this.server.see(question).catch(() => ({ error: "failed" }));
    const answer = await within(asked, { ...ANSWER, signal });
    if (answer.error) throw new Stopped(answer.error, answer.facts);
    return { variants, ...answer };
  }

  show({ answers }) {
    SIDES.forEach((side) => this.panel.views[side].show(answers[setting[side]] || []));
  }

  // ---- what is shown ----
  // Put an end to what is shown, and show another run, or none.
  supersede(run) {
    this.run?.end();
    this.run = run;
    SIDES.forEach((side) => this.panel.views[side].clear());
    this.panel.screen.replaceChildren(...(run ? [run.video] : []));
  }

  stop(sentence) {
    this.camera.close();
    this.supersede(null);
    this.showMode("off", sentence);
  }

  // Stop what the visitor has started, or the sample.
  halt() {
    this.plays = false;
    this.stop(this.mode === "sample" ? t("live_off") : t("camera_off"));
  }

  async openSample() {
    const sample = new Sample(this);
    this.supersede(sample);
    this.showMode("sample", t("live_sample"));
    try {
      this.pictures ??= await this.server.sample({});
      await sample.start(this.pictures.pictures);
    } catch {
      this.pictures = null;
      if (!sample.isOver) this.sampleFailed();
    }
  }

  sampleFailed() {
    this.halt();
    this.fail(new Stopped("failed"));
  }

  async openFile(chosen) {
    const refused = refusal(chosen, this.props.videoLimits);
    this.fail(refused);
    if (refused) return;
    this.plays = false;
    this.camera.close();
    const film = new Film(this, chosen);
    this.supersede(film);
    this.showMode("opening", t("live_opening", { name: chosen.name }));
    await film.start().catch((reason) => this.giveUp(film, reason));
  }

  // A run that came to nothing; one that was superseded has nothing to say.
  giveUp(run, reason) {
    if (run.isOver || reason === OVER) return;
    if (!(reason instanceof Stopped)) throw reason;
    if (this.mode !== "ready") this.stop(t("live_off"));
    if (reason !== CANCELLED) this.fail(reason);
  }

  async openCamera(device = null) {
    this.plays = false;
    this.stop(t("camera_asking"));
    this.fail(null);
    const size = { width: { ideal: 640 }, height: { ideal: 480 } };
    const stream = await this.camera.open(device, size).catch((reason) => this.refused(reason));
    if (!stream) return;
    const feed = new Feed(this, stream);
    this.supersede(feed);
    this.showMode("camera", t("live_on"));
    feed.start();
  }

  refused(reason) {
    if (reason === OVER) return;
    this.showMode("off", t("live_off"));
    this.fail(reason);
  }

  cameraOff(reason) {
    this.stop(t("camera_off"));
    this.fail(reason);
  }

  pause() {
    const paused = this.mode === "camera";
    this.showMode(paused ? "paused" : "camera", t(paused ? "live_paused" : "live_on"));
    this.run.pause(paused);
  }

  mirror() {
    this.mirrored = !this.mirrored;
    this.run.mirrored = this.mirrored;
    this.panel.showMirrored(this.mirrored);
  }

  async snapshot() {
    const blob = await grab(this.run.video, LARGEST_SNAPSHOT, 0.92);
    if (!blob) return;
    showTab("detect");
    examine({ file: new File([blob], "frame.jpg", { type: "image/jpeg" }) });
  }
}

export const mount = (view) => void new Live(view);
