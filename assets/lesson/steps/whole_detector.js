// Step 4: two sliders for a guess, of one layer and of the whole detector; then where the difference comes from.
import { make } from "../../shared/elements.js";
import { count, fixed, signed, t } from "../../shared/language.js";
import { Prediction } from "../prediction.js";
import { spans } from "../parts/waterfall.js";

const KEYS = ["layer", "detector"];
const percent = (share) => `${fixed(100 * share, 1)} %`;

// A guess as a slider from 0 to 100 per cent.
function slider(key) {
  const output = make("output", {}, "50 %");
  const oninput = () => {
    output.textContent = `${input.value} %`;
  };
  const input = make("input", { type: "range", min: 0, max: 100, step: 1, value: 50, "data-key": key, oninput });
  const label = make("span", {}, t(`lesson_whole_detector_${key}`), " ", output);
  const root = make("label", { class: "hv-lesson-slider" }, label, input);
  return { root, value: () => Number(input.value), text: () => `${input.value} %` };
}

export class WholeDetector {
  link = { tab: "costs", section: "shares", p: 4 };

  constructor({ props }) {
    this.numbers = props.numbers.whole_detector;
    const { layer, original, result } = this.numbers;
    this.saved = { layer: 1 - layer.hetconv / layer.standard, detector: 1 - result / original };
    this.sliders = KEYS.map(slider);
    this.bars = make("div", { class: "hv-lesson-guesses" });
    const hint = make("p", { class: "hv-small" }, t("lesson_whole_detector_hint"));
    const sliders = this.sliders.map(({ root }) => root);
    this.thing = make("div", { class: "hv-lesson-whole" }, this.placesBar(), ...sliders, hint);
    this.prediction = new Prediction({
      question: t("lesson_whole_detector_question"),
      fields: this.sliders.map(({ value, text }) => ({ root: make("span", { hidden: true }), value, text })),
      answers: () => KEYS.map((key) => Math.round(100 * this.saved[key])),
      told: () => this.told(),
      more: [
        this.bars,
        this.fall(),
        make("p", { class: "hv-small" }, t("lesson_whole_detector_convention", this.numbers)),
      ],
      opened: () => this.showBars(),
    });
  }

  // Where the weights of C3's detector stand, as one bar.
  placesBar() {
    const { places, original } = this.numbers;
    const keys = Object.keys(places);
    const parts = keys.map((key) => {
      const part = make("span", { class: `hv-lesson-place-${key}` });
      part.style.flexGrow = places[key];
      return part;
    });
    const items = keys.map((key) => {
      const sign = make("span", { class: `hv-lesson-sign hv-lesson-place-${key}`, "aria-hidden": "true" });
      const share = make("strong", { class: "hv-number", "data-params": places[key] }, percent(places[key] / original));
      return make("li", {}, sign, make("span", {}, t(`lesson_whole_detector_${key}`)), share);
    });
    const title = make("h4", {}, t("lesson_whole_detector_places", { params: count(original) }));
    const bar = make("div", { class: "hv-lesson-places", "aria-hidden": "true" }, ...parts);
    return make("div", { class: "hv-lesson-where" }, title, bar, make("ul", {}, ...items));
  }

  told() {
    const { steps, original } = this.numbers;
    const alone = percent(-steps[0].params / original);
    return t("lesson_whole_detector_answer", {
      layer: percent(this.saved.layer),
      detector: percent(this.saved.detector),
      alone,
    });
  }

  // Both guesses beside what was counted.
  showBars() {
    const bar = (key, share, kind) => {
      const fill = make("span", { class: `hv-lesson-fill hv-lesson-${kind}` });
      fill.style.width = `${100 * share}%`;
      const name = make("span", {}, t(`lesson_whole_detector_${kind}`));
      const value = make("span", { class: "hv-number", "data-share": share }, percent(share));
      return make("li", {}, name, make("span", { class: "hv-lesson-track" }, fill), value);
    };
    const list = (key, index) => [
      make("h4", {}, t(`lesson_whole_detector_${key}`)),
      make(
        "ul",
        { class: "hv-lesson-bars" },
        bar(key, this.sliders[index].value() / 100, "guess"),
        bar(key, this.saved[key], "counted"),
      ),
    ];
    this.bars.replaceChildren(...KEYS.map((key, index) => make("div", {}, ...list(key, index))));
  }

  // The waterfall: C3's detector, three changes, CSPHet's.
  fall() {
    const { original, result, steps } = this.numbers;
    const share = (params) => signed(params / original, percent);
    const rows = spans(steps.map(({ params }) => params)).map(({ from, to }, index) => {
      const { key, params } = steps[index];
      const bar = make("span", { class: `hv-lesson-drop ${params < 0 ? "hv-less" : "hv-more"}` });
      Object.assign(bar.style, { left: `${100 * from}%`, width: `${100 * (to - from)}%` });
      const value = make("strong", { class: "hv-number", "data-params": params }, signed(params, count));
      const said = make("span", { class: "hv-small hv-number" }, share(params));
      return make(
        "li",
        {},
        make("span", {}, t(`lesson_whole_detector_${key}`)),
        make("span", { class: "hv-lesson-track" }, bar),
        value,
        said,
      );
    });
    const end = (key, params, said = "") =>
      make(
        "li",
        { class: "hv-lesson-end" },
        make("span", {}, t(key)),
        make("span", {}),
        make("strong", { class: "hv-number" }, params),
        make("span", { class: "hv-small hv-number" }, said),
      );
    const total = end(
      "lesson_whole_detector_result",
      count(result),
      `${signed(result - original, count)} = ${share(result - original)}`,
    );
    total.dataset.difference = result - original;
    return make(
      "ol",
      { class: "hv-lesson-waterfall" },
      end("lesson_whole_detector_original", count(original)),
      ...rows,
      total,
    );
  }
}
