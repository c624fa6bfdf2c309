// Arithmetic of maps and curves. A map comes as shares of its peak in 16 bits.
import { bytesOf } from "../shared/bytes.js";

// Return {width, height, peak, shares} of what the server packed (see box_maps.packed).
export function unpack({ width, height, peak, values }) {
  const view = new DataView(bytesOf(values).buffer);
  const share = (_, index) => view.getUint16(2 * index, true) / 65535;
  return { width, height, peak, shares: Float32Array.from({ length: width * height }, share) };
}

// Return the pixels of a map, four bytes each, by a table of 256 colours [r, g, b]; factor scales the shares first.
export function pixelsOf(shares, colours, factor = 1) {
  const pixels = new Uint8ClampedArray(4 * shares.length);
  shares.forEach((share, index) => {
    const [r, g, b] = colours[Math.min(255, Math.round(255 * share * factor))];
    pixels.set([r, g, b, 255], 4 * index);
  });
  return pixels;
}

// Return the area under a curve [[x, y], ...] by trapezoids.
export const areaUnder = (points) =>
  points.slice(1).reduce((sum, [x, y], index) => sum + ((x - points[index][0]) * (y + points[index][1])) / 2, 0);

const ROOM = { width: 320, height: 200, left: 44, bottom: 26, edge: 10 };

// Return {width, height, left, edge, top, x, y}: where values lie on a chart of curves [[x, y], ...] over 0..1. The y
// axis starts at 0, and ends a little above the highest value.
export function chartScale(curves) {
  const { width, height, left, bottom, edge } = ROOM;
  const top = Math.max(0.01, ...curves.flatMap((points) => points.map(([, y]) => y))) * 1.05;
  const x = (value) => left + value * (width - left - edge);
  const y = (value) => height - bottom - (value / top) * (height - bottom - edge);
  return { width, height, left, edge, top, x, y };
}

// Return whether two published pictures were examined by the same detectors.
export const sameVariants = (a, b) => a?.variants.left === b?.variants.left && a?.variants.right === b?.variants.right;

const STRIDES = { P3: 8, P4: 16, P5: 32 };

// Return the stride in pixels of the output level that answered for a box, as the server names it.
export const strideOf = (level) => STRIDES[level];
