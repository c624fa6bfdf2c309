// C3 and CSPHet drawn beside each other. A box opens its operator in the grid.
import { make, makeSvg } from "../../shared/elements.js";
import { t } from "../../shared/language.js";
import { setting } from "../../shared/setting.js";
import { explained } from "../../shared/terms.js";
import { c3, chainOf, csphet } from "./flows.js";

const FIRST = "stage3"; // the block that is drawn at first
const SAID = ["c2f", "frame", "bottleneck"]; // terms that are explained below the names
const TITLE_Y = { above: 19, below: 36 }; // of the two lines in a box

const pointsText = (points) => points.map((point) => point.join(",")).join(" ");

// Return the elements of a part of a flow, by its kind; `name` tells the two drawings' arrow heads apart.
const DRAW = {
  text: ({ x, y, text, look, anchor }) =>
    makeSvg("text", { x, y, class: `hv-flow-${look}`, "text-anchor": anchor }, text),
  line: ({ points }) => makeSvg("polyline", { points: pointsText(points), class: "hv-flow-line" }),
  arrow: ({ points }, name) => {
    const head = { "marker-end": `url(#hv-arrow-${name})` };
    return makeSvg("polyline", { points: pointsText(points), class: "hv-flow-arrow", ...head });
  },
  bar: ({ x, y, width, height }) => makeSvg("rect", { x, y, width, height, rx: 8, class: "hv-flow-concat" }),
  box: (part, name, open) => box(part, open),
};

function box({ x, y, width, height, middle, title, detail, opens }, open) {
  const words = (dy, look, text) =>
    makeSvg("text", { x: middle, y: y + dy, class: `hv-flow-${look}`, "text-anchor": "middle" }, text);
  const act = () => open(opens);
  const label = t("kernels_open_box", { title, m: opens.m, n: opens.n });
  const attributes = { class: "hv-flow-box hv-flow-opens", role: "button", tabindex: 0, "aria-label": label };
  const texts = [words(TITLE_Y.above, "title", title), words(TITLE_Y.below, "detail", detail)];
  const group = makeSvg("g", attributes, makeSvg("rect", { x, y, width, height, rx: 9 }), ...texts);
  group.addEventListener("click", act);
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  });
  return group;
}

function drawing(name, { width, height, parts }, description, open) {
  const head = makeSvg("path", { d: "M0 0 L8 4 L0 8 z", class: "hv-flow-head" });
  const size = { viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" };
  const marker = makeSvg("marker", { id: `hv-arrow-${name}`, ...size }, head);
  const attributes = { class: `hv-flow hv-flow-${name}`, role: "group", "aria-label": description };
  const elements = parts.map((part) => DRAW[part.kind](part, name, open));
  return makeSvg("svg", { viewBox: `0 0 ${width} ${height}`, ...attributes }, makeSvg("defs", {}, marker), ...elements);
}

const DRAWINGS = { c3: { side: "left", title: "C3" }, csphet: { side: "right", title: "CSPHet" } };

export class Blocks {
  drawn = null; // the P that is drawn

  constructor(model, shapes) {
    Object.assign(this, { model, shapes });
    const option = (shape, index) =>
      make("option", { value: index, selected: shape.path === FIRST }, t("kernels_block_option", shape));
    const onchange = () => this.draw();
    this.choice = make("select", { class: "hv-kernels-block", onchange }, ...shapes.map(option));
    this.places = { c3: make("div", {}), csphet: make("div", {}) };
    this.says = { c3: make("p", { class: "hv-small" }), csphet: make("p", { class: "hv-small" }) };
    const sections = Object.entries(DRAWINGS).map(([key, { side, title }]) => {
      const heading = make("h4", { class: `hv-kernels-${side}-name` }, ...explained(title, [key]));
      return make("section", {}, heading, this.says[key], this.places[key]);
    });
    this.root = make(
      "section",
      { class: "hv-card hv-kernels-blocks" },
      make("h3", {}, t("kernels_blocks")),
      make("p", {}, t("kernels_blocks_intro")),
      make("label", {}, t("kernels_block"), this.choice),
      make("div", { class: "hv-kernels-two" }, ...sections),
    );
  }

  words({ hidden }) {
    return {
      unit: t("kernels_flow_unit"),
      bare: t("kernels_flow_bare"),
      nothing: t("kernels_flow_nothing"),
      dual: setting.p > 1 ? t("kernels_flow_dual", setting) : t("kernels_flow_dual_single"),
      concat: t("kernels_concat"),
      split: t("kernels_split", { parts: 2 * hidden, hidden }),
    };
  }

  open(opens) {
    this.model.open(opens);
    this.model.toGrid();
  }

  draw() {
    const shape = this.shapes[this.choice.value];
    const words = this.words(shape);
    const flows = { c3: c3(shape, words), csphet: csphet(shape, words, setting.p) };
    Object.entries(DRAWINGS).forEach(([key, { title }]) => {
      this.says[key].replaceChildren(...explained(t(`kernels_${key}_says`, chainOf(shape.depth)), SAID));
      const description = t("kernels_flow_label", { name: title, ...shape });
      this.places[key].replaceChildren(drawing(key, flows[key], description, (opens) => this.open(opens)));
    });
  }

  // Anew only for another P.
  show() {
    if (this.drawn === setting.p) return;
    this.drawn = setting.p;
    this.draw();
  }
}
