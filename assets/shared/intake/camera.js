// The camera, for every tab that uses it: asked for, put out when nobody sees it, and every refusal with its reason.
import { make } from "../elements.js";
import { t } from "../language.js";
import { nextDevice, refusalOf } from "./devices.js";
import { OVER, Stopped } from "./waiting.js";

// Return whether this page may ask at all; in a frame of another page that page decides.
function isBarred() {
  const policy = document.permissionsPolicy || document.featurePolicy;
  return policy ? !policy.allowsFeature("camera") : window.self !== window.top;
}

// Return the parts of the sentence that says why something stopped: its text, and a way out where there is one.
export function said({ code, facts }) {
  const sentence = t(`error_${code}`, facts);
  if (code !== "camera_framed") return [sentence];
  const link = { href: location.href, target: "_blank", rel: "noopener" };
  return [sentence, " ", make("a", link, t("camera_by_itself"))];
}

export class Camera {
  stream = null;
  asked = 0; // how often the browser was asked; only the newest answer is used
  waiting = false;
  cameras = []; // ids of the devices

  // element: what must be seen. off(reason) is called when the camera goes off by itself, devices(count) when it is known
  // how many there are.
  constructor(element, { off, devices }) {
    Object.assign(this, { element, off, devices });
    new IntersectionObserver(() => this.putOut()).observe(element);
    document.addEventListener("visibilitychange", () => this.putOut());
    window.addEventListener("pagehide", () => this.close());
    navigator.mediaDevices?.addEventListener?.("devicechange", () => this.stream && this.count());
  }

  get isSeen() {
    return this.element.offsetParent !== null && !document.hidden;
  }

  putOut() {
    if (this.isSeen || !(this.stream || this.waiting)) return;
    this.close();
    this.off(new Stopped("camera_unseen"));
  }

  close() {
    this.asked++;
    this.waiting = false;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
  }

  // Return the stream of a device, or of the one that looks away from the visitor where there is a choice. Throws Stopped:
  // why there is none, or "over" where something newer was asked for.
  async open(device, size = {}) {
    this.close();
    if (!navigator.mediaDevices?.getUserMedia) throw new Stopped("camera_insecure");
    const asked = this.asked;
    this.waiting = true;
    const which = device ? { deviceId: { exact: device } } : { facingMode: "environment" };
    const wanted = { video: { ...which, ...size } };
    const stream = await navigator.mediaDevices.getUserMedia(wanted).catch((error) => this.refused(asked, error));
    if (asked !== this.asked) {
      stream.getTracks().forEach((track) => track.stop());
      throw OVER;
    }
    Object.assign(this, { stream, waiting: false });
    stream.getVideoTracks()[0].addEventListener("ended", () => this.lost(stream));
    this.count();
    return stream;
  }

  refused(asked, error) {
    if (asked !== this.asked) throw OVER;
    this.waiting = false;
    throw new Stopped(refusalOf(error.name, isBarred()));
  }

  lost(stream) {
    if (this.stream !== stream) return;
    this.close();
    this.off(new Stopped("camera_unplugged"));
  }

  async count() {
    const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    this.cameras = all.filter(({ kind }) => kind === "videoinput").map(({ deviceId }) => deviceId);
    this.devices(this.cameras.length);
  }

  // Return the id of the device after the present one.
  other() {
    return nextDevice(this.cameras, this.stream?.getVideoTracks()[0].getSettings().deviceId);
  }
}
