// Painting maps and kernels in one signed colour scale: blue below 0, orange above.
import { palette } from "../grid/palette.js";
import { colourScale, css, packed } from "../grid/pixels.js";

const STOPS = 11;
const FAINT = 0.18;

// Return value -> [r, g, b] of the page as it looks now, full at ±limit.
export const scaleOf = (limit) => colourScale(palette(), limit || 1);

const LEVELS = 256;
const tables = new Map(); // palette -> the scale as a table of colours, as canvases hold them

function tableOf(colours) {
  if (!tables.has(colours)) {
    const scale = colourScale(colours, 1);
    const colourAt = (_, i) => packed(...scale((2 * i) / (LEVELS - 1) - 1));
    tables.set(colours, Uint32Array.from({ length: LEVELS }, colourAt));
  }
  return tables.get(colours);
}

// Paint maps of one size below each other on a canvas, a pixel of it for each of theirs. maps: [{map, limit}]
export function paintMaps(canvas, maps, { width, height }) {
  Object.assign(canvas, { width, height: height * maps.length });
  const context = canvas.getContext("2d");
  const image = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  const table = tableOf(palette());
  const half = (LEVELS - 1) / 2;
  maps.forEach(({ map, limit }, index) => {
    const scale = half / (limit || 1);
    for (let i = 0; i < map.length; i++) {
      pixels[index * map.length + i] = table[Math.max(0, Math.min(LEVELS - 1, Math.round(map[i] * scale + half)))];
    }
  });
  context.putImageData(image, 0, 0);
}

// Paint a map on a canvas of its own size.
export function paintMap(canvas, map, layer, limit) {
  paintMaps(canvas, [{ map, limit }], layer);
  return canvas;
}

// Return the scale as a bar in CSS.
export function gradient() {
  const scale = scaleOf(1);
  const colours = Array.from({ length: STOPS }, (_, i) => css(scale((2 * i) / (STOPS - 1) - 1)));
  return `linear-gradient(90deg, ${colours.join(", ")})`;
}

// Draw a kernel into a square: K×K taps, or a dot; beside a K×K one a dot stands at its right. One that is off is faint.
export function drawKernel(context, { j, kxk, dot, hasKxk, hasDot }, { layer, s, limit }, { x, y, side }) {
  const { m, k } = layer;
  const scale = scaleOf(limit);
  const square = (value, left, top, size, on) => {
    context.globalAlpha = on ? 1 : FAINT;
    context.fillStyle = css(scale(value));
    context.fillRect(left, top, size, size);
    context.globalAlpha = 1;
  };
  const tap = side / k;
  for (let i = 0; hasKxk && i < k * k; i++) {
    const [left, top] = [x + (i % k) * tap, y + Math.floor(i / k) * tap];
    square(layer.kxk[(s * m + j) * k * k + i], left, top, tap - 0.75, kxk !== null);
  }
  const left = hasKxk ? x + side + 2 : x + tap;
  if (hasDot) square(layer.dots[s * m + j], left, y + tap, tap, dot !== null);
}
