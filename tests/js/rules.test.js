import assert from "node:assert/strict";
import { test } from "node:test";

import { reasonOf } from "../../assets/kernels/reasons.js";
import {
  counted,
  filled,
  formulaText,
  isPlain,
  KIND,
  kindCounts,
  modulo,
  OPERATORS,
  problem,
  residuePlaces,
  stageCount,
} from "../../assets/kernels/rules.js";

const SHAPE = { m: 16, n: 16, k: 3, p: 4, d: 10 };

// Count the weights that a stage's cells have: what the picture shows.
function weightsOf(operator, { k, ...shape }) {
  const taps = { [KIND.none]: 0, [KIND.pass]: 0, [KIND.dot]: 1, [KIND.raster]: k * k, [KIND.both]: k * k + 1 };
  const stages = OPERATORS[operator].stages({ k, ...shape });
  const cells = (stage) => kindCounts(stage).reduce((sum, number, kind) => sum + number * taps[kind], 0);
  return stages.reduce((sum, stage) => sum + cells(stage), 0);
}

for (const operator of Object.keys(OPERATORS)) {
  for (const shape of [SHAPE, { m: 64, n: 64, k: 5, p: 8, d: 7 }, { m: 32, n: 32, k: 3, p: 1, d: 1 }]) {
    test(`${operator}: formula, picture and ratio count alike at M = ${shape.m}, K = ${shape.k}, P = ${shape.p}`, () => {
      const { weights, macs, ratio, terms } = counted(operator, shape);
      assert.equal(weightsOf(operator, shape), weights);
      assert.equal(macs, weights * shape.d ** 2);
      assert.ok(Math.abs(OPERATORS[operator].ratio[1](shape) - ratio) < 1e-12);
      assert.ok(terms.every(({ count }) => Number.isInteger(count)));
      assert.equal(problem(operator, shape), null);
    });
  }
  test(`${operator}: every cell has its reason`, () => {
    OPERATORS[operator].stages(SHAPE).forEach((stage, index) => {
      for (let s = 0; s < stage.rows; s++) {
        for (let j = 0; j < stage.columns; j++) {
          assert.doesNotMatch(reasonOf(operator, index, { s, j }, SHAPE).key, /undefined/);
        }
      }
    });
  });
}

test("filter s of a HetConv has K×K where (j - s) mod P is 0", () => {
  const [stage] = OPERATORS.hetconv.stages(SHAPE);
  assert.equal(stage.kind(1, 5), KIND.raster);
  assert.equal(stage.kind(5, 1), KIND.raster);
  assert.equal(stage.kind(1, 4), KIND.dot);
  assert.equal(modulo(-3, 4), 1);
});

test("a HetConv(4) of 64 channels has 12,288 weights, a third of the standard's", () => {
  const { weights, ratio } = counted("hetconv", { m: 64, n: 64, k: 3, p: 4, d: 1 });
  assert.equal(weights, 12288);
  assert.equal(ratio, 1 / 3);
});

test("a shape that breaks a rule is refused, with its numbers", () => {
  const code = (operator, changed) => problem(operator, { ...SHAPE, ...changed })?.code;
  assert.equal(code("hetconv", { m: 18 }), "kernels_bad_parts");
  assert.equal(code("standard", { m: 18 }), undefined);
  assert.equal(code("pconv", { n: 32 }), "kernels_bad_pconv");
  assert.equal(code("pconv", { m: 18, n: 18 }), "kernels_bad_quarter");
  assert.equal(code("spconv", { m: 18 }), "kernels_bad_spconv");
  for (const m of ["–", 0, 1.5, 385]) assert.equal(code("hetconv", { m }), "kernels_bad_count");
  assert.deepEqual(problem("dualconv", { ...SHAPE, n: 6 }).facts, { name: "G", p: 4, m: 16, n: 6 });
});

test("formulas are written with symbols and with values", () => {
  assert.equal(filled("K²/P", SHAPE), "3²/4");
  assert.equal(formulaText("hetconv"), "M · N · (K²/P + 1 − 1/P)");
  assert.equal(formulaText("hetconv", SHAPE), "16 · 16 · (3²/4 + 1 − 1/4)");
  assert.equal(stageCount("gwc_pwc"), 2);
  assert.equal(stageCount("dualconv"), 1);
  assert.equal(stageCount("spconv"), 2);
});

test("one colour is for the standard convolution, not for a HetConv(1)", () => {
  assert.equal(isPlain("standard", OPERATORS.standard.stages(SHAPE)[0]), true);
  assert.equal(isPlain("hetconv", OPERATORS.hetconv.stages({ ...SHAPE, p: 1 })[0]), false);
});

test("sorting by residue moves every channel to a place of its own", () => {
  assert.deepEqual(residuePlaces(8, 4), [0, 2, 4, 6, 1, 3, 5, 7]);
  assert.deepEqual(new Set(residuePlaces(48, 16)).size, 48);
});
