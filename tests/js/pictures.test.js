import assert from "node:assert/strict";
import { test } from "node:test";

import { areaUnder, chartScale, pixelsOf, sameVariants, unpack } from "../../assets/heat_maps/maps.js";
import { frameCount, frameTime, linesOf, onCanvas, sampleAt, scaled } from "../../assets/live/samples.js";

test("a packed map is shares of its peak", () => {
  const map = unpack({ width: 2, height: 1, peak: 4, values: "AAD//w==" }); // the same as in heat_maps.packed
  assert.deepEqual([map.width, map.peak, ...map.shares], [2, 4, 0, 1]);
});

test("pixels are looked up in the table of colours, never beyond it", () => {
  const colours = Array.from({ length: 256 }, (_, index) => [index, 0, 0]);
  assert.deepEqual([...pixelsOf([0, 0.5], colours)], [0, 0, 0, 255, 128, 0, 0, 255]);
  assert.equal(pixelsOf([1], colours, 2)[0], 255);
});

test("the area under a curve is that of trapezoids", () => {
  const points = [
    [0, 1],
    [0.5, 1],
    [1, 0],
  ];
  assert.equal(areaUnder(points), 0.75);
  assert.equal(areaUnder([[0, 1]]), 0);
});

test("a chart's y axis starts at 0 and ends above the highest value", () => {
  const { x, y, top, height, width } = chartScale([
    [
      [0, 0.2],
      [1, 0.8],
    ],
  ]);
  assert.ok(Math.abs(top - 0.84) < 1e-12);
  assert.ok(x(0) < x(1) && x(1) <= width);
  assert.ok(y(0) > y(0.8) && y(0) < height && y(top) > 0);
  assert.equal(chartScale([[[0, 0]]]).top, 0.0105); // never a flat axis
});

test("pictures are the same choice if both detectors are", () => {
  const of = (left, right) => ({ variants: { left, right } });
  assert.equal(sameVariants(of("a", "b"), of("a", "b")), true);
  assert.equal(sameVariants(of("a", "b"), of("a", "c")), false);
  assert.equal(sameVariants(null, of("a", "b")), false);
});

test("frames of a video: how many, when, and which is shown", () => {
  assert.equal(frameCount(2.01, 10), 21);
  assert.equal(frameCount(0, 10), 1);
  assert.equal(frameTime(20, 10, 1.95), 1.95);
  assert.equal(sampleAt(0.3 - 1e-9, 10, 5), 3);
  assert.equal(sampleAt(9, 10, 5), 4);
});

test("a frame is scaled down, never up", () => {
  assert.deepEqual(scaled({ videoWidth: 1280, videoHeight: 720 }, 640), { width: 640, height: 360 });
  assert.deepEqual(scaled({ videoWidth: 320, videoHeight: 240 }, 640), { width: 320, height: 240 });
});

test("a box follows the canvas and its mirror", () => {
  assert.deepEqual(onCanvas([10, 20, 30, 60], 100, 200, false), { left: 20, top: 40, width: 40, height: 80 });
  assert.equal(onCanvas([10, 20, 30, 60], 100, 200, true).left, 140);
});

test("a file of boxes has a line for each frame and detector", () => {
  const answers = { a: [{ class: "cat" }], b: [] };
  const samples = [{ time: 0, width: 4, height: 3, variants: ["a", "b"], answers }];
  const lines = linesOf(samples)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(lines[0], { time: 0, variant: "a", width: 4, height: 3, detections: [{ class: "cat" }] });
  assert.equal(lines.length, 2);
});
