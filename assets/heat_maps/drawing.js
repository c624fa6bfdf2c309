// Drawing of maps on canvases, and of small line charts.
import { make, makeSvg } from "../shared/elements.js";
import { chartScale, pixelsOf, unpack } from "./maps.js";

// Paint a map on a canvas of its own size; factor scales the shares before a colour is looked up.
export function paintMap(canvas, { width, height, shares }, colours, factor = 1) {
  Object.assign(canvas, { width, height });
  const pixels = new ImageData(pixelsOf(shares, colours, factor), width, height);
  canvas.getContext("2d").putImageData(pixels, 0, 0);
}

// Return a new canvas with a packed map on it.
export function painted(packed, colours, label) {
  const canvas = make("canvas", { role: "img", "aria-label": label });
  paintMap(canvas, unpack(packed), colours);
  return canvas;
}

// Return a chart of curves over 0..1, each {points: [[x, y], ...], className}; `text` writes a value of the y axis.
export function chart(curves, label, text) {
  const { width, height, left, edge, top, x, y } = chartScale(curves.map(({ points }) => points));
  const marks = [0, top / 2, top].flatMap((value) => [
    makeSvg("line", { x1: left, x2: width - edge, y1: y(value), y2: y(value), class: "hv-grid" }),
    makeSvg("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end" }, text(value)),
  ]);
  const stops = [0, 0.5, 1].map((value) => {
    const anchor = value === 1 ? "end" : "middle";
    return makeSvg("text", { x: x(value), y: height - 6, "text-anchor": anchor }, `${100 * value} %`);
  });
  const paths = curves.map(({ points, className }) => {
    const places = points.map(([own, value]) => `${x(own)},${y(value)}`).join(" ");
    return makeSvg("polyline", { class: className, points: places });
  });
  const attributes = { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, class: "hv-chart" };
  return makeSvg("svg", attributes, ...marks, ...stops, ...paths);
}
