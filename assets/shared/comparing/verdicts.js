// What the numbers of two detectors say. An entry of a trained detector is {map50, seeds: seed -> mAP50, training, family};
// two were trained alike where `training` is the same.

const seedsOf = (entry) => Object.values(entry.seeds || {});

// Return {low, high, count} of a detector's seeds, or null where it was trained once.
export function seedRange(entry) {
  const seeds = seedsOf(entry);
  return seeds.length > 1 ? { low: Math.min(...seeds), high: Math.max(...seeds), count: seeds.length } : null;
}

const ENOUGH = 3; // two runs can be close by chance

// Return the widest range that the seeds of one detector have, of those of the compared ones' families that were trained
// in their way at least three times; 0 where none was.
export function widestRange(trained, ...compared) {
  const like = (entry, other) => entry.training === other.training && entry.family === other.family;
  const alike = Object.values(trained).filter((entry) => compared.some((other) => like(entry, other)));
  const ranges = alike.map(seedRange).filter((range) => range?.count >= ENOUGH);
  return Math.max(0, ...ranges.map(({ low, high }) => high - low));
}

const rounded = (value) => Math.round(1000 * value) / 1000; // a difference is that of the numbers on the page

// Return the difference of two entries' scores as the page writes them, and the key of what it says beside the range of
// seeds.
export function comparedScores(left, right, spread) {
  const difference = rounded(right.map50) - rounded(left.map50);
  if (left.training !== right.training) return { difference, verdict: "trained_otherwise" };
  if (!spread) return { difference, verdict: "few_seeds" };
  return { difference, verdict: Math.abs(difference) > spread ? "beyond_spread" : "within_spread" };
}

// Return the share by which a number changes: -0.1 for ten per cent less.
export const change = (left, right) => right / left - 1;

// Return the key of the sentence on what a choice does to one layer and to the whole detector; blocks are those of the left
// and the right detector.
export function glanceKind(inLayer, inAll, blocks) {
  if (inLayer === 0) return "same";
  if (inLayer < 0 && blocks.join() === "c3,csphet") return inAll < 0 ? "csphet_less" : "csphet_more";
  return `${inLayer < 0 ? "less" : "more"}_${inAll < 0 ? "less" : "more"}`;
}
