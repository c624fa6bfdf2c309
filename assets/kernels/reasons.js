// Why a cell is what it is, as the key of a sentence.
import { KIND, OPERATORS } from "./rules.js";

const BY_KIND = {
  hetconv: { [KIND.raster]: "own", [KIND.dot]: "other" },
  dwc_pwc: { [KIND.raster]: "depthwise", [KIND.none]: "not_depthwise" },
  gwc_pwc: { [KIND.raster]: "group", [KIND.none]: "no_group" },
  pconv: { [KIND.raster]: "quarter", [KIND.pass]: "pass", [KIND.none]: "nothing" },
  dualconv: { [KIND.both]: "both", [KIND.dot]: "pointwise_only" },
  spconv: { [KIND.both]: "both", [KIND.dot]: "pointwise_only" },
  standard: { [KIND.raster]: "standard" },
  orepa: { [KIND.raster]: "orepa" },
};

// Return {key, facts} of the sentence on cell {s, j} of a stage of an operator.
export function reasonOf(operator, stageIndex, { s, j }, shape) {
  const stage = OPERATORS[operator].stages(shape)[stageIndex];
  const { k, p, m } = shape;
  const places = { a: s % p, b: j % p, g: stage.rowGroup(s), h: stage.columnGroup(j) };
  const facts = { s, j, k, p, ...places, quarter: m / 4, half: m / 2 };
  if (stageIndex === 1) return { key: "kernels_why_pointwise", facts };
  if (operator === "spconv" && places.h === null) return { key: "kernels_why_redundant", facts };
  return { key: `kernels_why_${BY_KIND[operator][stage.kind(s, j)]}`, facts };
}
