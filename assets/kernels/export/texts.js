// What is taken away as text: the diagram as SVG, the numbers of all operators as CSV. `colours` is a palette; a view is
// {operator, shape, stage, sorted, layer: real weights or null}.
import { colourScale, css } from "../grid/pixels.js";
import { counted, formulaText, isPlain, KIND, OPERATORS, problem, residuePlaces, stageCount } from "../rules.js";

const CELL = 20; // units of the SVG
const TOP = 46;
const STEPS = 16; // of the colours of weights, so that the file stays small
const COLUMNS = ["operator", "m", "n", "k", "p_or_g", "output_side", "stages", "weights", "macs", "ratio_to_standard"];

export function fileName({ operator, shape: { m, n, k, p } }, ending) {
  return `${operator}_m${m}_n${n}_k${k}_p${p}.${ending}`;
}

// Return name and formula of an operator with a shape in place; `count` writes a number.
export function captionOf({ operator, shape }, count) {
  const { name, divisor } = OPERATORS[operator];
  const parts = divisor ? ` ${divisor}=${shape.p}` : "";
  const title = `${name}  M=${shape.m} N=${shape.n} K=${shape.k}${parts}`;
  return [title, `${formulaText(operator, shape)} = ${count(counted(operator, shape).weights)}`];
}

// Return the places of rows and of columns, as they are shown.
export function placesOf({ operator, shape, stage, sorted }) {
  const counts = [stage.rows, stage.columns];
  if (sorted && operator === "hetconv") return counts.map((number) => residuePlaces(number, shape.p));
  return counts.map((number) => [...Array(number).keys()]);
}

const round = (value) => Math.round(100 * value) / 100;
const square = (x, y, size) => `M${round(x)} ${round(y)}h${round(size)}v${round(size)}h-${round(size)}z`;

// Return the squares of one kernel: [colour, path].
function kernelPaths(kind, k, x, y, { raster, dot, ink, soft, real }) {
  const side = (CELL - 1) / k;
  const tap = (index) => square(x + (index % k) * side, y + Math.floor(index / k) * side, side - 0.6);
  const paths = [];
  if (kind === KIND.raster || kind === KIND.both) {
    for (let index = 0; index < k * k; index++) paths.push([raster(index), tap(index)]);
  }
  if (kind === KIND.dot) paths.push([dot, square(x + 7, y + 7, 5)]);
  if (kind === KIND.both && !real) paths.push([ink, square(x + 7.5, y + 7.5, 4)]);
  if (kind === KIND.pass) paths.push([soft, `M${x + 4} ${y + 4}h11v11h-11zM${x + 6} ${y + 6}v7h7v-7z`]);
  return paths;
}

// Return the function that gives the colours of the kernel in a row and column.
function colouring({ operator, shape: { k }, stage, layer }, colours) {
  const plain = isPlain(operator, stage);
  const [ink, soft] = [css(colours.ink), css(colours.soft)];
  if (!layer) {
    const own = (s) => css(plain ? colours.left : colours.hue(stage.rowGroup(s), stage.groups));
    return (s) => ({ raster: () => own(s), dot: soft, ink, soft, real: false });
  }
  const scale = colourScale(colours, layer.limit);
  const stepped = (value) => Math.round((STEPS * value) / layer.limit) * (layer.limit / STEPS);
  return (s, j) => {
    const start = (s * layer.columns + j) * k * k;
    const raster = (tap) => css(scale(stepped(layer.values[start + tap])));
    return { raster, dot: raster((k * k - 1) / 2), ink, soft, real: true };
  };
}

// Return colour -> paths of all kernels.
function pathsOf(view, colours) {
  const { stage, shape } = view;
  const paths = new Map();
  const [rows, columns] = placesOf(view);
  const coloursAt = colouring(view, colours);
  for (let s = 0; s < stage.rows; s++) {
    for (let j = 0; j < stage.columns; j++) {
      const kind = stage.kind(s, j);
      if (kind === KIND.none) continue;
      const own = kernelPaths(kind, shape.k, columns[j] * CELL, rows[s] * CELL, coloursAt(s, j));
      own.forEach(([colour, path]) => paths.set(colour, (paths.get(colour) || "") + path));
    }
  }
  return paths;
}

// Return the diagram as SVG text: one path for each colour, so that 128×128 kernels stay a small file.
export function svgText(view, colours, count) {
  const { rows, columns } = view.stage;
  const [title, formula] = captionOf(view, count);
  const font = `fill="${css(colours.ink)}" font-family="system-ui, sans-serif"`;
  const text = (y, size, content) => `<text x="2" y="${y}" font-size="${size}" ${font}>${content}</text>`;
  const body = [...pathsOf(view, colours)].map(([colour, path]) => `<path fill="${colour}" d="${path}"/>`).join("\n");
  const box = `0 0 ${Math.max(360, columns * CELL)} ${rows * CELL + TOP}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}"><title>${title}: ${formula}</title>`,
    `<rect width="100%" height="100%" fill="${css(colours.card)}"/>${text(16, 15, title)}${text(36, 13, formula)}`,
    `<g transform="translate(0 ${TOP})">\n${body}\n</g></svg>\n`,
  ].join("\n");
}

// Return the numbers of all operators that a shape allows.
export function csvRows(shape) {
  const row = (key) => {
    const { weights, macs, ratio } = counted(key, shape);
    const { m, n, k, p, d } = shape;
    return [key, m, n, k, OPERATORS[key].divisor ? p : "", d, stageCount(key), weights, macs, ratio];
  };
  const possible = Object.keys(OPERATORS).filter((key) => !problem(key, shape));
  return [COLUMNS, ...possible.map(row)];
}
