// How a box is explained: method, layer, score; and how the maps are shown: scale and opacity.
import { make } from "../shared/elements.js";
import { t, together } from "../shared/language.js";
import { explained } from "../shared/terms.js";
import { strideOf } from "./maps.js";

function choice(id, values, text, onchange) {
  const options = values.map((value) => make("option", { value }, text(value)));
  const field = make("select", { id: `hetviz-heat-${id}`, onchange }, ...options);
  return { field, label: make("label", {}, t(`heat_${id}`), field) };
}

// asks(): another explanation is wanted; scales(): the colour scale has changed; fades(opacity): the opacity has.
export class Options {
  constructor({ methods, layers, scores, defaults }, { asks, scales, fades }) {
    this.fades = fades;
    this.method = choice("method", methods, (value) => t(`method_name_${value}`), asks);
    this.method.field.value = defaults.method;
    this.layer = choice("layer", ["", ...layers], (value) => t(`layer_${value || "auto"}`), asks);
    this.score = choice("score", scores, (value) => t(`score_${value}`), asks);
    this.scale = choice("scale", ["own", "same"], (value) => t(`heat_scale_${value}`), scales);
    const range = { min: 0, max: 1, step: 0.05, value: 0.6 };
    const oninput = () => this.showOpacity();
    this.opacity = make("input", { type: "range", ...range, id: "hetviz-opacity", oninput });
    this.opacityValue = make("output", {});
    this.meaning = make("p", { class: "hv-small" });
    this.layerWhy = make("p", { class: "hv-small hv-layer-why" });
    const labels = [this.method.label, this.layer.label, this.score.label];
    this.asked = [make("div", { class: "hv-heat-row" }, ...labels), this.meaning, this.layerWhy];
    const words = make("span", {}, t("heat_opacity"), " ", this.opacityValue);
    const slider = make("label", { class: "hv-slider" }, words, this.opacity);
    this.shown = make("div", { class: "hv-heat-row" }, slider, this.scale.label);
  }

  // Return {method, layer, score} as the server takes them; layer "" is chosen by the level that answered.
  values() {
    return { method: this.method.field.value, layer: this.layer.field.value, score: this.score.field.value };
  }

  sameScale() {
    return this.scale.field.value === "same";
  }

  showMeaning() {
    this.meaning.textContent = t(`method_${this.method.field.value}`);
  }

  showOpacity() {
    this.opacityValue.textContent = `${Math.round(100 * this.opacity.value)} %`;
    this.fades(this.opacity.value);
  }

  // Say why a layer was taken; answer is the explained side's.
  showLayer(answer, { layer, method }) {
    const [left, top, right, bottom] = answer.box.map(Math.round);
    const size = { width: right - left, height: bottom - top };
    const facts = { stride: strideOf(answer.level), layer: t(`layer_${answer.layer}`), ...size };
    const single = answer.layer === answer.level && ["hirescam", "layercam"].includes(method);
    const said = t(layer ? "layer_chosen" : "layer_why", facts);
    const sentences = together(said, single && t("one_cell"));
    this.layerWhy.replaceChildren(...explained(sentences, ["backbone", "neck"]));
  }
}
