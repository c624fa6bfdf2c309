// Painting of numbers: maps by a table of colours, and small line charts. Values come as shares of a peak in 16 bits.
// Return {width, height, peak, shares} of what the server packed (see heat_maps.packed).
import { make } from "../shared/elements.js";

export function unpack({ width, height, peak, values }) {
  const bytes = Uint8Array.from(atob(values), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return {
    width,
    height,
    peak,
    shares: Float32Array.from({ length: width * height }, (_, i) => view.getUint16(2 * i, true) / 65535),
  };
}

// Paint a map on a canvas of its own size; factor scales the shares before a colour is looked up.
export function paint(canvas, map, colours, factor = 1) {
  canvas.width = map.width;
  canvas.height = map.height;
  const context = canvas.getContext("2d");
  const image = context.createImageData(map.width, map.height);
  map.shares.forEach((share, index) => {
    const colour = colours[Math.min(255, Math.round(255 * share * factor))];
    image.data.set([colour[0], colour[1], colour[2], 255], 4 * index);
  });
  context.putImageData(image, 0, 0);
}

// Return a new canvas with a packed map on it.
export function painted(packed, colours, label) {
  const canvas = make("canvas", { role: "img", "aria-label": label });
  paint(canvas, unpack(packed), colours);
  return canvas;
}

const node = (tag, attributes, ...children) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
};

// Return a chart of curves over 0..1, each {points: [[x, y], ...], className}; the y axis starts at 0.
export function chart(curves, label, text) {
  const [width, height, left, bottom] = [320, 200, 44, 26];
  const top = Math.max(0.01, ...curves.flatMap(({ points }) => points.map(([, y]) => y))) * 1.05;
  const x = (value) => left + value * (width - left - 10);
  const y = (value) => height - bottom - (value / top) * (height - bottom - 10);
  const line = (value) => node("line", { x1: left, x2: width - 10, y1: y(value), y2: y(value), class: "hv-grid" });
  const words = (value, attributes) => node("text", attributes, value);
  const marks = [0, top / 2, top].flatMap((value) => [
    line(value),
    words(text(value), { x: left - 6, y: y(value) + 4, "text-anchor": "end" }),
  ]);
  const stops = [0, 0.5, 1].map((value) =>
    words(`${100 * value} %`, { x: x(value), y: height - 6, "text-anchor": value === 1 ? "end" : "middle" }),
  );
  const paths = curves.map(({ points, className }) =>
    node("polyline", {
      class: className,
      points: points.map((point) => `${x(point[0])},${y(point[1])}`).join(" "),
    }),
  );
  return node(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, class: "hv-chart" },
    ...marks,
    ...stops,
    ...paths,
  );
}

// Return the area under a curve by trapezoids.
export const areaUnder = (points) =>
  points.slice(1).reduce((sum, [x, y], index) => sum + ((x - points[index][0]) * (y + points[index][1])) / 2, 0);
