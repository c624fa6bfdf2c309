// The three figures of the bar: parameters, GFLOPs and mAP50 of the detector on the right, each against that on the left.
import { make } from "../shared/elements.js";
import { count, fixed, signed, t } from "../shared/language.js";
import { setting } from "../shared/setting.js";
import { shortPairName } from "../shared/comparing/pair.js";
import { countedAs, ownOf } from "../shared/variants.js";
import { change, comparedScores, widestRange } from "../shared/comparing/verdicts.js";

const KEYS = ["parameters", "gflops", "map50"];
const three = (value) => fixed(value, 3);
const percent = (left, right) => `${signed(100 * change(left, right), (value) => fixed(value, 1))} %`;
const kindOf = (left, right) => (right < left ? "hv-less" : right > left ? "hv-more" : "");

export class Figures {
  constructor({ costs, trained }) {
    Object.assign(this, { costs, trained });
    this.cells = Object.fromEntries(KEYS.map((key) => [key, this.cell()]));
    const figure = (key) => {
      const { value, difference } = this.cells[key];
      return make(
        "div",
        { class: "hv-p-figure", "data-figure": key },
        make("dt", {}, t(`bar_${key}`)),
        value,
        difference,
      );
    };
    this.against = make("p", { class: "hv-p-against" });
    this.root = make("dl", { class: "hv-p-figures" }, ...KEYS.map(figure));
  }

  cell() {
    return {
      value: make("dd", { class: "hv-number" }),
      difference: make("dd", { class: "hv-number hv-p-difference" }),
    };
  }

  show() {
    const { left, right, classes, size } = setting;
    const [own, other] = [right, left].map((variant) => this.costs[classes][size][countedAs(variant)]);
    this.against.textContent = t("bar_against", { right: shortPairName(right), left: shortPairName(left) });
    this.fill("parameters", count(own.params), percent(other.params, own.params), kindOf(other.params, own.params));
    this.fill("gflops", three(own.flops / 1e9), percent(other.flops, own.flops), kindOf(other.flops, own.flops));
    this.showScore(this.trained[left], this.trained[right]);
  }

  fill(key, value, difference, kind = "") {
    const cells = this.cells[key];
    cells.value.textContent = value;
    cells.difference.textContent = difference;
    cells.difference.className = `hv-number hv-p-difference ${kind}`;
  }

  // A difference within the spread of seeds has no colour and says what it is.
  showScore(left, right) {
    if (!right) {
      this.fill("map50", "–", t(ownOf(setting.right) ? "own_map_short" : "not_trained"));
      return;
    }
    if (!left || left === right) {
      this.fill("map50", three(right.map50), "");
      return;
    }
    const { difference, verdict } = comparedScores(left, right, widestRange(this.trained, left, right));
    const written = signed(difference, three);
    const kind = verdict !== "beyond_spread" ? "" : difference > 0 ? "hv-less" : "hv-more"; // green is the better
    this.fill("map50", three(right.map50), verdict === "trained_otherwise" ? "–" : written, kind);
    if (verdict === "within_spread") this.cells.map50.difference.append(" ", make("small", {}, t("bar_within_spread")));
  }
}
