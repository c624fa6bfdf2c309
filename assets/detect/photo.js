// A photo from the camera.
import { Camera, said } from "../shared/intake/camera.js";
import { make } from "../shared/elements.js";
import { t } from "../shared/language.js";
import { OVER, Stopped } from "../shared/intake/waiting.js";

const QUALITY = 0.92;
const SILENT_MS = 5000; // until it is said that a camera gives no picture
const button = (key, kind, onclick) => make("button", { type: "button", class: `hv-${kind}`, onclick }, t(key));

export class Photo {
  // element: the tab's. failure: where reasons are said. take(file) gets the photo.
  constructor(element, failure, take) {
    Object.assign(this, { failure, take });
    this.camera = new Camera(element, {
      off: (reason) => this.off(reason),
      devices: (count) => Object.assign(this.turn, { hidden: count < 2 }),
    });
    this.button = button("photo", "secondary", () => this.open());
    this.shutter = button("shoot", "primary", () => this.shoot());
    this.turn = button("camera_other", "secondary", () => this.open(this.camera.other()));
    const cancel = button("cancel", "secondary", () => this.close());
    this.actions = make("div", { class: "hv-actions" }, this.shutter, this.turn, cancel);
    this.root = make("div", { class: "hv-camera", hidden: true });
  }

  async open(device = null) {
    this.failure.textContent = "";
    this.button.disabled = true;
    this.clear();
    const stream = await this.camera.open(device).catch((reason) => reason !== OVER && this.off(reason));
    if (stream) this.show(stream);
  }

  show(stream) {
    this.video = make("video", { autoplay: true, playsinline: true, muted: true, "aria-label": t("camera_view") });
    const { video } = this;
    Object.assign(video, { muted: true, srcObject: stream });
    video.addEventListener("loadeddata", () => this.ready());
    video.play().catch(() => {});
    setTimeout(() => video === this.video && this.nudge(), SILENT_MS);
    this.root.replaceChildren(video, this.actions);
    this.shutter.disabled = true;
    this.turn.hidden = true; // until it is known that there is another
    this.root.hidden = false;
  }

  ready() {
    this.failure.textContent = "";
    this.shutter.disabled = false;
    this.shutter.focus();
  }

  nudge() {
    if (!this.shutter.disabled) return;
    this.video.play().catch(() => {});
    this.say(new Stopped("camera_no_picture"));
  }

  say(reason) {
    this.failure.replaceChildren(...said(reason));
  }

  off(reason) {
    this.clear();
    this.button.disabled = false;
    this.say(reason);
  }

  clear() {
    this.video = null;
    this.root.hidden = true;
    this.root.replaceChildren();
  }

  close() {
    this.camera.close();
    this.clear();
    this.button.disabled = false;
    this.button.focus();
  }

  shoot() {
    const { video } = this;
    const canvas = make("canvas", { width: video.videoWidth, height: video.videoHeight });
    canvas.getContext("2d").drawImage(video, 0, 0);
    this.close();
    const done = (blob) => this.take(new File([blob], "photo.jpg", { type: "image/jpeg" }));
    canvas.toBlob(done, "image/jpeg", QUALITY);
  }
}
