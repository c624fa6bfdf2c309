// What the Live tab shows at one time: a camera or a video file. Each has its own video element, waits and results, so one
// that is over can write into no other.
import { make } from "../shared/elements.js";
import { OVER, Stopped, within } from "../shared/intake/waiting.js";
import { grab } from "./frames.js";

export const CANCELLED = new Stopped("cancelled");
const GRAB = { ms: 20_000, late: new Stopped("live_unreadable") };

export class Run {
  isOver = false;
  frameWidth = 1; // pixels, of the frame that the shown boxes belong to
  mirrored = false;
  #waits = new AbortController();

  // live: the tab, which examines frames and shows answers.
  constructor(live) {
    this.live = live;
    this.panel = live.panel;
    this.video = make("video", { playsinline: true, preload: "auto", class: "hv-hidden", "aria-hidden": "true" });
    this.video.muted = true;
  }

  // Ends the waits that begin from now on, when they are cancelled or the run is over.
  get signal() {
    return this.#waits.signal;
  }

  // Let what waits now give up; the run goes on.
  cancel() {
    const waits = this.#waits;
    this.#waits = new AbortController();
    waits.abort(CANCELLED);
  }

  end() {
    this.isOver = true;
    this.#waits.abort(OVER);
    this.video.pause();
    this.video.srcObject = null;
    this.video.removeAttribute("src");
    this.video.load(); // lets go of the file
    this.video.remove();
  }

  // Return the answer of both detectors to the frame that the video shows now.
  async examine(signal) {
    const blob = await within(grab(this.video, this.live.props.longestSide), { ...GRAB, signal });
    if (!blob) throw GRAB.late;
    return this.live.examine(blob, signal);
  }

  show(answer) {
    if (this.isOver) return;
    this.frameWidth = answer.width;
    this.live.show(answer);
  }

  paint() {
    if (this.isOver || !this.video.videoWidth) return;
    Object.values(this.panel.views).forEach((view) => view.paint(this.video, this.live.props.longestSide, this));
  }
}
