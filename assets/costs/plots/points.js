// What the plots compute.

// Return a mix of two colours #rrggbb, so much of the first.
export function mixed(colour, other, share) {
  const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const [own, rest] = [parts(colour), parts(other)];
  return `rgb(${own.map((value, index) => Math.round(share * value + (1 - share) * rest[index])).join(",")})`;
}

// Return the points {x, y} that nothing beats: none is as cheap and as good. Points are sorted by x, then falling y.
export function front(points) {
  let best = -1;
  return points.filter(({ y }) => {
    const keeps = y > best;
    best = Math.max(best, y);
    return keeps;
  });
}

export const byCost = (points) => [...points].sort((a, b) => a.x - b.x || b.y - a.y);

// Return {value, low, high} of a trained detector's mAP50 with its seeds, or null where it is not trained.
export function scoreOf(entry) {
  if (!entry) return null;
  const all = [entry.map50, ...Object.values(entry.seeds)];
  return { value: entry.map50, low: Math.min(...all), high: Math.max(...all) };
}

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

// Return variant -> [{seed, value}]: the last mAP50 of every run on the photographs held out; curves: variant -> seed -> rows.
export function lastScores(curves) {
  const last = (curve) => curve.findLast((row) => row.map50 !== undefined)?.map50;
  const runs = (bySeed) => Object.entries(bySeed).map(([seed, curve]) => ({ seed, value: last(curve) }));
  const scored = (bySeed) => runs(bySeed).filter(({ value }) => value !== undefined);
  return Object.fromEntries(Object.entries(curves).map(([variant, bySeed]) => [variant, scored(bySeed)]));
}

// Return a list of runs {variant, seed, value, distance}: how far each is above the mean of what it is compared with,
// `originalOf(variant)`; those whose original has no run are left out.
export function distances(scores, originalOf) {
  const runs = Object.entries(scores).flatMap(([variant, own]) => own.map((run) => ({ variant, ...run })));
  const zero = (variant) => mean((scores[originalOf(variant)] || []).map(({ value }) => value));
  const placed = runs.map((run) => ({ ...run, distance: run.value - zero(run.variant) }));
  return placed.filter(({ distance }) => !Number.isNaN(distance));
}

// Return the epochs of a curve at which the input size changes, the first among them.
export const sizeChanges = (curve) => curve.filter((row, index) => !index || row.size !== curve[index - 1].size);

// Return "block/part" -> value of a detector's layers, summed; those without any are left out.
export function tiles(layers, quantity) {
  const sums = new Map();
  layers.forEach((layer) => {
    const key = `${layer.block}/${layer.share}`;
    const { value } = sums.get(key) || { value: 0 };
    sums.set(key, { id: key, block: layer.block, share: layer.share, value: value + layer[quantity] });
  });
  return [...sums.values()].filter(({ value }) => value);
}
