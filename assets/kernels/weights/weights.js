// Real weights: a trained detector and one of its layers. Kernels come once from the server; norms, colours and the share
// of energy in the centre tap are worked out here.
import { make } from "../../shared/elements.js";
import { count, fixed, t } from "../../shared/language.js";
import { listenToOwn } from "../../shared/own/own_detectors.js";
import { setting } from "../../shared/setting.js";
import { layersOf, modelName } from "../../shared/variants.js";
import { centreShares, energyKept, histogram, layerOf } from "./energies.js";

function layerOption(row) {
  const { path, m, n, operator, k } = row;
  const what = operator === "standard" ? `${k}×${k}` : t(`kernels_name_${operator}`, row);
  return make("option", { value: path }, t("kernels_layer_option", { path, m, n, what }));
}

// How the energy of the layer's kernels is spread.
class Lost {
  constructor() {
    this.bars = make("div", { class: "hv-kernels-bars", role: "img" });
    this.median = make("p", {});
    this.kept = make("p", {});
    const stops = ["0 %", t("kernels_axis"), "100 %"].map((text) => make("span", {}, text));
    const axis = make("div", { class: "hv-kernels-axis hv-small", "aria-hidden": "true" }, ...stops);
    const parts = [make("h4", {}, t("kernels_lost")), this.bars, axis, this.median, this.kept];
    this.root = make("section", { class: "hv-kernels-lost" }, ...parts);
  }

  show(layer, stage, operator) {
    const shares = centreShares(layer, (s, j) => stage.kind(s, j) >= 2);
    const bins = histogram(shares);
    const highest = Math.max(...bins, 1);
    const bar = (number, i) => {
      const title = t("kernels_bin", { from: i * 5, to: i * 5 + 5, count: count(number) });
      return make("span", { style: `height: ${(100 * number) / highest}%`, title });
    };
    this.bars.replaceChildren(...bins.map(bar));
    const middle = shares.length ? shares[Math.floor(shares.length / 2)] : 0;
    const even = fixed(100 / layer.k ** 2, 1);
    const facts = { count: count(shares.length), median: fixed(100 * middle, 1), k: layer.k, even };
    this.median.textContent = t("kernels_median", facts);
    this.bars.setAttribute("aria-label", this.median.textContent);
    const { p } = setting;
    const kept = 100 * energyKept(layer, p);
    const said = { p, kept: fixed(kept, 1), lost: fixed(100 - kept, 1) };
    this.kept.textContent = operator === "standard" ? t("kernels_kept", said) : t("kernels_lost_hint");
  }
}

export class Weights {
  asked = 0;
  pending = false;

  constructor(model, server, layers) {
    Object.assign(this, { model, server, layers, lost: new Lost() });
    this.failure = make("p", { class: "hv-error", role: "alert" });
    this.status = make("p", { class: "hv-small hv-kernels-status", role: "status" });
    const named = Object.keys(layers);
    const onchange = () => {
      this.listLayers();
      this.open();
    };
    this.variant = make("select", { class: "hv-kernels-variant", onchange });
    this.listDetectors(named, []);
    this.path = make("select", { class: "hv-kernels-path", onchange: () => this.open() });
    this.pathLabel = make("label", {}, t("kernels_layer"), this.path);
    const detector = make("label", {}, t("kernels_detector"), this.variant);
    this.root = make("div", { class: "hv-kernels-controls" }, detector, this.pathLabel);
    listenToOwn((own) => this.listDetectors(named, own));
  }

  listDetectors(named, own) {
    const { value } = this.variant;
    const options = [
      ["", t("kernels_pattern_only")],
      ...named.map((name) => [name, name]),
      ...own.map((key) => [key, modelName(key)]),
    ];
    this.variant.replaceChildren(...options.map(([key, text]) => make("option", { value: key }, text)));
    this.variant.value = options.some(([key]) => key === value) ? value : "";
  }

  // An answer that is still to come is no longer wanted.
  forget() {
    this.asked++;
    this.pending = false;
    this.status.textContent = "";
  }

  listLayers() {
    this.path.replaceChildren(...layersOf(this.variant.value, this.layers).map(layerOption));
  }

  async open() {
    const turn = ++this.asked;
    const question = { variant: this.variant.value, path: this.path.value };
    this.failure.textContent = "";
    this.pending = Boolean(question.variant);
    this.status.textContent = question.variant ? t("kernels_loading") : "";
    if (!question.variant) {
      this.model.set({ layer: null });
      return;
    }
    const answer = await this.server.layer(question).catch(() => null);
    if (turn !== this.asked) return;
    this.pending = false;
    this.status.textContent = "";
    if (!answer || answer.error) {
      this.failure.textContent = t(`error_${answer ? answer.error : "failed"}`, answer?.facts);
      return;
    }
    const { operator, m, n, k } = answer;
    this.model.open({ operator, m, n, k, layer: layerOf(answer, question.variant, question.path) });
  }

  // Open a layer {variant, path} that another tab asks for.
  choose(wanted) {
    const rows = layersOf(wanted.variant, this.layers);
    const known = rows.some(({ path }) => path === wanted.path);
    this.failure.textContent = rows.length ? "" : t("error_no_weights", wanted);
    if (rows.length && !known) this.failure.textContent = t("kernels_layer_absent", wanted);
    if (!known) return;
    this.variant.value = wanted.variant;
    this.listLayers();
    this.path.value = wanted.path;
    this.open();
  }

  show() {
    const { layer, operator } = this.model;
    if (!layer && !this.pending) this.variant.value = ""; // the pattern was changed by hand
    this.pathLabel.hidden = !this.variant.value;
    this.lost.root.hidden = !layer;
    if (layer) this.lost.show(layer, this.model.stages()[0], operator);
  }
}
