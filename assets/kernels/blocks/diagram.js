// A flow diagram of `flows` as SVG. What its boxes do is told by whoever draws it.
import { makeSvg } from "../../shared/elements.js";
import { t } from "../../shared/language.js";

const TITLE_Y = { above: 19, below: 36 }; // of the two lines in a box

const pointsText = (points) => points.map((point) => point.join(",")).join(" ");

// Return the elements of a part of a flow, by its kind; `name` tells drawings' arrow heads apart.
const DRAW = {
  text: ({ x, y, text, look, anchor }) =>
    makeSvg("text", { x, y, class: `hv-flow-${look}`, "text-anchor": anchor }, text),
  line: ({ points }) => makeSvg("polyline", { points: pointsText(points), class: "hv-flow-line" }),
  arrow: ({ points }, name) => {
    const head = { "marker-end": `url(#hv-arrow-${name})` };
    return makeSvg("polyline", { points: pointsText(points), class: "hv-flow-arrow", ...head });
  },
  bar: ({ x, y, width, height }) => makeSvg("rect", { x, y, width, height, rx: 8, class: "hv-flow-concat" }),
  box: (part, name, acts) => box(part, acts),
};

function box(part, { label, act }) {
  const { x, y, width, height, middle, title, detail } = part;
  const words = (dy, look, text) =>
    makeSvg("text", { x: middle, y: y + dy, class: `hv-flow-${look}`, "text-anchor": "middle" }, text);
  const attributes = { class: "hv-flow-box hv-flow-opens", role: "button", tabindex: 0, "aria-label": label(part) };
  const texts = [words(TITLE_Y.above, "title", title), " ", words(TITLE_Y.below, "detail", detail)];
  const group = makeSvg("g", attributes, makeSvg("rect", { x, y, width, height, rx: 9 }), ...texts);
  group.addEventListener("click", () => act(part, group));
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act(part, group);
  });
  return group;
}

// Return the drawing of a flow, by a name of its own; acts: {label(box), act(box, element)}.
export function drawing(name, { width, height, parts }, description, acts) {
  const head = makeSvg("path", { d: "M0 0 L8 4 L0 8 z", class: "hv-flow-head" });
  const size = { viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" };
  const marker = makeSvg("marker", { id: `hv-arrow-${name}`, ...size }, head);
  const attributes = { class: `hv-flow hv-flow-${name}`, role: "group", "aria-label": description };
  const elements = parts.map((part) => DRAW[part.kind](part, name, acts));
  return makeSvg("svg", { viewBox: `0 0 ${width} ${height}`, ...attributes }, makeSvg("defs", {}, marker), ...elements);
}

// Return what `flows` writes into the drawing of a block.
export const wordsOf = ({ hidden }, p) => ({
  unit: t("kernels_flow_unit"),
  bare: t("kernels_flow_bare"),
  nothing: t("kernels_flow_nothing"),
  dual: p > 1 ? t("kernels_flow_dual", { p }) : t("kernels_flow_dual_single"),
  concat: t("kernels_concat"),
  split: t("kernels_split", { parts: 2 * hidden, hidden }),
});
