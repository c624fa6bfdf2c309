import assert from "node:assert/strict";
import { test } from "node:test";

import { happening, Stopped, within } from "../../assets/shared/intake/waiting.js";

const LATE = new Stopped("late");
const BROKEN = new Stopped("broken");
const limits = (more = {}) => ({ ms: 5000, late: LATE, broken: BROKEN, ...more });
const never = new Promise(() => {});

test("a wait gives what it waited for", async () => {
  assert.equal(await within(Promise.resolve(7), limits()), 7);
  const target = new EventTarget();
  const event = await happening(target, ["seeked"], limits(), () => target.dispatchEvent(new Event("seeked")));
  assert.equal(event.type, "seeked");
});

test("a wait ends by an error, a time limit, or the one who waits", async () => {
  const target = new EventTarget();
  await assert.rejects(
    happening(target, ["seeked"], limits(), () => target.dispatchEvent(new Event("error"))),
    BROKEN,
  );
  await assert.rejects(within(Promise.reject(BROKEN), limits()), BROKEN);
  await assert.rejects(within(never, limits({ ms: 10 })), LATE);
  const run = new AbortController();
  const waiting = within(never, limits({ signal: run.signal }));
  const over = new Stopped("over");
  run.abort(over);
  await assert.rejects(waiting, over);
  await assert.rejects(within(Promise.resolve(7), limits({ signal: run.signal })), over);
});

test("a wait that ended listens to nothing more", async () => {
  const heard = [];
  const target = new EventTarget();
  const listen = target.addEventListener.bind(target);
  target.addEventListener = (name, listener, options) => {
    heard.push(options.signal);
    listen(name, listener, options);
  };
  await assert.rejects(happening(target, ["seeked"], limits({ ms: 10 })), LATE);
  assert.equal(heard.length, 2);
  assert.ok(heard.every((signal) => signal.aborted));
});
