import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { keysOf as costsKeys, stateOf, valuesOf as costsValues } from "../../assets/costs/costs_keys.js";
import { keysOf as kernelsKeys, valuesOf as kernelsValues } from "../../assets/kernels/kernels_keys.js";
import { oneOf, readKeys, whole, wholes, writeKeys } from "../../assets/shared/address/keys.js";
import { linked } from "../../assets/shared/choice.js";
import { languageKey } from "../../assets/shared/sentences.js";

const HREF = "http://host/app/";
const KEYS = {
  tab: oneOf(["detect", "costs"], "detect"),
  p: oneOf([1, 2, 4], 4),
  step: whole(1, 10, 1),
  shape: wholes({ m: { least: 1, most: 384 }, k: [1, 3, 5] }, { m: 16, k: 3 }),
};
const STANDARD = { tab: "detect", p: 4, step: 1, shape: { m: 16, k: 3 } };

// ---- state ↔ address ----
test("an empty address gives the standards, and standards an empty address", () => {
  assert.deepEqual(readKeys("", KEYS), { given: {}, values: STANDARD, wrong: [] });
  assert.equal(writeKeys(`${HREF}?p=2&step=7`, KEYS, STANDARD), HREF);
});

test("every state comes back from its address, short or complete", () => {
  for (const tab of ["detect", "costs"]) {
    for (const p of [1, 2, 4]) {
      for (const step of [1, 10]) {
        for (const shape of [
          { m: 16, k: 3 },
          { m: 384, k: 5 },
        ]) {
          const state = { tab, p, step, shape };
          for (const complete of [false, true]) {
            const { search } = new URL(writeKeys(HREF, KEYS, state, complete));
            assert.deepEqual(readKeys(search, KEYS).values, state);
          }
        }
      }
    }
  }
});

test("a complete address names the standards too, and leaves what is not its own", () => {
  const { searchParams } = new URL(writeKeys(`${HREF}?view=api#below`, KEYS, STANDARD, true));
  assert.deepEqual(Object.fromEntries(searchParams), { view: "api", tab: "detect", p: "4", step: "1", shape: "16.3" });
  assert.equal(new URL(writeKeys(`${HREF}?view=api#below`, KEYS, STANDARD)).search, "?view=api");
});

test("a text without a value gives the standard, and is named with what is possible", () => {
  const wrongs = {
    tab: ["Costs", "__proto__", "detect "],
    p: ["3", "04", "4.0", "x"],
    step: ["0", "11", "2.5", "-1", "1e1", "99999999999", "%00"],
    shape: ["16", "16.3.3", "0.3", "385.3", "16.4", "a.3", "16..3"],
  };
  for (const [name, texts] of Object.entries(wrongs)) {
    for (const text of texts) {
      const { given, values, wrong } = readKeys(`?${name}=${encodeURIComponent(text)}`, KEYS);
      assert.deepEqual([given, values], [{}, STANDARD], text);
      assert.deepEqual([wrong.length, wrong[0].name, wrong[0].text], [1, name, text]);
      assert.equal(wrong[0].taken, KEYS[name].write(STANDARD[name]));
    }
  }
  assert.deepEqual(readKeys("?p=3", KEYS).wrong[0].facts, { allowed: "1, 2, 4" });
  assert.deepEqual(readKeys("?step=0", KEYS).wrong[0].facts, { least: 1, most: 10 });
  const { allowed, example } = readKeys("?shape=0.0", KEYS).wrong[0].facts;
  assert.deepEqual([allowed, example], ["m 1–384, k 1/3/5", "16.3"]);
});

test("of one key wrong and one right only the wrong one falls back; an empty one says nothing", () => {
  const { given, wrong } = readKeys("?p=3&step=4&tab=", KEYS);
  assert.deepEqual([given, wrong.length], [{ step: 4 }, 1]);
});

// ---- the page's setting ----
const variants = {
  c3: { family: "v5n", block: "c3", p: null },
  het2: { family: "v5n", block: "csphet", p: 2 },
  het4: { family: "v5n", block: "csphet", p: 4 },
};
const START = { left: "c3", right: "het4", p: 4, size: 640 };

test("P in an address brings its CSPHet, a CSPHet its P, and another detector leaves the P that is named", () => {
  assert.deepEqual(linked(START, {}, variants), START);
  assert.deepEqual(linked(START, { p: 2 }, variants), { ...START, p: 2, right: "het2" });
  assert.deepEqual(linked(START, { right: "het2", size: 320 }, variants), { ...START, p: 2, right: "het2", size: 320 });
  assert.deepEqual(linked(START, { p: 2, right: "c3" }, variants), { ...START, p: 2, right: "c3" });
  assert.deepEqual(linked(START, { p: 4, right: "het2" }, variants), { ...START, p: 2, right: "het2" });
  assert.deepEqual(linked(START, { left: "het2" }, variants), { ...START, left: "het2" });
});

test("a language is named by its code or by a browser's tag", () => {
  const lang = languageKey("en", { en: { tags: ["en"] }, zh: { tags: ["zh", "yue"] } });
  const values = ["zh", "zh-Hant", "yue-HK", "EN_us", "zhuang", "fr"].map((text) => lang.read(text));
  assert.deepEqual(values, ["zh", "zh", "zh", "en", undefined, undefined]);
});

// ---- Kernels ----
const MODEL = { operator: "hetconv", m: 16, n: 16, k: 3, d: 40, sorted: false, layer: null, stage: 0 };
const LAYERS = { "v5n-c3": [{ path: "stage2.m.0.cv2" }], "v5n-csphet-p4": [{ path: "stage4.m.0.cv2" }] };

test("Kernels' operator, shape, order and layer come back", () => {
  const keys = kernelsKeys(MODEL, LAYERS);
  assert.equal(writeKeys(HREF, keys, kernelsValues(MODEL)), HREF);
  const layer = { variant: "v5n-csphet-p4", path: "stage4.m.0.cv2" };
  const model = {
    ...MODEL,
    operator: "dualconv",
    m: 64,
    n: 128,
    k: 5,
    d: 20,
    sorted: true,
    layer: { ...layer, values: [1] },
  };
  const { search } = new URL(writeKeys(HREF, keys, kernelsValues(model)));
  assert.equal(search, "?operator=dualconv&shape=64.128.5.20&order=sorted&layer=v5n-csphet-p4.stage4.m.0.cv2");
  const expected = { operator: "dualconv", shape: { m: 64, n: 128, k: 5, d: 20 }, order: "sorted", layer };
  assert.deepEqual(readKeys(search, keys).values, expected);
});

test("a layer that no trained detector has is none", () => {
  const keys = kernelsKeys(MODEL, LAYERS);
  for (const text of ["v5n-c3", "v5n-c3.", "v5n-c3.stage4.m.0.cv2", "__proto__.x", "constructor.name", ".a"]) {
    const { values, wrong } = readKeys(`?layer=${text}`, keys);
    assert.equal(values.layer, null);
    assert.deepEqual(wrong[0].facts, { example: "v5n-c3.stage2.m.0.cv2" });
  }
});

// ---- Costs ----
const PAGE = { classes: 20, size: 640 };
const LARGEST = { classes: 1000, channels: 4096, parts: 4096, side: 4096 };
const COSTS = costsKeys({ largest: LARGEST }, ["plots", "own"]);
const USUAL = { classes: 20, size: 640, flops: true, fused: false, terms: "convolutions" };

test("Costs counts as the page is set, at its one size, unless a link has a class count of its own", () => {
  assert.deepEqual(stateOf(readKeys("", COSTS).values, PAGE), USUAL);
  assert.deepEqual(stateOf(readKeys("", COSTS).values, { classes: 80, size: 320 }), {
    ...USUAL,
    classes: 80,
    size: 320,
  });
  assert.equal(readKeys("?counted_classes=0", COSTS).wrong[0].taken, null);
  const state = { classes: 34, size: 640, flops: false, fused: true, terms: "thop" };
  const values = { ...readKeys("", COSTS).values, ...costsValues(state, PAGE), section: "own" };
  const { search } = new URL(writeKeys(HREF, COSTS, values, true));
  assert.deepEqual(stateOf(readKeys(search, COSTS).values, PAGE), state);
  assert.equal(readKeys(search, COSTS).values.section, "own");
  assert.equal(costsValues(USUAL, PAGE).counted_classes, null);
});

test("a layer of one's own comes back; one that the fields do not offer is none", () => {
  const own = { m: 32, n: 48, kernel_size: 5, p: 8, groups: 4, side: 20, stride: 2 };
  const { search } = new URL(writeKeys(HREF, COSTS, { ...readKeys("", COSTS).values, own }));
  assert.equal(search, "?own=32.48.5.8.4.20.2");
  assert.deepEqual(readKeys(search, COSTS).values.own, own);
  for (const wrong of ["1.2.3", "a.64.3.4.4.40.1", "64.64.3.4.4.40.0", "64.64.2.4.4.40.1", "64.64.3.4.4.40.3"]) {
    const { m, kernel_size: k } = readKeys(`?own=${wrong}`, COSTS).values.own;
    assert.deepEqual([m, k], [64, 3]);
  }
});

// ---- in a browser, of which this much is enough ----
let pop;
const browser = { entries: [`${HREF}?p=2&step=77`], at: 0 };
globalThis.addEventListener = (_, listener) => (pop = listener);
Object.defineProperty(globalThis, "location", {
  get: () => ({ href: browser.entries[browser.at], search: new URL(browser.entries[browser.at]).search }),
});
globalThis.history = {
  pushState: (_, __, href) => browser.entries.splice(++browser.at, Infinity, href),
  replaceState: (_, __, href) => (browser.entries[browser.at] = href),
};
const move = (steps) => {
  browser.at += steps;
  pop();
};
const { completeAddress, hold, listenToWrong, watch } = await import("../../assets/shared/address/address.js");

const told = [];
const said = [];
const restored = { p: (values) => told.push(["p", values.p]), step: (values) => told.push(["step", values.step]) };
const p = hold({ p: KEYS.p }, (values) => {
  restored.p(values);
  step.keep({ step: step.values.step }); // as a view does that shows what the other has changed
});
const step = hold({ step: KEYS.step }, (values) => restored.step(values));
listenToWrong((wrong) => said.push(wrong));

beforeEach(() => told.splice(0));

test("what an address asks for is held, what is wrong in it is said once and replaced", () => {
  assert.deepEqual([p.values.p, step.values.step], [2, 1]);
  assert.deepEqual(
    said.map(({ name, text, taken }) => [name, text, taken]),
    [["step", "77", "1"]],
  );
  assert.deepEqual(browser.entries, [`${HREF}?p=2&step=1`]);
});

test("steps are entries of their own, everything else replaces; back and forward restore both", () => {
  step.keep({ step: 3 }, { step: true });
  p.keep({ p: 1 });
  step.keep({ step: 3 }, { step: true }); // again: no entry
  step.keep({ step: 4 }, { step: true });
  assert.deepEqual(browser.entries, [`${HREF}?p=2&step=1`, `${HREF}?p=1&step=3`, `${HREF}?p=1&step=4`]);
  move(-1);
  assert.deepEqual(told.splice(0), [["step", 3]]);
  move(-1);
  assert.deepEqual(told.splice(0), [["p", 2], ["step", 1]]); // prettier-ignore
  assert.equal(browser.entries[0], `${HREF}?p=2&step=1`); // what P's view kept meanwhile did not reach it
  move(2);
  assert.deepEqual(told, [["p", 1], ["step", 4]]); // prettier-ignore
  assert.equal(browser.entries.length, 3);
});

test("whoever watches is told every address, and a link has everything that is held", () => {
  const seen = [];
  watch((href) => seen.push(href));
  p.keep({ p: 4 });
  step.keep({ step: 1 });
  assert.deepEqual(seen.slice(1), [`${HREF}?step=4`, HREF]);
  assert.equal(completeAddress(), `${HREF}?p=4&step=1`);
  move(-2);
  assert.equal(seen.length, 4);
});
