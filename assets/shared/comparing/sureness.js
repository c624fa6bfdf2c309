// How sure the difference of two detectors' scores is, in words.
import { fixed, signed, t, together } from "../language.js";
import { comparedScores, widestRange } from "./verdicts.js";

const three = (value) => fixed(value, 3);

// Return {difference, words} of the scores of two trained detectors, given by name. The words tell the difference against
// the widest range that several seeds of one detector have, and what other photographs of the kind would have given by
// the bootstrap that the server keeps of the pair. trained: variant -> entry; differences: variant -> other -> {low, high}.
export function sureness({ trained, differences }, left, right) {
  const [one, other] = [trained[left], trained[right]];
  const spread = widestRange(trained, one.training);
  const { difference, verdict } = comparedScores(one, other, spread);
  const said = t(verdict, { spread: three(spread) });
  if (verdict === "trained_otherwise") return { difference, words: said };
  return { difference, words: together(said, intervalText(differences[right]?.[left], one.images)) };
}

function intervalText(told, images) {
  const edge = (value) => signed(value, three);
  return told ? t("interval", { low: edge(told.low), high: edge(told.high), images }) : "";
}
