import assert from "node:assert/strict";
import { test } from "node:test";

import {
  correlation,
  difference,
  filterAt,
  half,
  kernelsOf,
  largest,
  layerOf,
  singles,
  partOf,
  pixelAt,
  productsAt,
  shareOf,
  strongest,
  variance,
} from "../../assets/kernels/filter/numbers/arithmetic.js";
import {
  channelOrder,
  inPicture,
  layerAt,
  movedPixel,
  tileAt,
  tiling,
} from "../../assets/kernels/filter/numbers/places.js";

const base64 = (values) => Buffer.from(values.buffer).toString("base64");
const ON = { kxk: false, dots: false, part: null };
const close = (a, b, limit = 1e-9) => assert.ok(Math.abs(a - b) < limit, `${a} is not ${b}`);

// Numbers of a fixed rule, small enough that half precision holds them exactly.
const numbers = (count, seed) => Array.from({ length: count }, (_, i) => ((i * 7 + seed * 5) % 23) / 8 - 1);
const halfBits = (value) => {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const fraction = Math.round((Math.abs(value) / 2 ** exponent - 1) * 1024);
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
};
const halves = (values) => base64(Uint16Array.from(values, halfBits));

const SHAPE = { p: 2, m: 4, n: 4, k: 3, height: 4, width: 5 };
function answerOf(operator) {
  const { m, n, k, height, width } = SHAPE;
  return {
    ...{ operator, ...SHAPE },
    kxk: halves(numbers(m * n * k * k, 1)),
    dots: halves(numbers(m * n, 2)),
    inputs: base64(Float32Array.from(numbers(m * height * width, 3))),
    outputs: base64(new Float32Array(n * height * width)),
  };
}

// What a filter gives at a pixel, by the definition of each operator, kernel by kernel.
function byDefinition(operator, s, y, x, off = ON) {
  const { m, k, p, height, width } = SHAPE;
  const [kxk, dots, inputs] = [
    numbers(m * SHAPE.n * k * k, 1),
    numbers(m * SHAPE.n, 2),
    numbers(m * height * width, 3),
  ];
  const sums = { kxk: 0, dots: 0 };
  for (let j = 0; j < m; j++) {
    const own = { hetconv: j % p === s % p, dualconv: Math.floor(j / 2) === Math.floor(s / 2), standard: true }[
      operator
    ];
    const part = { hetconv: j % p, dualconv: Math.floor(j / 2), standard: 0 }[operator];
    if (part === off.part) continue;
    const at = (row, column) =>
      row >= 0 && column >= 0 && row < height && column < width ? inputs[(j * height + row) * width + column] : 0;
    for (let tap = 0; own && !off.kxk && tap < 9; tap++) {
      sums.kxk += kxk[(s * m + j) * 9 + tap] * at(y + Math.floor(tap / 3) - 1, x + (tap % 3) - 1);
    }
    const hasDot = { hetconv: !own, dualconv: true, standard: false }[operator];
    if (hasDot && !off.dots) sums.dots += dots[s * m + j] * at(y, x);
  }
  return sums;
}

test("every number of half precision becomes the single one that it is", () => {
  const all = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);
  singles(all).forEach((value, bits) => assert.ok(Object.is(value, half(bits)), `${bits}: ${value}`));
});

test("half precision as IEEE 754 has it", () => {
  const known = { 0x0000: 0, 0x3c00: 1, 0xc000: -2, 0x3555: 0.333251953125, 0x7bff: 65504, 0x0001: 2 ** -24 };
  Object.entries({ ...known, 0x0400: 2 ** -14, 0xfc00: -Infinity }).forEach(([bits, value]) =>
    assert.equal(half(Number(bits)), value),
  );
  assert.ok(Number.isNaN(half(0x7e00)));
});

for (const operator of ["hetconv", "dualconv", "standard"]) {
  test(`both sums of a ${operator} are those of the definition, also with kernels off`, () => {
    const layer = layerOf(answerOf(operator));
    const { height, width } = SHAPE;
    for (const off of [
      ON,
      { ...ON, kxk: true },
      { ...ON, dots: true },
      { ...ON, part: 0 },
      { ...ON, dots: true, part: 1 },
    ]) {
      for (let s = 0; s < 4; s++) {
        const { kxk, dots, output, adds } = filterAt(layer, s, off);
        for (let i = 0; i < height * width; i++) {
          const expected = byDefinition(operator, s, Math.floor(i / width), i % width, off);
          close(kxk[i], expected.kxk);
          close(dots[i], expected.dots);
          close(output[i], expected.kxk + expected.dots);
          close(
            adds.reduce((sum, map) => sum + map[i], 0),
            output[i],
          );
        }
      }
    }
  });
}

test("the products of a pixel are counted and add up", () => {
  const layer = layerOf(answerOf("hetconv"));
  const { kernels, output } = filterAt(layer, 1, ON);
  for (const place of [
    { y: 0, x: 0 },
    { y: 2, x: 4 },
  ]) {
    const pixel = pixelAt(layer, kernels, place);
    assert.deepEqual(pixel.counts, { kxk: 18, dots: 2 }); // two 3×3s and two dots
    close(pixel.output, output[place.y * 5 + place.x]);
    close(pixel.sums.kxk, byDefinition("hetconv", 1, place.y, place.x).kxk);
    const channel = pixel.channels[strongest(pixel.channels)];
    assert.ok(pixel.channels.every(({ adds }) => Math.abs(adds) <= Math.abs(channel.adds)));
  }
  const corner = productsAt(layer, kernels[1], { y: 0, x: 0 });
  const outside = corner.kxk.filter((_, tap) => tap < 3 || tap % 3 === 0); // above and left of the map
  assert.ok(outside.length === 5 && outside.every(({ input }) => input === 0));
  assert.equal(corner.kxk[4].input, layer.inputs[SHAPE.height * SHAPE.width]); // channel 1 in the middle
});

test("a kernel that is switched off has no products", () => {
  const layer = layerOf(answerOf("hetconv"));
  const kernels = kernelsOf(layer, 1, { ...ON, dots: true, part: 1 });
  assert.ok(kernels.every(({ kxk, dot }) => kxk === null && dot === null));
  assert.deepEqual(
    kernels.map(({ hasKxk }) => hasKxk),
    [false, true, false, true],
  );
  assert.equal(pixelAt(layer, kernels, { y: 1, x: 1 }).counts.kxk, 0);
});

test("the part of a channel", () => {
  const parts = (operator) => [0, 1, 2, 3].map((j) => partOf({ operator, p: 2, m: 4 }, j));
  assert.deepEqual(parts("hetconv"), [0, 1, 0, 1]);
  assert.deepEqual(parts("dualconv"), [0, 0, 1, 1]);
  assert.deepEqual(parts("standard"), [0, 0, 0, 0]);
});

test("variances, shares, correlation and differences", () => {
  assert.equal(variance([1, 1, 3, 3]), 1);
  assert.equal(shareOf({ kxk: [0, 6], dots: [0, 2] }), 0.9);
  assert.equal(shareOf({ kxk: [5, 5], dots: [0, 0] }), null);
  close(correlation([0, 1, 2], [0, 2, 4]), 1);
  close(correlation([0, 1, 2], [4, 2, 0]), -1);
  assert.equal(correlation([0, 1], [3, 3]), null);
  assert.equal(largest([1, -4, 2]), 4);
  assert.equal(difference([1, 2], [1, 5]), 3);
});

const rows = (...paths) => paths.map((path) => ({ path }));

test("the same place in another detector", () => {
  const c3 = rows("stage3.m.0.cv2", "stage3.m.1.cv2");
  assert.equal(layerAt(c3, "stage3.m.1.cv2").path, "stage3.m.1.cv2");
  assert.equal(layerAt(c3, "stage3.m.1.cv1").path, "stage3.m.1.cv2");
  assert.equal(layerAt(c3, "stage9.m.0.cv1"), undefined);
});

test("keys move a pixel inside its map", () => {
  const map = { height: 4, width: 5 };
  assert.deepEqual(movedPixel({ y: 0, x: 2 }, "ArrowUp", map), { y: 0, x: 2 });
  assert.deepEqual(movedPixel({ y: 0, x: 2 }, "ArrowDown", map), { y: 1, x: 2 });
  assert.deepEqual(movedPixel({ y: 0, x: 4 }, "ArrowRight", map), { y: 0, x: 4 });
  assert.deepEqual(movedPixel({ y: 3, x: 2 }, "End", map), { y: 3, x: 4 });
  assert.deepEqual(movedPixel({ y: 3, x: 2 }, "Home", map), { y: 3, x: 0 });
  assert.equal(movedPixel({ y: 3, x: 2 }, "a", map), null);
});

test("a pixel's place in the picture", () => {
  // a picture of 400 × 300 in an input of 200: half as large, 25 grey rows above
  const placing = { scale: 0.5, left: 0, top: 25, size: 200 };
  assert.deepEqual(inPicture({ y: 5, x: 2 }, { height: 20, width: 20 }, placing), [40, 50, 60, 70]);
});

test("channels in the grid's order", () => {
  const layer = { m: 6, p: 3, operator: "hetconv" };
  assert.deepEqual(channelOrder(layer, false), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(channelOrder(layer, true), [0, 3, 1, 4, 2, 5]);
  assert.deepEqual(channelOrder({ ...layer, operator: "dualconv" }, true), [0, 1, 2, 3, 4, 5]);
});

test("every channel has its tile, and a point of it its channel and pixel", () => {
  for (const [count, width] of [
    [16, 560],
    [32, 340],
    [128, 560],
    [8, 200],
  ]) {
    const layout = tiling(count, width);
    assert.ok(layout.columns * layout.cell.width <= width + 6 && layout.rows * layout.columns >= count);
    const map = { height: 12, width: 12 };
    for (let index = 0; index < count; index++) {
      const left = (index % layout.columns) * layout.cell.width;
      const top = Math.floor(index / layout.columns) * layout.cell.height;
      assert.deepEqual(tileAt({ x: left + 0.5, y: top + 0.5 }, layout, count, map), { index, pixel: { y: 0, x: 0 } });
      const below = { x: left + layout.side - 0.5, y: top + 2 * layout.side + layout.sign - 0.5 };
      assert.deepEqual(tileAt(below, layout, count, map), { index, pixel: { y: 11, x: 11 } });
      assert.deepEqual(tileAt({ x: left + 1, y: top + layout.side + 1 }, layout, count, map), { index, pixel: null });
    }
    assert.equal(tileAt({ x: width + 100, y: 1 }, layout, count, map), null);
  }
});
