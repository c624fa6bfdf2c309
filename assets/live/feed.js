// A camera's moving picture: the newest frame is sent whenever fewer than two are under way; the newest answer wins.
import { OVER, Stopped } from "../shared/intake/waiting.js";
import { eachFrame } from "./frames.js";
import { Meter } from "./meter.js";
import { Run } from "./run.js";

const MOST_UNDER_WAY = 2;
const PAUSE_MS = 500; // after an answer that failed
const SILENT_MS = 5000; // until it is said that a camera gives no picture
const METER_MS = 500;

export class Feed extends Run {
  meter = new Meter();
  frames = { underWay: 0, sent: 0, shown: 0, painted: 0 };

  constructor(live, stream) {
    super(live);
    this.mirrored = live.mirrored;
    this.video.srcObject = stream;
  }

  end() {
    super.end();
    this.panel.showMeters(null);
  }

  start() {
    this.meter.begin(performance.now());
    this.repeat(METER_MS, () => this.showMeters());
    this.repeat(SILENT_MS, () => this.nudge());
    eachFrame(this.video, () => this.next(), this.signal);
    this.video.play().catch(() => {});
  }

  repeat(ms, act) {
    const clock = setInterval(act, ms);
    this.signal.addEventListener("abort", () => clearInterval(clock));
  }

  // A picture that does not come is asked for again, and missed aloud.
  nudge() {
    if (this.frames.painted) return;
    this.video.play().catch(() => {});
    this.live.fail(new Stopped("camera_no_picture"));
  }

  pause(paused) {
    this.meter.begin(performance.now());
    if (paused) this.panel.showMeters(null);
  }

  showMeters() {
    if (this.live.mode === "camera") this.panel.showMeters(this.meter.read(performance.now()));
  }

  next() {
    if (!this.frames.painted++) this.live.fail(null);
    this.paint();
    if (this.live.mode === "camera" && this.frames.underWay < MOST_UNDER_WAY) this.send(this.signal);
  }

  async send(signal) {
    const number = ++this.frames.sent;
    const captured = performance.now();
    this.frames.underWay++;
    try {
      this.take(await this.examine(signal), number, captured);
    } catch (reason) {
      if (reason === OVER) return;
      this.live.fail(reason);
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    } finally {
      this.frames.underWay--;
    }
  }

  take(answer, number, captured) {
    if (this.isOver || number < this.frames.shown) return;
    this.frames.shown = number;
    this.live.fail(null);
    this.show(answer);
    const now = performance.now();
    this.meter.add(now, now - captured, answer.milliseconds);
    this.showMeters();
  }
}
