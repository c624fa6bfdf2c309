import assert from "node:assert/strict";
import { test } from "node:test";

import { aligned, byBlock, layerOf, sums } from "../../assets/costs/alignment.js";
import { changeOf, sorted } from "../../assets/costs/newer_counts.js";
import { isNoisy, kindOf, plotted, shareOf } from "../../assets/costs/clock/times.js";
import {
  byCost,
  distances,
  front,
  lastScores,
  mixed,
  scoreOf,
  sizeChanges,
  tiles,
} from "../../assets/costs/plots/points.js";

// ---- layers ----
const row = (place, params, operations) => {
  const [block] = place.split(".");
  return layerOf([place, place, "3×3", 8, 8, 1, 1, params, operations, "inside", block, place]);
};

test("two detectors are laid beside each other by place, the longer one's order first", () => {
  const left = [row("stem", 1, 10), row("stage2.0", 2, 20)];
  const right = [row("stem", 1, 10), row("stage2.0", 3, 30), row("stage2.1", 4, 40), row("head", 5, 50)];
  const places = aligned(left, right);
  assert.deepEqual([...places.keys()], ["stem", "stage2.0", "stage2.1", "head"]);
  assert.deepEqual(places.get("stage2.1"), [null, right[2]]);
  const blocks = byBlock(places);
  assert.deepEqual([...blocks.keys()], ["stem", "stage2", "head"]);
  assert.deepEqual(sums(blocks.get("stage2")), { params: [2, 7], operations: [20, 70] });
});

test("areas are summed by block and part, without empty ones", () => {
  const layers = [row("stage2.0", 2, 0), row("stage2.1", 3, 0), row("up", 0, 0)];
  assert.deepEqual(tiles(layers, "params"), [{ id: "stage2/inside", block: "stage2", share: "inside", value: 5 }]);
});

// ---- times ----
const time = (median, values) => ({ median_ms: median, q1_ms: median, q3_ms: median, ...values });

test("a layer's form is compared with the standard convolution", () => {
  const rows = [time(2, { channels: 64, form: "standard" }), time(5, { channels: 64, form: "loop" })];
  assert.equal(
    shareOf(rows, rows[1], () => ""),
    2.5,
  );
  assert.equal(
    shareOf([rows[1]], rows[1], () => ""),
    null,
  );
});

test("a detector is compared with its original doing the same in the same engine", () => {
  const detector = (variant, what, engine, median) => time(median, { variant, what, engine, form: "plain" });
  const rows = [
    detector("c3", "network", "torch", 10),
    detector("c3", "network", "openvino", 4),
    detector("het", "network", "openvino", 3),
    detector("het", "end_to_end", "openvino", 9),
  ];
  const original = () => "c3";
  assert.equal(shareOf(rows, rows[2], original), 0.75);
  assert.equal(shareOf(rows, rows[3], original), null);
  assert.deepEqual(plotted(rows, "detector"), [rows[0]]);
});

test("a share within two per cent is neither more nor less", () => {
  assert.deepEqual([kindOf(1.5), kindOf(0.5), kindOf(1.019), kindOf(null)], ["more", "less", "", ""]);
  assert.equal(isNoisy([time(10, { q3_ms: 15.1 })]), true);
  assert.equal(isNoisy([time(10, { q3_ms: 15 })]), false);
});

// ---- plots ----
test("the front joins what nothing beats", () => {
  const points = byCost([
    { x: 3, y: 0.2 },
    { x: 1, y: 0.1 },
    { x: 2, y: 0.3 },
    { x: 2, y: 0.25 },
  ]);
  assert.deepEqual(points[1], { x: 2, y: 0.3 });
  assert.deepEqual(front(points), [
    { x: 1, y: 0.1 },
    { x: 2, y: 0.3 },
  ]);
});

test("a score spans its seeds and itself", () => {
  assert.deepEqual(scoreOf({ map50: 0.3, seeds: { 1: 0.25, 2: 0.28 } }), { value: 0.3, low: 0.25, high: 0.3 });
  assert.equal(scoreOf(undefined), null);
});

test("colours are mixed, sizes change where they do", () => {
  assert.equal(mixed("#ff0000", "#0000ff", 0.5), "rgb(128,0,128)");
  const curve = [{ size: 128 }, { size: 128 }, { size: 160 }];
  assert.deepEqual(sizeChanges(curve), [curve[0], curve[2]]);
});

// ---- newer YOLOs ----
test("a model is heavier where one of its counts is, with a P", () => {
  const counts = (params, flops) => ({ params, flops });
  const both = { model: "A", own: counts(100, 100), csphet: { 4: counts(80, 90), 16: counts(70, 80) } };
  const one = { model: "B", own: counts(100, 100), csphet: { 4: counts(90, 107), 16: counts(80, 99) } };
  assert.deepEqual(sorted([both, one], 4), { heavier: ["B"], lighter: ["A"] });
  assert.deepEqual(sorted([both, one], 16), { heavier: [], lighter: ["A", "B"] });
  assert.ok(Math.abs(changeOf(one, 4, "flops") - 0.07) < 1e-12);
});

// ---- recipes ----
test("a run is compared with the mean of its original's runs by the last score that it has", () => {
  const rows = (...scores) => scores.map((map50, epoch) => ({ epoch, ...(map50 === null ? {} : { map50 }) }));
  const curves = {
    c3: { 0: rows(0.25, 0.5, null), 1: rows(0.25) },
    het: { 0: rows(0.5) },
    c2f: {},
    late: { 0: rows(null) },
  };
  const scores = lastScores(curves);
  assert.deepEqual(scores.c3, [
    { seed: "0", value: 0.5 },
    { seed: "1", value: 0.25 },
  ]);
  assert.deepEqual([scores.c2f, scores.late], [[], []]);
  const found = distances(scores, () => "c3").map(({ variant, seed, distance }) => [variant, seed, distance]);
  assert.deepEqual(found, [
    ["c3", "0", 0.125],
    ["c3", "1", -0.125],
    ["het", "0", 0.125],
  ]);
  assert.deepEqual(
    distances(scores, () => "c2f"),
    [],
  );
});
