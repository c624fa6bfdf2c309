// What can be chosen of the pattern: operator, M, N, K, D, the order of the grid, its stage and its size.
import { make } from "../shared/elements.js";
import { t } from "../shared/language.js";
import { partsStepper } from "../shared/controls/stepper.js";
import { KERNEL_SIZES, LIMITS, OPERATORS } from "./rules.js";

const NUMBERS = ["m", "n", "d"];
const ZOOM = 1.5;

export class Fields {
  constructor(model, grid) {
    Object.assign(this, { model, grid });
    this.numbers = Object.fromEntries(NUMBERS.map((key) => [key, this.number(key)]));
    const sizes = KERNEL_SIZES.map((k) => make("option", { value: k }, `${k} × ${k}`));
    const resize = () => model.set({ k: Number(this.size.value), layer: null });
    this.size = make("select", { onchange: resize }, ...sizes);
    const names = Object.entries(OPERATORS).map(([key, { name }]) => make("option", { value: key }, name));
    const choose = () => model.choose(this.operator.value);
    this.operator = make("select", { class: "hv-kernels-operator", onchange: choose }, ...names);
    this.parts = make("p", { class: "hv-kernels-parts" });
    const label = (key, field) => make("label", {}, t(`kernels_${key}`), field);
    this.root = make(
      "div",
      { class: "hv-kernels-controls" },
      label("operator", this.operator),
      label("m", this.numbers.m),
      label("n", this.numbers.n),
      label("k", this.size),
      label("d", this.numbers.d),
      this.parts,
    );
    this.above = this.aboveGrid();
  }

  number(key) {
    const { model } = this;
    const oninput = () => {
      const value = input.value.trim() === "" ? "–" : Number(input.value);
      model.set(key === "d" ? { d: value } : { [key]: value, layer: null });
    };
    const range = { type: "number", min: 1, max: LIMITS[key], step: 1, value: model[key], inputmode: "numeric" };
    const input = make("input", { ...range, "data-key": key, oninput });
    return input;
  }

  aboveGrid() {
    const { model, grid } = this;
    const sort = () => {
      model.sorted = this.sorted.checked;
      grid.sort(model.sorted);
      model.set({});
    };
    this.sorted = make("input", { type: "checkbox", role: "switch", onchange: sort });
    this.order = make("label", { class: "hv-kernels-switch" }, this.sorted, t("kernels_sort"));
    this.stages = make("div", { class: "hv-kernels-stages", role: "group", "aria-label": t("kernels_stages") });
    const zoom = (key, text, size) => {
      const attributes = { type: "button", class: "hv-kernels-zoom", "aria-label": t(`kernels_zoom_${key}`) };
      return make("button", { ...attributes, onclick: () => grid.zoomTo(size()) }, text);
    };
    const zooms = [
      zoom("out", "−", () => grid.zoom / ZOOM),
      zoom("fit", "⤢", () => 1),
      zoom("in", "+", () => grid.zoom * ZOOM),
    ];
    const row = [partsStepper(), this.order, this.stages, make("div", { class: "hv-kernels-zooms" }, ...zooms)];
    return make("div", { class: "hv-kernels-above" }, ...row);
  }

  show() {
    const { model } = this;
    this.operator.value = model.operator;
    this.size.value = model.k;
    NUMBERS.forEach((key) => {
      const input = this.numbers[key];
      if (Number(input.value) !== model[key] && Number.isInteger(model[key])) input.value = model[key];
    });
    this.sorted.checked = model.sorted;
    this.sorted.disabled = model.operator !== "hetconv";
    this.order.title = this.sorted.disabled ? t("kernels_sort_none") : "";
    this.parts.textContent = this.partsText();
    this.showStages();
  }

  partsText() {
    const { p } = this.model.shape();
    const { divisor } = OPERATORS[this.model.operator];
    if (this.model.layer) return t(divisor ? "kernels_layer_parts" : "kernels_layer_no_parts", { name: divisor, p });
    if (!divisor) return t("kernels_no_parts");
    return divisor === "G" ? t("kernels_groups", { p }) : "";
  }

  // One button a stage, where there are several.
  showStages() {
    const { model } = this;
    const list = model.problem() ? [] : model.stages();
    const button = (_, index) => {
      const pressed = { "aria-pressed": String(index === model.stage), onclick: () => model.set({ stage: index }) };
      const text = t("kernels_stage", { index: index + 1, count: list.length });
      return make("button", { type: "button", class: "hv-kernels-stage", ...pressed }, text);
    };
    this.stages.replaceChildren(...(list.length < 2 ? [] : list.map(button)));
  }
}
