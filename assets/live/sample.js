// A short moving sample, made of the example photographs: a slow journey over them, filmed from a canvas. Both detectors
// examine its frames as they do a camera's, but only a few a second, since nobody asked for it.
import { make } from "../shared/elements.js";
import { OVER } from "../shared/intake/waiting.js";
import { eachFrame } from "./frames.js";
import { viewAt } from "./pan.js";
import { Run } from "./run.js";

const FRAME = { width: 640, height: 480 };
const FRAMES_A_SECOND = 15;
const BETWEEN_MS = 150; // an answer and the next question
const AFTER_FAILURE_MS = 3000;
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// Return a promise of the pictures at these addresses.
function pictures(urls) {
  const loaded = async (src) => {
    const image = new Image();
    image.src = src;
    await image.decode();
    return image;
  };
  return Promise.all(urls.map(loaded));
}

export class Sample extends Run {
  constructor(live) {
    super(live);
    this.canvas = make("canvas", FRAME);
  }

  // Throws where the pictures do not come.
  async start(urls) {
    this.pictures = await pictures(urls);
    if (this.isOver) return;
    this.begun = performance.now();
    this.draw();
    this.video.srcObject = this.canvas.captureStream(FRAMES_A_SECOND);
    const clock = setInterval(() => this.draw(), 1000 / FRAMES_A_SECOND);
    this.signal.addEventListener("abort", () => clearInterval(clock));
    eachFrame(this.video, () => this.paint(), this.signal);
    this.video.play().catch(() => {});
    await this.examineOn();
  }

  draw() {
    const seconds = (performance.now() - this.begun) / 1000;
    const { index, x, y, width, height } = viewAt(seconds, this.pictures, FRAME.width / FRAME.height);
    const context = this.canvas.getContext("2d");
    context.drawImage(this.pictures[index], x, y, width, height, 0, 0, FRAME.width, FRAME.height);
  }

  async examineOn() {
    while (!this.isOver) {
      let rest = BETWEEN_MS;
      if (this.video.videoWidth) {
        try {
          this.show(await this.examine(this.signal));
          this.live.fail(null);
        } catch (reason) {
          if (reason === OVER) return;
          this.live.fail(reason);
          rest = AFTER_FAILURE_MS;
        }
      }
      await pause(rest);
    }
  }

  end() {
    super.end();
    this.canvas.width = 0; // lets go of its pixels
  }
}
