// Painting kernels as pixels: a cell is a K×K raster, a dot, both, or a copied channel. Pictures of cells are made once
// for a cell size and copied into a buffer, so that 128×128 kernels repaint in a few milliseconds.
import { KIND } from "../rules.js";

export const packed = (r, g, b) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0; // as canvases hold it in memory

export const blend = (over, under, share) => over.map((value, i) => Math.round(share * value + (1 - share) * under[i]));
// Return the relative luminance of a colour (WCAG 2).
export function luminance(colour) {
  const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const [r, g, b] = colour.map(linear);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// Return black or white, what can be read better on a colour: the contrast is always above 4.5.
export const inkOn = (colour) => ((luminance(colour) + 0.05) ** 2 > 1.05 * 0.05 ? "#000000" : "#ffffff");
export const css = ([r, g, b]) => `rgb(${r} ${g} ${b})`;

// Return what each pixel of a cell belongs to: 0 nothing, t + 1 tap t of the K×K kernel; and the same for its dot.
const maps = new Map();
export function cellMap(cell, k) {
  const key = `${cell} ${k}`;
  if (!maps.has(key)) maps.set(key, newCellMap(cell, k));
  return maps.get(key);
}

function newCellMap(cell, k) {
  const gap = cell >= 5 ? 1 : 0;
  const inner = cell - gap;
  const between = inner >= 4 * k ? Math.max(1, Math.round(inner / (k * 9))) : 0;
  const taps = new Uint8Array(cell * cell);
  const edge = (tap) => Math.round((tap * (inner + between)) / k);
  for (let row = 0; row < k; row++) {
    for (let column = 0; column < k; column++) {
      for (let y = edge(row); y < edge(row + 1) - between; y++) {
        taps.fill(row * k + column + 1, y * cell + edge(column), y * cell + edge(column + 1) - between);
      }
    }
  }
  return { taps, dot: dotMap(cell, inner), ring: dotMap(cell, inner, true) };
}

function dotMap(cell, inner, hollow = false) {
  const map = new Uint8Array(cell * cell);
  const radius = Math.max(0.5, inner * (hollow ? 0.3 : 0.16));
  const hole = hollow && inner >= 8 ? radius - Math.max(1, inner * 0.09) : 0;
  const centre = (inner - 1) / 2;
  for (let y = 0; y < inner; y++) {
    for (let x = 0; x < inner; x++) {
      const distance = Math.hypot(x - centre, y - centre);
      if (distance <= radius && distance >= hole) map[y * cell + x] = 1;
    }
  }
  if (!map.includes(1)) map[0] = 1; // a dot of a one-pixel cell
  return map;
}

// Return the picture of a cell as packed pixels.
export function sprite(kind, colour, { cell, k, colours, dim = false }) {
  const { taps, dot, ring } = cellMap(cell, k);
  const fade = (value) => packed(...(dim ? blend(value, colours.card, 0.22) : value));
  const back = packed(...colours.card);
  const pixels = new Uint32Array(cell * cell).fill(back);
  const raster = kind === KIND.raster || kind === KIND.both;
  if (raster && k > 1) {
    const [full, between] = [fade(colour), fade(blend(colour, colours.card, 0.25))];
    const inside = (i) => i % cell < cell - 1 && i < cell * (cell - 1);
    taps.forEach((tap, i) => {
      if (tap) pixels[i] = full;
      else if (inside(i)) pixels[i] = between;
    });
  } else if (kind === KIND.dot || raster) {
    const small = cell < 4 ? blend(colours.soft, colours.card, 0.35) : colours.soft;
    dot.forEach((on, i) => {
      if (on) pixels[i] = fade(raster ? colour : small);
    });
  }
  if (kind === KIND.both)
    dot.forEach((on, i) => {
      if (on) pixels[i] = fade(colours.ink);
    });
  if (kind === KIND.pass)
    ring.forEach((on, i) => {
      if (on) pixels[i] = fade(colours.soft);
    });
  return pixels;
}

// Paint the kernels of a stage into a buffer of width × height pixels.
// how: {cell, k, colours, rowAt, columnAt (places), x, y (first pixel shown), lit (kinds, or null), weights (or null)}
export function paintStage(buffer, width, height, stage, how) {
  const { cell, colours, x, y, lit } = how;
  buffer.fill(packed(...colours.card));
  const sprites = new Map();
  const spriteOf = (kind, group) => {
    const key = kind * 1024 + (kind === KIND.raster || kind === KIND.both ? group : 0);
    if (!sprites.has(key)) {
      const dim = Boolean(lit) && !lit.includes(kind);
      sprites.set(key, sprite(kind, how.plain || colours.hue(group, stage.groups), { ...how, dim }));
    }
    return sprites.get(key);
  };
  const lefts = Array.from({ length: stage.columns }, (_, j) => Math.round(how.columnAt(j) * cell) - x);
  const shown = lefts.map((_, j) => j).filter((j) => lefts[j] > -cell && lefts[j] < width);
  const own = how.weights ? weightPainter(how) : null;
  for (let s = 0; s < stage.rows; s++) {
    const top = Math.round(how.rowAt(s) * cell) - y;
    if (top <= -cell || top >= height) continue;
    const group = stage.rowGroup(s);
    for (const j of shown) {
      const kind = stage.kind(s, j);
      if (kind === KIND.none) continue;
      const picture = own && (!lit || lit.includes(kind)) ? own(s, j, kind) : spriteOf(kind, group);
      blit(buffer, width, height, picture, cell, lefts[j], top);
    }
  }
}

function blit(buffer, width, height, picture, cell, left, top) {
  const right = Math.min(width, left + cell);
  const bottom = Math.min(height, top + cell);
  const from = Math.max(0, left);
  for (let y = Math.max(0, top); y < bottom; y++) {
    let source = (y - top) * cell + from - left;
    for (let x = from, to = y * width + from; x < right; x++) buffer[to++] = picture[source++];
  }
}

// Return a function that gives the picture of one real kernel: each tap coloured by its weight.
function weightPainter({ cell, k, colours, weights }) {
  const { taps, dot } = cellMap(cell, k);
  const scale = colourScale(colours, weights.limit);
  const colourOf = (value) => packed(...scale(value));
  const table = Array.from({ length: 256 }, (_, i) => colourOf(((i - 127.5) / 127.5) * weights.limit));
  const lookUp = (value) => table[Math.max(0, Math.min(255, Math.round((value / weights.limit) * 127.5 + 127.5)))];
  const back = packed(...colours.card);
  const frame = packed(...blend(colours.line, colours.card, 0.5));
  const picture = new Uint32Array(cell * cell);
  return (s, j, kind) => {
    const start = (s * weights.columns + j) * k * k;
    const raster = kind !== KIND.dot;
    const middle = lookUp(weights.values[start + (k * k - 1) / 2]);
    picture.fill(back);
    const between = cell > 12 ? frame : back;
    if (raster)
      taps.forEach((tap, i) => {
        picture[i] = tap ? lookUp(weights.values[start + tap - 1]) : i % cell < cell - 1 ? between : back;
      });
    else
      dot.forEach((on, i) => {
        if (on) picture[i] = middle;
      });
    return picture;
  };
}

// Return value -> [r, g, b]: blue below 0, the neutral grey of lines at 0, orange above, full at ±limit.
export function colourScale(colours, limit) {
  const middle = blend(colours.line, colours.card, 0.6);
  return (value) =>
    blend(value < 0 ? colours.left : colours.right, middle, Math.min(1, Math.abs(value) / limit) ** 0.7);
}
