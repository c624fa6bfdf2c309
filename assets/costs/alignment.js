// Two detectors laid beside each other, layer by layer.

// Return a layer by names; the server sends it as a row.
export function layerOf(row) {
  const [path, place, operator, m, n, , , params, operations, share, block, inside] = row;
  return { path, place, operator, m, n, params, operations, share, block, inside };
}

// Return place -> [left layer, right layer] in the order of the detector; a place may be empty on one side.
export function aligned(left, right) {
  const longer = left.length >= right.length ? left : right;
  const places = new Map(longer.map(({ place }) => [place, [null, null]]));
  [left, right].forEach((layers, side) =>
    layers.forEach((layer) => {
      if (!places.has(layer.place)) places.set(layer.place, [null, null]);
      places.get(layer.place)[side] = layer;
    }),
  );
  return places;
}

// Return block -> pairs of layers, in the order of the detector.
export function byBlock(places) {
  const blocks = new Map();
  places.forEach((pair) => {
    const { block } = pair[0] || pair[1];
    if (!blocks.has(block)) blocks.set(block, []);
    blocks.get(block).push(pair);
  });
  return blocks;
}

// Return {params: [left, right], operations: [left, right]} of some pairs together.
export function sums(pairs) {
  const total = (side, key) => pairs.reduce((sum, pair) => sum + (pair[side] ? pair[side][key] : 0), 0);
  const both = (key) => [total(0, key), total(1, key)];
  return { params: both("params"), operations: both("operations") };
}
