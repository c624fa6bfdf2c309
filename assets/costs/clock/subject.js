// What the clock is to measure: one layer, or whole detectors, the visitor's own among them.
import { make } from "../../shared/elements.js";
import { t } from "../../shared/language.js";
import { isOwn, ownOf } from "../../shared/variants.js";
import { setting } from "../../shared/setting.js";
import { choice, select } from "../controls.js";
import { het, originalOf, title } from "../detectors.js";

const squares = (sides) => sides.map((side) => [side, `${side} × ${side}`]);

export class Subject {
  scope = "layer";
  layer = { channels: 64, side: 40 };

  // changed(): something else is to be measured.
  constructor({ variants, clock }, changed) {
    Object.assign(this, { changed, most: clock.most, common: clock.sizes, sizes: clock.sizes });
    this.size = clock.sizes.includes(setting.size) ? setting.size : clock.sizes[0];
    this.variants = new Set([originalOf(het()), het()]);
    this.named = variants.map((variant) => this.box(variant));
    this.own = []; // boxes of the visitor's own detectors
    this.layerFields = this.layerFieldsOf(clock);
    this.detectorFields = this.detectorFieldsOf(clock);
    const scopes = [
      ["layer", t("costs_scope_layer")],
      ["detector", t("costs_scope_detectors")],
    ];
    const scope = choice(t("costs_clock_scope"), scopes, this.scope, (value) => {
      this.scope = value;
      this.layerFields.hidden = value !== "layer";
      this.detectorFields.hidden = value === "layer";
      this.changed();
    });
    this.parts = [scope.root, this.layerFields, this.detectorFields];
  }

  get boxes() {
    return [...this.named, ...this.own];
  }

  // Offer the visitor's own detectors, a new one chosen as long as there is room, and the sizes of their files.
  offer(keys) {
    const known = this.own.map(({ input }) => input.value);
    [...this.variants].filter((key) => ownOf(key) && !isOwn(key)).forEach((key) => this.variants.delete(key));
    keys
      .filter((key) => !known.includes(key) && this.variants.size < this.most)
      .forEach((key) => this.variants.add(key));
    this.own = keys.map((key) => this.box(key));
    this.checks.replaceChildren(...this.boxes.map(({ root }) => root));
    this.sizes = [...new Set([...this.common, ...keys.map((key) => ownOf(key).size)])].sort((a, b) => a - b);
    if (!this.sizes.includes(this.size)) [this.size] = this.common;
    this.sizeField.offer(squares(this.sizes), this.size);
    this.changed();
  }

  layerFieldsOf({ channels, sides }) {
    const widths = channels.map((m) => [m, `${m} → ${m}`]);
    const change = (key) => (value) => Object.assign(this.layer, { [key]: value });
    const fields = [
      select(t("costs_clock_channels"), widths, this.layer.channels, change("channels")),
      select(t("costs_clock_side"), squares(sides), this.layer.side, change("side")),
    ];
    return make("div", { class: "hv-controls" }, ...fields.map(({ root }) => root));
  }

  box(variant) {
    const onchange = () => {
      if (input.checked) this.variants.add(variant);
      else this.variants.delete(variant);
      this.changed();
    };
    const checked = this.variants.has(variant);
    const input = make("input", { type: "checkbox", value: variant, checked, onchange });
    return { input, root: make("label", { class: "hv-check" }, input, make("span", {}, title(variant))) };
  }

  detectorFieldsOf({ sizes, most }) {
    this.sizeField = select(t("input_size"), squares(sizes), this.size, (side) => {
      this.size = side;
      this.changed();
    });
    const legend = make("legend", {}, t("costs_clock_detectors", { most }));
    this.checks = make("div", { class: "hv-checks" }, ...this.named.map(({ root }) => root));
    const choices = make("fieldset", { class: "hv-choice" }, legend, this.checks);
    return make("div", { hidden: true, class: "hv-clock-detectors" }, choices, this.sizeField.root);
  }

  // No more detectors can be chosen than are measured together.
  limit() {
    this.boxes.forEach(({ input }) => {
      input.disabled = !input.checked && this.variants.size >= this.most;
    });
  }

  // The page's size, where it can be measured at it.
  follow(size) {
    if (!this.sizes.includes(size)) return;
    this.size = size;
    this.sizeField.choose(size);
  }

  empty() {
    return this.scope === "detector" && !this.variants.size;
  }

  question() {
    const { scope, layer, size } = this;
    return scope === "layer" ? { scope, ...layer, p: setting.p } : { scope, variants: [...this.variants], size };
  }

  hasOwn() {
    return [...this.variants].some(ownOf);
  }

  // The visitor's own ones have no name that a command knows.
  command() {
    const variants = [...this.variants].filter((variant) => !ownOf(variant)).join(",") || originalOf(het());
    return `python -m hetviz.measure --variants ${variants} --size ${this.size} --json`;
  }
}
