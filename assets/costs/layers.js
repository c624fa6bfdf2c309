// Layer by layer: two detectors laid beside each other, block by block; a block opens to its layers.
import { make } from "../shared/elements.js";
import { count, fixed, t } from "../shared/language.js";
import { hasTab, openLayer } from "../shared/address/navigation.js";
import { modelName } from "../shared/variants.js";
import { aligned, byBlock, layerOf, sums } from "./alignment.js";
import { cell, choice, difference, heading, room, select, small } from "./controls.js";
import { families, het, inFamily, originalOf, withoutChoice } from "./detectors.js";

const MOVING = "moving"; // stands for the CSPHet of the page's P
const MOVING_FAMILY = "v5n";
const SILENT = ["upsample", "expectation"]; // operators without kernels to show
const mega = (value) => fixed(value / 1e6, 2);

// Return what may stand beside a family's original: [variant, text].
function offered(family) {
  const moves = family === MOVING_FAMILY;
  const list = moves ? withoutChoice(family) : inFamily(family);
  const others = list.filter((variant) => variant !== originalOf(variant));
  const named = others.map((variant) => [variant, modelName(variant)]);
  return moves ? [[MOVING, t("costs_moving")], ...named] : named;
}

export class Layers {
  other = MOVING;
  measure = "params";
  open = new Set();

  constructor(costs) {
    this.costs = costs;
    this.table = make("table", { class: "hv-layers" });
    this.convention = small();
    const action = (key, onclick) => make("button", { type: "button", class: "hv-secondary", onclick }, t(key));
    const buttons = [
      action("costs_open_all", () => this.openAll(true)),
      action("costs_close_all", () => this.openAll(false)),
    ];
    this.root = room(
      "layers",
      make("p", {}, t("costs_layers_lead")),
      make("div", { class: "hv-controls" }, ...this.controls()),
      make("div", { class: "hv-actions" }, ...buttons),
      make("div", { class: "hv-scroll" }, this.table),
      this.convention,
    );
  }

  controls() {
    const beside = select(t("costs_beside"), offered(MOVING_FAMILY), MOVING, (value) => {
      this.other = value;
      this.show();
    });
    const family = choice(t("costs_family"), families(), MOVING_FAMILY, (value) => {
      const options = offered(value);
      [[this.other]] = options;
      beside.offer(options, this.other);
      this.show();
    });
    const measures = [
      ["params", t("parameters")],
      ["operations", t("costs_operations")],
    ];
    const by = choice(t("costs_bars_of"), measures, "params", (value) => {
      this.measure = value;
      this.show();
    });
    return [family.root, beside.root, by.root];
  }

  right() {
    return this.other === MOVING ? het() : this.other;
  }

  left() {
    return originalOf(this.right());
  }

  layersOf(variant) {
    return this.costs.answer.variants[variant].layers.map(layerOf);
  }

  openAll(opened) {
    this.open.clear();
    if (opened) this.layersOf(this.right()).forEach(({ block }) => this.open.add(block));
    this.show();
  }

  openBlock(name) {
    this.open.add(name);
    this.show();
    this.table.querySelector(`[data-block="${name}"]`)?.focus();
  }

  show() {
    if (!this.costs.answer) return;
    const places = aligned(this.layersOf(this.left()), this.layersOf(this.right()));
    const blocks = byBlock(places);
    const all = [...blocks.values()].flat();
    const largest = Math.max(...[...blocks.values()].flatMap((pairs) => sums(pairs)[this.measure]));
    const rows = [...blocks].flatMap(([name, pairs]) => [
      this.blockRow(name, pairs, largest),
      ...(this.open.has(name) ? pairs.map((pair) => this.layerRow(pair, largest)) : []),
    ]);
    const title = make("th", { scope: "row" }, t("costs_total"));
    const numbers = this.numbers(all, sums(all)[this.measure][0] || 1);
    const total = make("tr", { class: "hv-total", "data-path": "total" }, title, ...numbers);
    const caption = make("caption", { class: "hv-hidden" }, t("costs_room_layers"));
    this.table.replaceChildren(caption, this.heading(), make("tbody", {}, ...rows, total));
    this.convention.textContent = this.costs.convention();
  }

  heading() {
    const unit = this.costs.unit("M");
    const [left, right] = [modelName(this.left()), modelName(this.right())];
    return heading([
      t("costs_block"),
      [left, "hv-left"],
      [right, "hv-right"],
      t("costs_difference_params"),
      [`${left}, ${unit}`, "hv-left"],
      [`${right}, ${unit}`, "hv-right"],
      `${t("difference_short")}, ${unit}`,
      "",
    ]);
  }

  numbers(pairs, largest) {
    const sum = sums(pairs);
    const cells = ([left, right], text) => [cell(text(left)), cell(text(right)), difference(right, left, text)];
    return [...cells(sum.params, count), ...cells(sum.operations, mega), bars(sum[this.measure], largest)];
  }

  blockRow(name, pairs, largest) {
    const onclick = () => {
      if (!this.open.delete(name)) this.open.add(name);
      this.show();
      this.table.querySelector(`[data-block="${name}"]`).focus();
    };
    const expanded = { "aria-expanded": String(this.open.has(name)), "data-block": name };
    const button = make("button", { type: "button", class: "hv-toggle", ...expanded, onclick }, name);
    const head = make("th", { scope: "row" }, button);
    return make("tr", { class: "hv-block", "data-path": name }, head, ...this.numbers(pairs, largest));
  }

  layerRow(pair, largest) {
    const [left, right] = pair;
    const { place, inside } = left || right;
    const same = left && right && left.operator === right.operator;
    const sides = same
      ? [[right, this.right(), ""]]
      : [
          [left, this.left(), "hv-side-left"],
          [right, this.right(), "hv-side-right"],
        ];
    const names = sides.map(([layer, variant, kind]) => operatorOf(layer, variant, kind));
    const head = make("th", { scope: "row" }, make("span", {}, inside), ...names);
    return make("tr", { class: "hv-layer", "data-path": place }, head, ...this.numbers([pair], largest));
  }
}

// Return a layer's operator, which opens in Kernels, with its detector where the two sides differ (kind is not "").
function operatorOf(layer, variant, kind) {
  if (!layer || SILENT.includes(layer.operator)) return null;
  const text = `${layer.operator}  ${layer.m}→${layer.n}`;
  const attributes = {
    type: "button",
    class: "hv-operator hv-link",
    onclick: () => openLayer({ variant, path: layer.path }),
    "aria-label": t("costs_open_layer", { name: modelName(variant), path: layer.path }),
  };
  const element = hasTab("kernels") ? make("button", attributes, text) : make("span", { class: "hv-operator" }, text);
  return make("span", { class: kind ? `hv-side ${kind}` : "hv-side" }, kind && `${modelName(variant)}: `, element);
}

function bars(values, largest) {
  const pair = ["left", "right"].map((side, index) => {
    const bar = make("span", { class: `hv-cost-bar hv-cost-bar-${side}` });
    bar.style.width = `${(100 * values[index]) / largest}%`;
    return bar;
  });
  return make("td", { class: "hv-bars", "aria-hidden": "true" }, ...pair);
}
