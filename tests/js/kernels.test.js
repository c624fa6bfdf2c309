import assert from "node:assert/strict";
import { test } from "node:test";

import { c3, chainOf, csphet } from "../../assets/kernels/blocks/flows.js";
import { captionOf, csvRows, fileName, placesOf, svgText } from "../../assets/kernels/export/texts.js";
import { blend, cellMap, colourScale, inkOn, luminance, packed, paintStage } from "../../assets/kernels/grid/pixels.js";
import { Model } from "../../assets/kernels/model.js";
import { OPERATORS } from "../../assets/kernels/rules.js";
import { centreShares, energyKept, histogram, layerOf } from "../../assets/kernels/weights/energies.js";

const COLOURS = {
  card: [255, 255, 255],
  line: [200, 200, 200],
  soft: [90, 90, 90],
  ink: [0, 0, 0],
  left: [0, 0, 250],
  right: [250, 100, 0],
  hue: (group) => [10 * group, 20, 30],
};

// ---- real weights ----
const packedFloats = (values) => Buffer.from(new Float32Array(values).buffer).toString("base64");
// Two filters of one channel each: one with all its energy in the centre, one spread evenly.
const KERNELS = [...[0, 0, 0, 0, 2, 0, 0, 0, 0], ...Array(9).fill(1)];
const LAYER = layerOf({ operator: "standard", p: 1, m: 1, n: 2, k: 3, values: packedFloats(KERNELS) }, "v", "path");

test("norms of filters and channels, and the weight of full colour", () => {
  assert.deepEqual([...LAYER.rowNorms], [2, 3]);
  assert.deepEqual([...LAYER.columnNorms], [Math.sqrt(13)]);
  assert.equal(LAYER.limit, 3 * Math.sqrt(13 / 10)); // of the ten weights that are not 0
});

test("the share of energy in the centre tap", () => {
  assert.deepEqual(
    centreShares(LAYER, () => true),
    [1 / 9, 1],
  );
  assert.deepEqual(
    centreShares(LAYER, (s) => s === 0),
    [1],
  );
  const bins = histogram([0, 0.05, 1]);
  assert.deepEqual([bins.length, bins[0], bins[1], bins[19]], [20, 1, 1, 1]);
});

test("what a HetConv could hold of a standard layer", () => {
  assert.equal(energyKept(LAYER, 1), 1);
  assert.equal(energyKept(LAYER, 2), (4 + 1) / 13); // filter 1 keeps its centre only
});

// ---- pixels ----
test("a cell's pixels belong to its taps, each once, with a gap at two edges", () => {
  const { taps } = cellMap(10, 3);
  assert.deepEqual(new Set(taps), new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  assert.equal(taps[0], 1);
  assert.equal(taps[9], 0); // the gap
  assert.deepEqual(cellMap(1, 3).dot, new Uint8Array([1])); // a dot of one pixel is still seen
});

test("colours are packed as canvases hold them, mixed, and scaled around 0", () => {
  assert.equal(packed(1, 2, 3), 0xff030201);
  assert.deepEqual(blend([100, 0, 0], [0, 100, 0], 0.25), [25, 75, 0]);
  const scale = colourScale(COLOURS, 2);
  assert.deepEqual(scale(2), COLOURS.right);
  assert.deepEqual(scale(-5), COLOURS.left);
  assert.deepEqual(scale(0), blend(COLOURS.line, COLOURS.card, 0.6));
});

test("a stage is painted cell by cell, also when it is moved", () => {
  const [stage] = OPERATORS.hetconv.stages({ m: 4, n: 4, k: 3, p: 2 });
  const paint = (x) => {
    const buffer = new Uint32Array(16);
    const how = { cell: 1, k: 3, colours: COLOURS, x, y: 0, lit: null, weights: null, plain: null };
    paintStage(buffer, 4, 4, stage, { ...how, rowAt: (s) => s, columnAt: (j) => j });
    return buffer;
  };
  const [still, shifted] = [paint(0), paint(1)];
  assert.equal(still[0], still[2]); // both K×K
  assert.notEqual(still[0], still[1]); // and 1×1
  assert.equal(shifted[0], still[1]);
  assert.equal(shifted[3], packed(255, 255, 255)); // nothing beyond the last column
});

// ---- flows ----
const WORDS = { unit: "unit", bare: "bare", nothing: "nothing", concat: "concat", split: "split", dual: "dual" };
const BLOCK = { m: 64, n: 64, hidden: 32, depth: 2, shortcut: true };
const boxes = ({ parts }) => parts.filter(({ kind }) => kind === "box");

test("C3 has two 1×1 in front, two convolutions a bottleneck, and one 1×1 behind", () => {
  const flow = c3(BLOCK, WORDS);
  assert.deepEqual(
    boxes(flow).map(({ opens }) => [opens.m, opens.n, opens.k]),
    [
      [64, 32, 1],
      [64, 32, 1],
      [32, 32, 1],
      [32, 32, 3],
      [32, 32, 1],
      [32, 32, 3],
      [64, 64, 1],
    ],
  );
  assert.equal(flow.parts.filter(({ text }) => text === "+").length, 2);
  assert.equal(c3({ ...BLOCK, shortcut: false }, WORDS).parts.filter(({ text }) => text === "+").length, 0);
});

test("CSPHet has pairs of HetConvs and joins the split halves with every pair's result", () => {
  const flow = csphet(BLOCK, WORDS, 8);
  const titles = boxes(flow).map(({ title }) => title);
  assert.deepEqual(titles, ["Conv 1×1", ...Array(4).fill("HetConv P=8"), "Conv 1×1"]);
  assert.deepEqual(boxes(flow).at(-1).opens, { operator: "standard", m: 4 * 32, n: 64, k: 1 });
});

test("a chain of 3×3 convolutions is one map whose window grows by two pixels for each", () => {
  for (const depth of [1, 2, 3]) {
    const { convolutions, window } = chainOf(depth);
    const drawn = boxes(csphet({ ...BLOCK, depth }, WORDS, 4));
    assert.equal(drawn.filter(({ title }) => title === "HetConv P=4").length, convolutions);
    const grown = Array.from({ length: convolutions }).reduce((side) => side + (3 - 1), 1);
    assert.equal(window, grown);
  }
  assert.equal(chainOf(3).window, 13);
});

test("no box stands over another, and all inside the drawing", () => {
  for (const flow of [c3(BLOCK, WORDS), csphet({ ...BLOCK, depth: 3 }, WORDS, 4)]) {
    const list = boxes(flow);
    list.forEach((a, i) => {
      assert.ok(a.x >= 0 && a.x + a.width <= flow.width && a.y + a.height <= flow.height);
      list.slice(i + 1).forEach((b) => {
        assert.ok(a.y + a.height <= b.y || b.y + b.height <= a.y || a.x + a.width <= b.x || b.x + b.width <= a.x);
      });
    });
  }
});

// ---- files ----
const SHAPE = { m: 16, n: 16, k: 3, p: 4, d: 40 };
const [STAGE] = OPERATORS.hetconv.stages(SHAPE);
const VIEW = { operator: "hetconv", shape: SHAPE, stage: STAGE, sorted: false, layer: null };

test("files are named and titled by what is in them", () => {
  assert.equal(fileName(VIEW, "svg"), "hetconv_m16_n16_k3_p4.svg");
  assert.deepEqual(captionOf(VIEW, String), ["HetConv  M=16 N=16 K=3 P=4", "16 · 16 · (3²/4 + 1 − 1/4) = 768"]);
  assert.deepEqual(placesOf({ ...VIEW, sorted: true })[0].slice(0, 5), [0, 4, 8, 12, 1]);
});

test("the SVG has a square for every weight, one path a colour", () => {
  const text = svgText(VIEW, COLOURS, String);
  assert.equal(text.match(/<path /g).length, 5); // four groups and the dots
  assert.equal(text.match(/M[\d.]+ /g).length, 768);
});

test("the CSV has every operator that the shape allows", () => {
  const [head, ...rows] = csvRows(SHAPE);
  assert.equal(rows.length, Object.keys(OPERATORS).length);
  assert.ok(rows.every((row) => row.length === head.length));
  const possible = csvRows({ ...SHAPE, m: 18, p: 1 }).map(([operator]) => operator);
  assert.ok(!possible.includes("pconv") && possible.includes("hetconv"));
});

// ---- the model ----
test("another operator forgets what was pointed at; a smaller shape pulls the active cell inside", () => {
  const model = new Model({ p: 4 }, { changed: () => {}, pointed: () => {}, toGrid: () => {} });
  Object.assign(model, { pins: [{ s: 1, j: 1 }], axis: "rows", stage: 1, active: { s: 9, j: 9 } });
  model.choose("dwc_pwc");
  assert.deepEqual([model.pins, model.axis, model.stage], [[], null, 0]);
  model.set({
    m: 4,
    n: 4,
    pins: [
      { s: 9, j: 0 },
      { s: 0, j: 1 },
    ],
  });
  model.keepInside();
  assert.deepEqual([model.active, model.pins], [{ s: 0, j: 0 }, [{ s: 0, j: 1 }]]);
  model.set({ layer: { p: 8 } });
  assert.equal(model.shape().p, 8); // a real layer has its own
});

test("numbers can be read on every colour", () => {
  const scale = colourScale(COLOURS, 1);
  const greys = Array.from({ length: 256 }, (_, value) => [value, value, value]);
  const shown = Array.from({ length: 201 }, (_, i) => scale(i / 100 - 1));
  for (const colour of [...greys, ...shown]) {
    const [ink, back] = [inkOn(colour) === "#000000" ? 0 : 1, luminance(colour)];
    const contrast = (Math.max(ink, back) + 0.05) / (Math.min(ink, back) + 0.05);
    assert.ok(contrast >= 4.5, `${colour}: ${contrast}`);
  }
  assert.equal(Math.round(1000 * luminance([255, 0, 0])), 213);
});
