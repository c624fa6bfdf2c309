import assert from "node:assert/strict";
import { test } from "node:test";

import { change, comparedScores, glanceKind, seedRange, widestRange } from "../../assets/shared/comparing/verdicts.js";
import { classesAfter, csphetWith, followsP, moved, nameBeside } from "../../assets/shared/choice.js";

const variants = {
  "v5n-c3": { family: "v5n", block: "c3", p: null },
  "v8n-csphet-p4": { family: "v8n", block: "csphet", p: 4 },
  "v5n-csphet-p4": { family: "v5n", block: "csphet", p: 4 },
  "v5n-csphet-p8": { family: "v5n", block: "csphet", p: 8 },
  "v5n-c3het-p4": { family: "v5n", block: "c3het", p: 4 },
};
const start = { left: "v5n-c3", right: "v5n-csphet-p4", p: 4, size: 640 };

test("moving P brings its CSPHet to the right", () => {
  assert.equal(csphetWith(4, variants), "v5n-csphet-p4");
  assert.deepEqual(moved(start, { p: 8 }, variants), { ...start, p: 8, right: "v5n-csphet-p8" });
});

test("a CSPHet on the right brings its P, another detector leaves it", () => {
  assert.equal(moved(start, { right: "v5n-csphet-p8" }, variants).p, 8);
  const eight = { ...start, p: 8 };
  assert.deepEqual(moved(eight, { right: "v5n-c3het-p4" }, variants), { ...eight, right: "v5n-c3het-p4" });
  assert.deepEqual(moved(eight, { left: "v5n-csphet-p4" }, variants), { ...eight, left: "v5n-csphet-p4" });
});

test("where P brings another family, the left one follows unless it stood apart", () => {
  const original = "v5n-c3";
  const families = {
    "v5n-c3": { family: "v5n", block: "c3", original },
    "v5n-csphet-p4": { family: "v5n", block: "csphet", p: 4, original },
    "v5n-csphet-p8": { family: "v5n", block: "csphet", p: 8, original },
    "v5n-csppc": { family: "v5n", block: "csppc", original },
    "v8n-c2f": { family: "v8n", block: "c2f" },
    "v8n-csphet-p4": { family: "v8n", block: "csphet", p: 4 },
    "v8n-csppc": { family: "v8n", block: "csppc" },
    own: { family: "v8n", block: "c2f", own: {} },
  };
  const after = (left, right) => moved({ left, right, p: 4 }, { p: 8 }, families).left;
  assert.equal(after("v8n-c2f", "v8n-csphet-p4"), "v5n-c3");
  assert.equal(after("v8n-csppc", "v8n-csphet-p4"), "v5n-csppc");
  assert.equal(after("v8n-c2f", "v5n-csphet-p4"), "v8n-c2f");
  assert.equal(after("v5n-csppc", "v8n-csphet-p4"), "v5n-csppc");
  assert.equal(after("own", "v8n-csphet-p4"), "own");
});

test("P moves the CSPHets of YOLOv5n alone", () => {
  assert.deepEqual(
    Object.keys(variants).filter((name) => followsP(name, variants)),
    ["v5n-csphet-p4", "v5n-csphet-p8"],
  );
});

test("the family stands with the name where a YOLOv8n stands beside it", () => {
  const named = Object.fromEntries(
    Object.entries(variants).map(([key, row]) => [
      key,
      { ...row, familyName: `YOLO${row.family.slice(0, 2)}n`, label: row.block.toUpperCase() },
    ]),
  );
  const five = { left: "v5n-c3", right: "v5n-csphet-p4" };
  const both = { ...five, right: "v8n-csphet-p4" };
  assert.equal(nameBeside("v5n-c3", five, named), "C3");
  assert.equal(nameBeside("v5n-c3", both, named), "YOLOv5n C3");
  assert.equal(nameBeside("v8n-csphet-p4", both, named), "YOLOv8n CSPHET");
  assert.equal(nameBeside("v8n-csphet-p4", both, named, "family"), "v8n CSPHET");
  assert.equal(nameBeside("v8n-csphet-p4", five, named), "YOLOv8n CSPHET"); // an answer that is older than the choice
});

test("a movement changes nothing else and leaves the old setting alone", () => {
  assert.deepEqual(moved(start, { size: 320 }, variants), { ...start, size: 320 });
  assert.equal(start.size, 640);
});

test("an own detector brings its class count, which goes with it", () => {
  const own = { family: "v5n", block: "csphet", p: 8, own: { classes: ["a", "b", "c"] } };
  const all = { ...variants, "own-x": own };
  const after = (setting, values) => classesAfter(moved(setting, values, all), values, all, [20, 80]);
  const usual = { ...start, classes: 80 };
  assert.equal(after(usual, { right: "own-x" }), 3);
  assert.equal(moved(usual, { right: "own-x" }, all).p, 8);
  const held = { ...usual, right: "own-x", classes: 3 };
  assert.equal(after(held, { left: "v5n-csphet-p8" }), 3); // it is still there
  assert.equal(after(held, { classes: 80 }), 80);
  assert.equal(after(held, { right: "v5n-c3" }), 20);
  assert.equal(after(held, { p: 4 }), 20);
  assert.equal(after(usual, { right: "v5n-c3" }), 80);
});

test("seeds give a range, one run gives none", () => {
  const thrice = { map50: 0.27, seeds: { 0: 0.25, 1: 0.27, 2: 0.26 } };
  assert.deepEqual(seedRange(thrice), { low: 0.25, high: 0.27, count: 3 });
  assert.equal(seedRange({ map50: 0.3 }), null);
  assert.equal(seedRange({ map50: 0.3, seeds: { 0: 0.3 } }), null);
});

test("the spread is that of three runs in the compared ones' way of training and families", () => {
  const trained = (seeds, family = "v5n", training = "long") => ({ map50: 0.27, seeds, family, training });
  const [thrice, once] = [trained([0.25, 0.27, 0.26]), trained([0.3])];
  const close = (spread) => assert.ok(Math.abs(spread - 0.02) < 1e-12);
  close(widestRange({ thrice, once }, once, once));
  assert.equal(widestRange({ thrice }, trained([0.3], "v5n", "short")), 0);
  assert.equal(widestRange({ once }, once, once), 0);
  assert.equal(widestRange({ twice: trained([0.3, 0.31]) }, once), 0);
  const other = trained([0.5], "v8n");
  assert.equal(widestRange({ thrice, other }, other, other), 0);
  close(widestRange({ thrice, other }, once, other));
});

test("a difference of scores is that of the numbers on the page", () => {
  const scored = (map50, training = "long") => ({ map50, training });
  const { difference, verdict } = comparedScores(scored(0.27349), scored(0.27351), 0.01); // written 0.273 and 0.274
  assert.ok(Math.abs(difference - 0.001) < 1e-12);
  assert.equal(verdict, "within_spread");
  assert.equal(comparedScores(scored(0.2), scored(0.3), 0.01).verdict, "beyond_spread");
  assert.equal(comparedScores(scored(0.2), scored(0.3), 0).verdict, "few_seeds");
  assert.equal(comparedScores(scored(0.2), scored(0.3, "short"), 0.01).verdict, "trained_otherwise");
});

test("what a choice saves in a layer and in the detector has a sentence of its own", () => {
  assert.ok(Math.abs(change(36864, 12288) + 2 / 3) < 1e-12);
  assert.equal(glanceKind(-0.67, -0.06, ["c3", "csppc"]), "less_less");
  assert.equal(glanceKind(-0.4, 0.06, ["c3", "csppc"]), "less_more");
  assert.equal(glanceKind(0.1, 0.2, ["c3", "csppc"]), "more_more");
  assert.equal(glanceKind(0.1, -0.2, ["c3", "csppc"]), "more_less");
  assert.equal(glanceKind(0, 0.3, ["c3", "csppc"]), "same");
  assert.equal(glanceKind(-0.67, -0.06, ["c3", "csphet"]), "csphet_less");
  assert.equal(glanceKind(-0.4, 0.06, ["c3", "csphet"]), "csphet_more");
  assert.equal(glanceKind(-0.1, 0.06, ["csppc", "csphet"]), "less_more");
});
