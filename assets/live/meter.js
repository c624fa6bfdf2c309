// How fast frames come back: of the last two seconds, or the last two frames.
import { median } from "../shared/numbers.js";

const SPAN_MS = 2000;
const STALE_MS = 5000; // without an answer, nothing measured is shown any more

export class Meter {
  rows = [];
  begun = 0;

  begin(at) {
    this.rows.length = 0;
    this.begun = at;
  }

  // Add an answer that arrived at a time, so late behind its frame, after so many milliseconds in the server.
  add(at, lag, server) {
    this.rows.push({ at, lag, server });
  }

  // Return {rate, lag, server}: answers a second up to now, and the medians; {silent}, milliseconds without an answer,
  // when those are many; null as long as nothing can be said.
  read(now) {
    const silent = now - (this.rows.at(-1)?.at ?? this.begun);
    if (silent > STALE_MS) return { silent };
    while (this.rows.length > 2 && this.rows[0].at < now - SPAN_MS) this.rows.shift();
    if (this.rows.length < 2) return null;
    const middle = (key) => median(this.rows.map((row) => row[key]));
    const rate = ((this.rows.length - 1) * 1000) / (now - this.rows[0].at);
    return { rate, lag: middle("lag"), server: middle("server") };
  }
}
