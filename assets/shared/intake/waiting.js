// Waits that always come to an end: by what is waited for, by an error, by a time limit, or because nobody waits any more.

// A wait that ended otherwise. code is the key of a sentence, after "error_", and facts fill it in; "over" says nothing.
export class Stopped extends Error {
  constructor(code, facts = {}) {
    super(code);
    Object.assign(this, { code, facts });
  }
}

// Of what was superseded; nobody is told.
export const OVER = new Stopped("over");

// Return what begin({good, bad, signal}) calls good with. Throws what it calls bad with, `late` after ms milliseconds, or
// the reason of `signal`, when that is aborted. The signal that begin gets is aborted at the end of the wait, whatever
// the end, so that listeners go with it.
export function wait(begin, { ms, late, signal }) {
  const ended = new AbortController();
  return new Promise((good, bad) => {
    if (signal?.aborted) throw signal.reason;
    signal?.addEventListener("abort", () => bad(signal.reason), { signal: ended.signal });
    const clock = setTimeout(() => bad(late), ms);
    ended.signal.addEventListener("abort", () => clearTimeout(clock));
    begin({ good, bad, signal: ended.signal });
  }).finally(() => ended.abort());
}

// Return what a promise gives, within the limits of `wait`.
export const within = (promise, limits) => wait(({ good, bad }) => promise.then(good, bad), limits);

// Return the event of one of these names, within the limits of `wait`; an `error` event of the target ends it with `broken`.
// act is called when listening has begun.
export function happening(target, names, limits, act = () => {}) {
  return wait(({ good, bad, signal }) => {
    names.forEach((name) => target.addEventListener(name, good, { signal }));
    target.addEventListener("error", () => bad(limits.broken), { signal });
    act();
  }, limits);
}
