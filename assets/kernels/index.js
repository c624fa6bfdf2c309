// The Kernels tab: one model that every part reads, and the parts in the order of the page.
// props: layers (variant -> [{path, operator, m, n, k, p}]), blocks, examples; see the tab's Python
import { hold } from "../shared/address/address.js";
import { make } from "../shared/elements.js";
import { count, fixed, t } from "../shared/language.js";
import { ownYolo } from "../shared/downloads/own_yolo.js";
import { listen, setting } from "../shared/setting.js";
import { Blocks } from "./blocks/blocks.js";
import { Export } from "./export/export.js";
import { Fields } from "./fields.js";
import { FilterAtWork } from "./filter/filter.js";
import { Formula } from "./formula.js";
import { Grid } from "./grid/grid.js";
import { Identity } from "./identity.js";
import { keysOf, valuesOf } from "./kernels_keys.js";
import { Links } from "./links.js";
import { Model } from "./model.js";
import { Operators } from "./operators.js";
import { isPlain, KIND, kindCounts, OPERATORS } from "./rules.js";
import { Table } from "./table.js";
import { Weights } from "./weights/weights.js";

class Kernels {
  missed = false; // something changed while the tab was hidden
  nextFrame = 0;

  constructor({ element, props, server }) {
    this.element = element;
    this.model = new Model(setting, {
      changed: () => this.show(),
      pointed: (what) => this.point(what),
      toGrid: () => this.toGrid(),
    });
    this.grid = new Grid();
    this.addParts(props, server);
    this.card = this.cardOf();
    const { model } = this;
    this.filter = new FilterAtWork(model, server, props);
    this.filter.openInGrid = (layer) => this.weights.choose(layer);
    this.below = [
      new Operators(model),
      new Identity(model, server, props.examples),
      new Blocks(model, props.blocks),
      new Export(model, server),
    ];
    const roots = this.below.map(({ root }) => root);
    element.querySelector(".hv-root").replaceChildren(this.card, this.filter.root, ...roots, ownYolo());
    this.held = hold(keysOf(model, props.layers), (values) => this.restore(values));
    this.follow();
    const { values } = this.held;
    this.restore(setting.layer ? { ...values, layer: setting.layer } : values); // asked for before this tab was first opened
  }

  addParts({ layers }, server) {
    const { model, grid } = this;
    Object.entries({
      tabindex: 0,
      role: "application",
      "aria-roledescription": t("kernels_grid_role"),
      "aria-describedby": "hetviz-kernels-keys",
    }).forEach(([name, value]) => grid.root.setAttribute(name, value));
    this.links = new Links(model, grid);
    this.formula = new Formula(model);
    this.fields = new Fields(model, grid);
    this.weights = new Weights(model, server, layers);
    this.table = new Table(model);
    this.failure = make("p", { class: "hv-error hv-kernels-problem", role: "alert" });
    this.pattern = make("p", { class: "hv-kernels-pattern", "aria-live": "polite" });
    this.legend = make("ul", { class: "hv-kernels-legend" });
    this.weightsNote = make("p", { class: "hv-small" });
  }

  cardOf() {
    const { fields, weights, links, formula, grid } = this;
    const keys = make("p", { class: "hv-small", id: "hetviz-kernels-keys" }, t("kernels_keys"));
    const left = [fields.above, grid.root, this.legend, this.weightsNote, this.pattern, keys];
    const right = [links.panel, formula.root, weights.lost.root];
    this.body = make(
      "div",
      { class: "hv-kernels-body" },
      make("div", { class: "hv-kernels-left" }, ...left),
      make("div", { class: "hv-kernels-right" }, ...right),
    );
    return make(
      "section",
      { class: "hv-card hv-kernels-main" },
      make("h3", {}, t("kernels_title")),
      make("p", { class: "hv-kernels-intro" }, t("kernels_intro")),
      fields.root,
      weights.root,
      weights.status,
      weights.failure,
      this.failure,
      this.body,
      make("h4", { class: "hv-kernels-pins-title" }, t("kernels_pins")),
      links.pinned,
      this.table.root,
    );
  }

  // Show what the address says.
  restore({ operator, shape, order, layer }) {
    this.weights.forget();
    this.model.sorted = order === "sorted";
    if (layer) this.weights.choose(layer);
    this.model.open({ operator, ...shape });
  }

  // A layer that is still to come stays in the address, and so does the last sound shape.
  keep() {
    if (!this.weights.pending && !this.model.problem()) this.held.keep(valuesOf(this.model));
  }

  toGrid() {
    this.card.scrollIntoView({ block: "start" });
    this.grid.root.focus({ preventScroll: true });
  }

  // Something else is pointed at: a cell, or what a factor of the formula counts ("lit").
  point(what) {
    if (what === "lit") this.showGrid();
    else this.filter.followGrid();
    this.links.show();
    this.formula.showPlace();
  }

  // A hidden tab does nothing; it catches up when it is shown again.
  follow() {
    const { element } = this;
    const follow = () => {
      this.missed = element.offsetParent === null;
      if (!this.missed) this.show();
    };
    listen("change", follow);
    new ResizeObserver(() => this.missed && follow()).observe(element);
    listen("layer", () => this.weights.choose(setting.layer));
    const look = { attributes: true, attributeFilter: ["class"] }; // light or dark
    new MutationObserver(follow).observe(document.body, look);
  }

  // ---- showing ----
  show() {
    const { model } = this;
    const wrong = model.problem();
    this.failure.textContent = wrong ? t(wrong.code, wrong.facts) : "";
    this.body.hidden = Boolean(wrong);
    this.fields.show();
    this.weights.show();
    this.keep();
    cancelAnimationFrame(this.nextFrame); // the grid comes first while P is dragged
    this.nextFrame = requestAnimationFrame(() => this.below.forEach((part) => part.show()));
    if (wrong) return;
    model.keepInside();
    const share = model.sorted && model.operator === "hetconv" ? 1 : 0;
    if (Math.round(this.grid.share) !== share) this.grid.sort(Boolean(share), false);
    this.showGrid();
    this.links.show();
    this.filter.followGrid();
    this.formula.show();
    this.showLegend();
    this.showWords();
    this.table.show();
  }

  showGrid() {
    const { operator, shape, stage, layer } = this.model.view();
    const { k, p } = shape;
    this.grid.show({ stage, k, p, weights: layer, lit: this.model.lit, plain: isPlain(operator, stage) });
  }

  showWords() {
    const { layer, operator, sorted } = this.model;
    const legend = layer ? t("kernels_weights_legend", { limit: fixed(layer.limit, 3) }) : "";
    const folded = layer && operator === "dualconv" ? ` ${t("kernels_dual_folded")}` : "";
    this.weightsNote.textContent = legend + folded;
    this.weightsNote.hidden = !layer;
    const key = sorted ? "kernels_sorted_says" : "kernels_stored_says";
    this.pattern.textContent = operator === "hetconv" ? t(key, this.model.shape()) : "";
  }

  // Say what the cells of the picture mean and how many there are.
  showLegend() {
    const { operator, shape, stage } = this.model.view();
    const counts = kindCounts(stage);
    const plain = isPlain(operator, stage) ? " hv-plain" : "";
    const item = ([key, kind]) => {
      const look = `hv-kernels-sign${plain} hv-kernels-sign-${key}`;
      const text = t(`kernels_kind_${key}`, { k: shape.k, count: count(counts[kind]) });
      return make("li", { "data-kind": key }, make("span", { class: look, "aria-hidden": "true" }), text);
    };
    const present = Object.entries(KIND).filter(([, kind]) => counts[kind]);
    this.legend.replaceChildren(...present.map(item));
    const facts = { name: OPERATORS[operator].name, rows: stage.rows, columns: stage.columns };
    this.grid.root.setAttribute("aria-label", t("kernels_grid_label", facts));
  }
}

export const mount = (view) => void new Kernels(view);
