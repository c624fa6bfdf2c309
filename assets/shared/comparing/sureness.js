// How sure the difference of two detectors' scores is, in words.
import { fixed, signed, t, together } from "../language.js";
import { pairName } from "./pair.js";
import { comparedScores, seedRange, widestRange } from "./verdicts.js";

const three = (value) => fixed(value, 3);

// Return {difference, words} of the scores of two trained detectors, given by name. The words tell the seeds of each, the
// difference against the widest range that several seeds of one detector of their families have, and what other photographs of the kind
// would have given by the bootstrap that the server keeps of the pair. trained: variant -> entry;
// differences: variant -> other -> {low, high}.
export function sureness({ trained, differences }, left, right) {
  const [one, other] = [trained[left], trained[right]];
  const spread = widestRange(trained, one, other);
  const { difference, verdict } = comparedScores(one, other, spread);
  const ranges = [left, right].map((variant) => rangeText(variant, trained[variant]));
  const alike = verdict !== "trained_otherwise";
  const interval = alike ? intervalText(differences[right]?.[left], one.images) : "";
  return { difference, words: together(...ranges, t(verdict, { spread: three(spread) }), interval) };
}

function rangeText(variant, entry) {
  const range = seedRange(entry);
  if (!range) return "";
  const [low, high] = [range.low, range.high].map(three);
  return t("seed_range", { model: pairName(variant), low, high, seeds: range.count });
}

function intervalText(told, images) {
  const edge = (value) => signed(value, three);
  return told ? t("interval", { low: edge(told.low), high: edge(told.high), images }) : "";
}
