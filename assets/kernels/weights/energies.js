// Real kernels as numbers: norms, the weight of full colour, and where their energy lies. A layer is {values, columns:
// channels in, k, …}; values stand filter by filter, channel by channel, tap by tap.
import { bytesOf } from "../../shared/bytes.js";
import { modulo } from "../rules.js";

const BINS = 20;

// Return the numbers behind base64 of little-endian float32.
export function unpacked(text) {
  return new Float32Array(bytesOf(text).buffer);
}

// Return a layer as the grid shows it, from the server's {operator, p, m, n, k, values}.
export function layerOf({ operator, p, m, n, k, values: text }, variant, path) {
  const values = unpacked(text);
  const [rows, columns] = [new Float64Array(n), new Float64Array(m)];
  let [used, total] = [0, 0];
  values.forEach((value, i) => {
    const square = value * value;
    rows[Math.floor(i / (m * k * k))] += square;
    columns[Math.floor(i / (k * k)) % m] += square;
    total += square;
    used += value !== 0;
  });
  const [rowNorms, columnNorms] = [rows.map(Math.sqrt), columns.map(Math.sqrt)];
  return {
    ...{ variant, path, operator, p, values, columns: m, k, rowNorms, columnNorms },
    largestRow: Math.max(...rowNorms, 1e-12),
    largestColumn: Math.max(...columnNorms, 1e-12),
    limit: 3 * Math.sqrt(total / Math.max(1, used)) || 1, // three times the root mean square
  };
}

// Return for every kernel that is K×K the share of its energy in the centre tap, from the least.
export function centreShares({ values, columns, k }, isRaster) {
  const size = k * k;
  const shares = [];
  for (let start = 0, cell = 0; start < values.length; start += size, cell++) {
    if (!isRaster(Math.floor(cell / columns), cell % columns)) continue;
    const energy = values.subarray(start, start + size).reduce((sum, value) => sum + value ** 2, 0);
    if (energy > 0) shares.push(values[start + (size - 1) / 2] ** 2 / energy);
  }
  return shares.sort((a, b) => a - b);
}

// Return how many shares lie in each twentieth.
export function histogram(shares) {
  const bins = new Array(BINS).fill(0);
  shares.forEach((share) => bins[Math.min(BINS - 1, Math.floor(share * BINS))]++);
  return bins;
}

// Return the share of a standard layer's energy that a HetConv(P) could hold: K×K where the rule allows, else centres.
export function energyKept({ values, columns, k }, p) {
  let [kept, total] = [0, 0];
  values.forEach((value, i) => {
    const cell = Math.floor(i / (k * k));
    const own = modulo((cell % columns) - Math.floor(cell / columns), p) === 0;
    total += value * value;
    if (own || i % (k * k) === (k * k - 1) / 2) kept += value * value;
  });
  return kept / total;
}
