import assert from "node:assert/strict";
import { test } from "node:test";

import { addressOf, withStep } from "../../assets/lesson/step_address.js";
import { ownChannels } from "../../assets/lesson/channels.js";
import { wayOf, windows } from "../../assets/lesson/parts/reach.js";
import { inkOn, productsAt, results, sumAt } from "../../assets/lesson/parts/sums.js";
import { spans } from "../../assets/lesson/parts/waterfall.js";

const PIXELS = [
  [1, 2, 3, 4],
  [5, 6, 7, 8],
  [9, 10, 11, 12],
  [13, 14, 15, 16],
];
const LAPLACE = [
  [0, 1, 0],
  [1, -4, 1],
  [0, 1, 0],
];
const CORNER = [
  [1, 0, 0],
  [0, 0, 0],
  [0, 0, 0],
];

test("a filter's products stand row by row and add up to its result", () => {
  const products = productsAt(PIXELS, LAPLACE, 0, 1);
  assert.deepEqual(products[4], { pixel: 7, weight: -4, product: -28 });
  assert.equal(sumAt(PIXELS, LAPLACE, 0, 1), 3 + 6 + 8 + 11 - 28);
  assert.equal(sumAt(PIXELS, CORNER, 1, 1), 6);
});

test("the results of several channels are added, place by place", () => {
  const laplace = { pixels: PIXELS, kernel: LAPLACE };
  const corner = { pixels: PIXELS, kernel: CORNER };
  assert.deepEqual(results([corner]), [
    [1, 2],
    [5, 6],
  ]);
  assert.deepEqual(results([laplace, corner, corner]), [
    [2, 4],
    [10, 12],
  ]);
});

test("a number on a colour is black or white, whichever has more contrast", () => {
  assert.equal(inkOn([255, 255, 255]), "#000000");
  assert.equal(inkOn([0, 0, 0]), "#ffffff");
  assert.equal(inkOn([255, 89, 89]), "#000000");
  assert.equal(inkOn([120, 42, 42]), "#ffffff");
});

test("a filter keeps 3×3 on the channels of its own remainder", () => {
  assert.deepEqual(ownChannels(1, 8, 4), [1, 5]);
  assert.deepEqual(ownChannels(6, 8, 4), [2, 6]);
  assert.deepEqual(ownChannels(3, 4, 1), [0, 1, 2, 3]);
});

// What the rule of the windows is held against: points go through the layers, one kernel after another.
function reached(filter, layers, channels, p) {
  let seen = [[filter, 0, 0]];
  for (let layer = 0; layer < layers; layer++) {
    const next = new Map();
    for (const [s, y, x] of seen) {
      for (let j = 0; j < channels; j++) {
        const edge = (((j - s) % p) + p) % p ? 0 : 1;
        for (let dy = -edge; dy <= edge; dy++) {
          for (let dx = -edge; dx <= edge; dx++) next.set(`${j},${y + dy},${x + dx}`, [j, y + dy, x + dx]);
        }
      }
    }
    seen = [...next.values()];
  }
  const side = (j) => 1 + 2 * Math.max(...seen.filter(([own]) => own === j).map(([, y]) => y));
  return [...Array(channels).keys()].map(side);
}

test("the windows of HetConvs in a chain are those that points reach through their kernels", () => {
  for (const [layers, p] of [
    [1, 4],
    [2, 4],
    [2, 2],
    [2, 8],
    [3, 4],
    [2, 1],
  ]) {
    assert.deepEqual(windows(1, layers, 8, p), reached(1, layers, 8, p), `${layers} layers, P = ${p}`);
  }
  assert.deepEqual(windows(1, 2, 8, 4), [3, 5, 3, 3, 3, 5, 3, 3]);
});

test("the way of the widest window adds up to it", () => {
  windows(1, 2, 8, 4).forEach((side, channel) => {
    const { through, first, second } = wayOf(1, channel, 8, 4);
    assert.equal(first + second - 1, side);
    assert.equal(ownChannels(through, 8, 4).includes(channel), first === 3);
  });
});

test("a waterfall's bars begin where the one before ends", () => {
  assert.deepEqual(spans([-4, 1, 2]), [
    { from: 0, to: 1 },
    { from: 0, to: 0.25 },
    { from: 0.25, to: 0.75 },
  ]);
});

test("a step's address keeps the setting, what it leads to keeps the language alone", () => {
  const href = "http://host/sub/?lang=zh&p=8&step=3";
  assert.equal(withStep(href, 4), "http://host/sub/?lang=zh&p=8&step=4&tab=lesson");
  assert.equal(addressOf(href, { tab: "kernels", p: 4 }), "http://host/sub/?lang=zh&tab=kernels&p=4");
  assert.equal(addressOf("http://host/?p=2", { tab: "costs" }), "http://host/?tab=costs");
});
