// The page's address holds the whole setting: any link restores it, back and forward work.
//
// Whoever has something to restore holds its keys, once, when it is mounted (or loaded):
//
//   import { hold } from "../shared/address/address.js";
//   import { oneOf, whole } from "../shared/address/keys.js";
//
//   const held = hold({ step: whole(1, 10, 1) }, ({ step }) => this.show(step));
//   this.show(held.values.step);               // what the address says, or the standard
//   held.keep({ step: 4 }, { step: true });    // a step of its own, to which Back returns: a tab, a step, a section
//   held.keep({ unit: "macs" });               // everything else replaces the address that there is: sliders, lists
//
// `held.given` has only what the address named. The function is told the values of an address that Back or Forward brought,
// if they are others than those held. A name stands for one thing in the whole page; names of views that are not mounted
// stay in the address untouched. Values that are standard are left out of it. Where a text has no value, the standard
// is taken and the header says so, by the sentence `address_wrong_{code}` of the key.
import { readKeys, writeKeys } from "./keys.js";

const all = [];
const watchers = [];
const wrongs = { said: [], listeners: [] };
let restoring = false;

// Say that a text of the address was not taken: {name, text, taken, code, facts}.
export function report(wrong) {
  wrongs.said.push(wrong);
  wrongs.listeners.forEach((listener) => listener(wrong));
}

// Be told of every text that was not taken, also of those before.
export function listenToWrong(listener) {
  wrongs.said.forEach(listener);
  wrongs.listeners.push(listener);
}

// Be told the address now and after every change of it.
export function watch(watcher) {
  watcher(location.href);
  watchers.push(watcher);
}

function go(href, step) {
  if (href === location.href) return;
  if (step) history.pushState(null, "", href);
  else history.replaceState(history.state, "", href);
  watchers.forEach((watcher) => watcher(href));
}

// Say what is wrong, and write what was taken in its stead.
function settle(wrong) {
  wrong.forEach(report);
  const url = new URL(location.href);
  wrong.forEach(({ name, taken }) =>
    taken === null ? url.searchParams.delete(name) : url.searchParams.set(name, taken),
  );
  if (wrong.length) go(url.href, false);
}

class Held {
  constructor(keys, restore) {
    Object.assign(this, { keys, restore, ...readKeys(location.search, keys) });
    settle(this.wrong);
  }

  keep(values, { step = false } = {}) {
    Object.assign(this.values, values);
    if (!restoring) go(writeKeys(location.href, this.keys, this.values), step);
  }

  // Take over an address; return whether it says something else.
  follow(search) {
    const before = this.written();
    Object.assign(this, readKeys(search, this.keys));
    return this.written() !== before;
  }

  written() {
    return writeKeys("http://host/", this.keys, this.values);
  }
}

// Hold some keys, {name: key}; see above.
export function hold(keys, restore = () => {}) {
  const held = new Held(keys, restore);
  all.push(held);
  return held;
}

// Return the address with every value that is held, standard or not: it brings the same back wherever standards differ.
export const completeAddress = () =>
  all.reduce((href, { keys, values }) => writeKeys(href, keys, values, true), location.href);

// First all read, then all restore: what one restores may have another keep what it still shows.
function restoreAll() {
  const changed = all.filter((held) => held.follow(location.search)).map((held) => [held, { ...held.values }]);
  restoring = true;
  try {
    changed.forEach(([held, values]) => {
      Object.assign(held.values, values);
      held.restore(values, held.given);
    });
  } finally {
    restoring = false;
  }
  settle(all.flatMap(({ wrong }) => wrong.splice(0)));
  watchers.forEach((watcher) => watcher(location.href));
}

addEventListener("popstate", restoreAll);

// Go to another address of this page, as a link does, but without loading it anew.
export function travel(href) {
  go(href, true);
  restoreAll();
}
