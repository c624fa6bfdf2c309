// How fast frames come back: of the last two seconds, or the last two frames.
import { median } from "../shared/numbers.js";

const SPAN_MS = 2000;

export class Meter {
  rows = [];

  // Add an answer that arrived at a time, so late behind its frame, after so many milliseconds in the server; return
  // {rate, lag, server}: answers a second, and the medians.
  add(at, lag, server) {
    this.rows.push({ at, lag, server });
    while (this.rows.length > 2 && this.rows[0].at < at - SPAN_MS) this.rows.shift();
    const seconds = (at - this.rows[0].at) / 1000;
    const middle = (key) => median(this.rows.map((row) => row[key]));
    const rate = seconds > 0 ? (this.rows.length - 1) / seconds : 0;
    return { rate, lag: middle("lag"), server: middle("server") };
  }

  clear() {
    this.rows.length = 0;
  }
}
