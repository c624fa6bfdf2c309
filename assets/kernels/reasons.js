// Why a cell is what it is, as the key of a sentence.
import { OPERATORS } from "./rules.js";

// Return {key, facts} of the sentence on cell {s, j} of a stage of an operator.
export function reasonOf(operator, stageIndex, { s, j }, shape) {
  const stage = OPERATORS[operator].stages(shape)[stageIndex];
  const { k, p, m } = shape;
  const places = { a: s % p, b: j % p, g: stage.rowGroup(s), h: stage.columnGroup(j) };
  const facts = { s, j, k, p, ...places, quarter: m / 4, half: m / 2 };
  const { why, whyNext = {} } = OPERATORS[operator];
  if (stageIndex === 1) return { key: `kernels_why_${whyNext[stage.kind(s, j)] ?? "pointwise"}`, facts };
  if (operator === "spconv" && places.h === null) return { key: "kernels_why_redundant", facts };
  return { key: `kernels_why_${why[stage.kind(s, j)]}`, facts };
}
