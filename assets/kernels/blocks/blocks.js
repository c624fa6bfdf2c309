// C3 and CSPHet drawn beside each other. A box opens its operator in the grid.
import { make } from "../../shared/elements.js";
import { t } from "../../shared/language.js";
import { setting } from "../../shared/setting.js";
import { explained } from "../../shared/terms.js";
import { drawing, wordsOf } from "./diagram.js";
import { c3, chainOf, csphet } from "./flows.js";

const FIRST = "stage3"; // the block that is drawn at first
const SAID = ["c2f", "frame", "bottleneck"]; // terms that are explained below the names
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

  open(opens) {
    this.model.open(opens);
    this.model.toGrid();
  }

  draw() {
    const shape = this.shapes[this.choice.value];
    const words = wordsOf(shape, setting.p);
    const flows = { c3: c3(shape, words), csphet: csphet(shape, words, setting.p) };
    const acts = {
      label: ({ title, detail, opens }) => t("kernels_open_box", { title, detail, m: opens.m, n: opens.n }),
      act: ({ opens }) => this.open(opens),
    };
    Object.entries(DRAWINGS).forEach(([key, { title }]) => {
      this.says[key].replaceChildren(...explained(t(`kernels_${key}_says`, chainOf(shape.depth)), SAID));
      const description = t("kernels_flow_label", { name: title, ...shape });
      this.places[key].replaceChildren(drawing(key, flows[key], description, acts));
    });
  }

  // Anew only for another P.
  show() {
    if (this.drawn === setting.p) return;
    this.drawn = setting.p;
    this.draw();
  }
}
