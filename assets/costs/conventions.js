// Conventions: the settings under which everything in the tab is counted, who counts so, and all detectors under them.
import { make } from "../shared/elements.js";
import { count, fixed, t, together } from "../shared/language.js";
import { setting } from "../shared/setting.js";
import { listenToOwn } from "../shared/own/own_detectors.js";
import { countedAs, modelName, ownOf } from "../shared/variants.js";
import { cell, choice, difference, heading, room, select, small, whole } from "./controls.js";
import { families, het, inFamily, originalOf } from "./detectors.js";

const PRESETS = {
  page: () => ({ classes: setting.classes, size: setting.size, flops: true, fused: false, terms: "convolutions" }),
  log: () => ({ classes: 80, size: 640, flops: true, fused: false, terms: "thop" }),
  paper: () => ({ flops: false, fused: false, terms: "convolutions" }),
};
const TERMS = ["convolutions", "norm", "thop"];
const giga = (value) => fixed(value, 3);

function controlsOf(costs) {
  const { props, state } = costs;
  const change = (key) => (value) => costs.set({ [key]: value });
  const units = [
    [true, t("costs_flops")],
    [false, t("costs_macs")],
  ];
  const norms = [
    [false, t("costs_unfused")],
    [true, t("costs_fused")],
  ];
  const sizes = props.sizes.map((size) => [size, `${size} × ${size}`]);
  const terms = TERMS.map((key) => [key, t(`costs_terms_${key}`)]);
  return {
    classes: whole(t("classes"), props.largest.classes, state.classes, change("classes")),
    size: select(t("input_size"), sizes, state.size, change("size")),
    flops: choice(t("costs_unit"), units, state.flops, change("flops")),
    fused: choice("BatchNorm", norms, state.fused, change("fused")),
    terms: select(t("costs_terms"), terms, state.terms, change("terms")),
  };
}

function presetOf(costs, key, values) {
  const words = [make("strong", {}, t(`costs_preset_${key}`)), make("span", {}, t(`costs_preset_${key}_says`))];
  const onclick = () => costs.set(values());
  return { values, button: make("button", { type: "button", class: "hv-preset", onclick }, ...words) };
}

export class Conventions {
  own = []; // the visitor's own detectors

  constructor(costs) {
    this.costs = costs;
    this.controls = controlsOf(costs);
    this.presets = Object.entries(PRESETS).map(([key, values]) => presetOf(costs, key, values));
    this.table = make("table", { class: "hv-detectors" });
    this.convention = make("p", { class: "hv-small", role: "status" });
    const buttons = this.presets.map(({ button }) => button);
    const controls = Object.values(this.controls).map(({ root }) => root);
    this.root = room(
      "conventions",
      make("p", {}, t("costs_conventions_lead")),
      make("div", { class: "hv-presets", role: "group", "aria-label": t("costs_presets") }, ...buttons),
      make("div", { class: "hv-controls" }, ...controls),
      make("div", { class: "hv-scroll" }, this.table),
      this.convention,
      small(t("costs_map_note")),
    );
    listenToOwn((keys) => {
      this.own = keys;
    });
  }

  // The row of a detector, or of the visitor's own by the counts of its blocks.
  row(variant) {
    const { answer, props } = this.costs;
    const counted = countedAs(variant);
    const original = originalOf(counted);
    const [own, reference] = [answer.variants[counted], answer.variants[original]];
    const trained = props.trained[variant];
    const kind = variant === original ? "hv-original" : variant === het() || ownOf(variant) ? "hv-current" : "";
    return make(
      "tr",
      { class: kind, "data-variant": variant },
      make("th", { scope: "row" }, modelName(variant)),
      cell(count(own.params), "hv-params"),
      difference(own.params, reference.params, count),
      cell(giga(own.operations / 1e9), "hv-giga"),
      difference(own.operations / 1e9, reference.operations / 1e9, giga),
      cell(trained ? fixed(trained.map50, 3) : "–"),
    );
  }

  showControls() {
    const { state } = this.costs;
    Object.entries(this.controls).forEach(([key, control]) => control.choose(state[key]));
    this.presets.forEach(({ button, values }) => {
      const pressed = Object.entries(values()).every(([key, value]) => state[key] === value);
      button.setAttribute("aria-pressed", String(pressed));
    });
  }

  show() {
    this.showControls();
    if (!this.costs.answer) return;
    const unit = t("costs_unit_at", this.costs.countedAt());
    const against = t("costs_against");
    const columns = [t("costs_detector"), t("parameters"), against, unit, against, this.costs.mapTitle()];
    const family = (name) => make("tr", { class: "hv-family" }, make("th", { scope: "rowgroup", colspan: 6 }, name));
    const rows = families().flatMap(([key, name]) => [
      family(name),
      ...inFamily(key).map((variant) => this.row(variant)),
    ]);
    if (this.own.length) rows.push(family(t("own_detectors")), ...this.own.map((key) => this.row(key)));
    const caption = make("caption", { class: "hv-hidden" }, t("costs_room_conventions"));
    this.table.replaceChildren(caption, heading(columns), make("tbody", {}, ...rows));
    const unscored = this.own.map((key) => t("own_map", { model: modelName(key) }));
    this.convention.textContent = together(this.costs.convention(), this.costs.otherSize(), ...unscored);
  }
}
