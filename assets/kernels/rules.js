// What each operator is: where its kernels stand, how many there are, its formula. Pure rules, no drawing.
// M = channels in, N = filters, K = kernel size, P = parts; G = P for the operators with groups. All counts from 0.

export const KIND = { none: 0, dot: 1, raster: 2, both: 3, pass: 4 }; // dot: 1×1, raster: K×K, pass: copied, no weight
export const LIMITS = { m: 384, n: 384, d: 4096 }; // 384 channels enter the widest layer of the detectors' blocks
export const KERNEL_SIZES = [1, 3, 5];

export const modulo = (value, p) => ((value % p) + p) % p;
const sameBlock = (s, j, rows, columns) => Math.floor(s / rows) === Math.floor(j / columns);
const everywhere = (kind) => () => kind;

// A stage is a grid of rows × columns kernels. groups colours the K×K kernels; a row or column may belong to one.
function stage(rows, columns, kind, groups = 1, rowGroup = () => 0, columnGroup = () => 0) {
  return { rows, columns, kind, groups, rowGroup, columnGroup };
}

function blocks(rows, columns, groups, inside, outside) {
  const [high, wide] = [rows / groups, columns / groups];
  return stage(
    rows,
    columns,
    (s, j) => (sameBlock(s, j, high, wide) ? inside : outside),
    groups,
    (s) => Math.floor(s / high),
    (j) => Math.floor(j / wide),
  );
}

// A formula is text and marks [symbol, what it lights]: "columns", "rows" or the number of a term.
const TIMES = " · ";
const MARKS = { m: ["M", "columns"], n: ["N", "rows"] };

// why: the sentence on a cell, by its kind; refuses: the sentence on channels that the operator cannot have, or null.
export const OPERATORS = {
  standard: {
    name: "Standard",
    why: { [KIND.raster]: "standard" },
    flow: [["raster"]],
    stages: ({ m, n }) => [stage(n, m, everywhere(KIND.raster))],
    terms: ({ m, n, k }) => [{ count: m * n, each: k * k, kinds: [KIND.raster] }],
    formula: [MARKS.m, TIMES, MARKS.n, TIMES, ["K²", 0]],
    ratio: ["1", () => 1],
  },
  hetconv: {
    name: "HetConv",
    why: { [KIND.raster]: "own", [KIND.dot]: "other" },
    flow: [["hetero"]],
    divisor: "P",
    stages: ({ m, n, p }) => [
      stage(
        n,
        m,
        (s, j) => (modulo(j - s, p) ? KIND.dot : KIND.raster),
        p,
        (s) => s % p,
        (j) => j % p,
      ),
    ],
    terms: ({ m, n, k, p }) => [
      { count: (m * n) / p, each: k * k, kinds: [KIND.raster] },
      { count: m * n - (m * n) / p, each: 1, kinds: [KIND.dot] },
    ],
    formula: [MARKS.m, TIMES, MARKS.n, TIMES, "(", ["K²/P", 0], " + ", ["1 − 1/P", 1], ")"],
    ratio: ["1/P + (1 − 1/P)/K²", ({ k, p }) => 1 / p + (1 - 1 / p) / k ** 2],
  },
  dualconv: {
    name: "DualConv",
    why: { [KIND.both]: "both", [KIND.dot]: "pointwise_only" },
    flow: [["grouped", "dots"]],
    divisor: "G",
    noted: "kernels_noted_dualconv",
    stages: ({ m, n, p }) => [blocks(n, m, p, KIND.both, KIND.dot)],
    terms: ({ m, n, k, p }) => [
      { count: (m * n) / p, each: k * k, kinds: [KIND.both] },
      { count: m * n, each: 1, kinds: [KIND.both, KIND.dot] },
    ],
    formula: [MARKS.m, TIMES, MARKS.n, TIMES, "(", ["K²/G", 0], " + ", ["1", 1], ")"],
    ratio: ["1/G + 1/K²", ({ k, p }) => 1 / p + 1 / k ** 2],
  },
  gwc_pwc: {
    name: "GWC+PWC",
    why: { [KIND.raster]: "group", [KIND.none]: "no_group" },
    flow: [["grouped"], ["dots"]],
    divisor: "G",
    stages: ({ m, n, p }) => [blocks(n, m, p, KIND.raster, KIND.none), stage(n, n, everywhere(KIND.dot))],
    terms: ({ m, n, k, p }) => [
      { count: (m * n) / p, each: k * k, kinds: [KIND.raster], stage: 0 },
      { count: n * n, each: 1, kinds: [KIND.dot], stage: 1 },
    ],
    formula: [["M · N · K²/G", 0], " + ", ["N · N", 1]],
    ratio: ["1/G + N/(M · K²)", ({ m, n, k, p }) => 1 / p + n / (m * k ** 2)],
  },
  dwc_pwc: {
    name: "DWC+PWC",
    why: { [KIND.raster]: "depthwise", [KIND.none]: "not_depthwise" },
    flow: [["depthwise"], ["dots"]],
    stages: ({ m, n }) => [blocks(m, m, m, KIND.raster, KIND.none), stage(n, m, everywhere(KIND.dot))],
    terms: ({ m, n, k }) => [
      { count: m, each: k * k, kinds: [KIND.raster], stage: 0 },
      { count: m * n, each: 1, kinds: [KIND.dot], stage: 1 },
    ],
    formula: [["M · K²", 0], " + ", ["M · N", 1]],
    ratio: ["1/N + 1/K²", ({ n, k }) => 1 / n + 1 / k ** 2],
  },
  pconv: {
    name: "PConv",
    why: { [KIND.raster]: "quarter", [KIND.pass]: "pass", [KIND.none]: "nothing" },
    refuses: ({ m, n }) => (m !== n ? "kernels_bad_pconv" : m % 4 ? "kernels_bad_quarter" : null),
    flow: [["quarter", "copy"]],
    stages: ({ m, n }) => [
      stage(n, m, (s, j) => (Math.max(s, j) < m / 4 ? KIND.raster : s === j ? KIND.pass : KIND.none)),
    ],
    terms: ({ m, k }) => [{ count: (m / 4) ** 2, each: k * k, kinds: [KIND.raster] }],
    formula: [["(M/4)²", 0], TIMES, ["K²", 0]],
    ratio: ["1/16", () => 1 / 16],
  },
  spconv: {
    name: "SPConv",
    why: { [KIND.both]: "both", [KIND.dot]: "pointwise_only" },
    refuses: ({ m, n }) => (m % 4 || n % 2 ? "kernels_bad_spconv" : null),
    flow: [["half", "half_dots", "rest"], ["mix"]],
    noted: "kernels_noted_spconv",
    stages: ({ m, n }) => [
      stage(
        n,
        m,
        (s, j) => (j < m / 2 && sameBlock(s, j, n / 2, m / 4) ? KIND.both : KIND.dot),
        2,
        (s) => Math.floor(s / (n / 2)),
        (j) => (j < m / 2 ? Math.floor(j / (m / 4)) : null),
      ),
    ],
    terms: ({ m, n, k }) => [
      { count: (m * n) / 4, each: k * k, kinds: [KIND.both] },
      { count: m * n, each: 1, kinds: [KIND.both, KIND.dot] },
    ],
    formula: [MARKS.m, TIMES, MARKS.n, TIMES, "(", ["K²/4", 0], " + ", ["1", 1], ")"],
    ratio: ["1/4 + 1/K²", ({ k }) => 1 / 4 + 1 / k ** 2],
  },
  ghostconv: {
    name: "GhostConv",
    why: { [KIND.raster]: "primary" },
    whyNext: { [KIND.raster]: "ghost", [KIND.none]: "no_ghost" },
    refuses: ({ n }) => (n % 2 ? "kernels_bad_ghostconv" : null),
    flow: [["primary"], ["keep", "ghost"]],
    stages: ({ m, n }) => [
      stage(n / 2, m, everywhere(KIND.raster)),
      blocks(n / 2, n / 2, n / 2, KIND.raster, KIND.none),
    ],
    terms: ({ m, n, k }) => [
      { count: (m * n) / 2, each: k * k, kinds: [KIND.raster], stage: 0 },
      { count: n / 2, each: k * k, kinds: [KIND.raster], stage: 1 },
    ],
    formula: [["M · N/2 · K²", 0], " + ", ["N/2 · K²", 1]],
    ratio: ["1/2 + 1/(2 · M)", ({ m }) => 1 / 2 + 1 / (2 * m)],
    noted: "kernels_noted_ghostconv",
  },
  orepa: {
    name: "OREPA",
    why: { [KIND.raster]: "orepa" },
    flow: [["squeezed"]],
    noted: "kernels_noted_orepa",
    stages: ({ m, n }) => [stage(n, m, everywhere(KIND.raster))],
    terms: ({ m, n, k }) => [{ count: m * n, each: k * k, kinds: [KIND.raster] }],
    formula: [MARKS.m, TIMES, MARKS.n, TIMES, ["K²", 0]],
    ratio: ["1", () => 1],
  },
};

// Return {code, facts} of the first rule that a shape breaks for an operator, or null.
export function problem(operator, { m, n, d, p }) {
  for (const [name, value] of Object.entries({ m, n, d })) {
    if (!Number.isInteger(value) || value < 1 || value > LIMITS[name]) {
      return { code: "kernels_bad_count", facts: { name: name.toUpperCase(), value, limit: LIMITS[name] } };
    }
  }
  const { divisor, refuses } = OPERATORS[operator];
  if (divisor && (m % p || n % p)) return { code: "kernels_bad_parts", facts: { name: divisor, p, m, n } };
  const code = refuses?.({ m, n });
  return code ? { code, facts: { m, n } } : null;
}

// Return the counted terms, weights, multiply-adds on D×D pixels, and the share of the standard convolution.
export function counted(operator, shape) {
  const terms = OPERATORS[operator].terms(shape);
  const weights = terms.reduce((sum, term) => sum + term.count * term.each, 0);
  return { terms, weights, macs: weights * shape.d ** 2, ratio: weights / (shape.m * shape.n * shape.k ** 2) };
}

// Return a formula's symbol with the values of a shape in place, for example K²/P -> 3²/4.
export const filled = (symbol, { m, n, k, p }) =>
  symbol.replace(/[MNKPG]/g, (letter) => ({ M: m, N: n, K: k, P: p, G: p })[letter]);

// Return places of 0..count-1 once sorted by residue mod p: place[channel].
export const residuePlaces = (count, p) =>
  Array.from({ length: count }, (_, i) => (i % p) * (count / p) + Math.floor(i / p));

// Return whether a stage is shown in one colour: it is a standard convolution's, without parts or groups.
export const isPlain = (operator, { groups }) => groups === 1 && operator !== "hetconv";

// Return a formula as text, its symbols with the values of a shape in place where there is one.
export const formulaText = (operator, shape = null) =>
  OPERATORS[operator].formula
    .map((part) => {
      if (!Array.isArray(part)) return part;
      return shape ? filled(part[0], shape) : part[0];
    })
    .join("");

// Return how many stages an operator has: what must wait for what. Adding results up is none; SPConv's mixing is one, since
// it waits for both averages.
export const stageCount = (operator) => OPERATORS[operator].flow.length;

// Return how many cells of each kind a stage has, by the number of the kind.
export function kindCounts({ rows, columns, kind }) {
  const numbers = Object.keys(KIND).map(() => 0);
  for (let s = 0; s < rows; s++) {
    for (let j = 0; j < columns; j++) numbers[kind(s, j)]++;
  }
  return numbers;
}
