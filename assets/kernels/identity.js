// The Dual identity, live: one button runs HetConv(P) and an equal DualConv(G=P) on a picture's features in the server.
import { make } from "../shared/elements.js";
import { count, fixed, t } from "../shared/language.js";
import { scientific } from "../shared/numbers.js";
import { palette } from "./grid/palette.js";
import { colourScale } from "./grid/pixels.js";
import { problem } from "./rules.js";
import { unpacked } from "./weights/energies.js";

const NAMES = [(p) => `HetConv P=${p}`, (p) => `DualConv G=${p}`];

function paintValues(canvas, values, width, height, limit) {
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const scale = colourScale(palette(), limit);
  values.forEach((value, i) => image.data.set([...scale(value), 255], 4 * i));
  context.putImageData(image, 0, 0);
}

export class Identity {
  constructor(model, server, examples) {
    Object.assign(this, { model, server });
    const options = examples.map((key) => make("option", { value: key }, t(`example_${key}`)));
    this.picture = make("select", {}, ...options);
    this.failure = make("p", { class: "hv-error", role: "alert" });
    this.source = make("p", {});
    const onclick = () => this.run();
    this.button = make("button", { type: "button", class: "hv-primary hv-kernels-run", onclick }, t("kernels_run"));
    this.maps = NAMES.map(() => ({ canvas: make("canvas", { role: "img" }), caption: make("figcaption", {}) }));
    this.number = make("p", { class: "hv-kernels-number" });
    this.sentence = make("p", {});
    const figures = this.maps.map(({ canvas, caption }) => make("figure", {}, canvas, caption));
    const maps = make("div", { class: "hv-kernels-maps" }, ...figures);
    const attributes = { class: "hv-kernels-results", hidden: true, role: "status" };
    this.results = make("div", attributes, maps, make("div", {}, this.number, this.sentence));
    const label = make("label", {}, t("kernels_picture"), this.picture);
    const controls = make("div", { class: "hv-kernels-controls" }, label, this.button);
    this.bare = [controls, this.failure, this.results]; // for whoever says the rest
    this.root = make(
      "section",
      { class: "hv-card hv-kernels-identity" },
      make("h3", {}, t("kernels_identity")),
      make("p", {}, t("kernels_identity_intro")),
      controls,
      this.source,
      this.failure,
      this.results,
    );
  }

  // Return the real HetConv that is open, or null.
  real() {
    const { layer } = this.model;
    return layer && layer.operator === "hetconv" ? layer : null;
  }

  async run() {
    const shape = this.model.shape();
    const wrong = problem("hetconv", shape);
    this.failure.textContent = wrong ? t(wrong.code, wrong.facts) : "";
    if (wrong) return;
    const { m, n, k, p } = shape;
    const real = this.real();
    const what = real ? { variant: real.variant, path: real.path } : { m, n, k, p };
    this.button.disabled = true;
    const answer = await this.server.compare({ example: this.picture.value, ...what }).catch(() => null);
    this.button.disabled = false;
    if (answer && !answer.error) this.showAnswer(answer, k);
    else this.failure.textContent = t(`error_${answer ? answer.error : "failed"}`, answer?.facts);
  }

  showAnswer(answer, k) {
    const { p, width, height, filter, difference } = answer;
    this.results.hidden = false;
    const values = [answer.het, answer.dual].map(unpacked);
    const limit = Math.max(...values[0].map(Math.abs), 1e-12);
    this.maps.forEach(({ canvas, caption }, index) => {
      paintValues(canvas, values[index], width, height, limit);
      caption.textContent = t("kernels_map", { name: NAMES[index](p), filter, width, height });
      canvas.setAttribute("aria-label", caption.textContent);
    });
    this.number.textContent = scientific(difference, fixed);
    Object.assign(this.number.dataset, { difference, redundant: answer.redundant });
    this.sentence.textContent = t("kernels_identity_result", {
      difference: scientific(difference, fixed),
      filters: answer.filters,
      largest: fixed(answer.largest, 2),
      redundant: count(answer.redundant),
      m: answer.channels,
      p,
      rms: fixed(answer.redundant_rms, 4),
      weight: fixed(answer.weight_rms, 4),
      k,
    });
  }

  show() {
    const { m, n, k, p } = this.model.shape();
    const real = this.real();
    this.source.textContent = real ? t("kernels_source_real", real) : t("kernels_source_random", { m, n, k, p });
  }
}
