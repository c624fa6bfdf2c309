// The table of the two detectors: counts, scores and times, each with its difference.
import { make } from "../shared/elements.js";
import { count, fixed, signed, t, together } from "../shared/language.js";
import { setting } from "../shared/setting.js";
import { pairName } from "../shared/comparing/pair.js";
import { countedAs, ownOf } from "../shared/variants.js";
import { modelSelect } from "./choices.js";
import { sureness } from "../shared/comparing/sureness.js";
import { change } from "../shared/comparing/verdicts.js";

const SIDES = ["left", "right"];
const three = (value) => fixed(value, 3);
const number = (text) => make("span", { class: "hv-number" }, text);
const milliseconds = (value) => t("milliseconds_value", { value: fixed(value, 2) });

export class Comparison {
  constructor({ costs, layer, trained, differences }) {
    Object.assign(this, { costs, layer, trained, differences, cells: {} });
    this.models = Object.fromEntries(SIDES.map((side) => [side, modelSelect(side)]));
    this.remark = make("td", { class: "hv-small", colspan: 4, id: "hetviz-p-remark" });
    const titles = SIDES.map((side) => make("th", { scope: "col", class: `hv-${side}` }, this.models[side]));
    const head = make("tr", {}, make("td"), ...titles, make("th", { scope: "col" }, t("difference")));
    const rows = ["layer", "parameters", "gflops", "map50"].map((key) => this.row(key));
    const last = [make("tr", { class: "hv-remark" }, this.remark), this.row("milliseconds")];
    this.root = make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows, ...last));
  }

  row(key) {
    const side = () => make("td", { class: "hv-number" });
    this.cells[key] = { left: side(), right: side(), difference: make("td") };
    return make("tr", {}, make("th", { scope: "row" }, t(key)), ...Object.values(this.cells[key]));
  }

  show() {
    const { classes, size, left, right } = setting;
    const counted = [left, right].map(countedAs);
    const [own, other] = counted.map((variant) => this.costs[classes][size][variant]);
    this.compare("layer", ...counted.map((variant) => this.layer.weights[variant]), count);
    this.compare("parameters", own.params, other.params, count);
    this.compare("gflops", own.flops / 1e9, other.flops / 1e9, three);
    this.showScores(this.trained[left], this.trained[right]);
    this.showTimes(this.trained[left], this.trained[right]);
    SIDES.forEach((side) => {
      this.models[side].value = setting[side];
    });
  }

  compare(key, left, right, text) {
    const cells = this.cells[key];
    cells.left.textContent = text(left);
    cells.right.textContent = text(right);
    const percent = signed(100 * change(left, right), (value) => fixed(value, 1));
    cells.difference.replaceChildren(number(signed(right - left, text)), " ", number(`(${percent} %)`));
    cells.difference.className = right < left ? "hv-less" : right > left ? "hv-more" : "";
  }

  showScores(left, right) {
    const cells = this.cells.map50;
    SIDES.forEach((side) => {
      cells[side].textContent = this.scoreText(setting[side]);
    });
    cells.difference.textContent = "–";
    const own = SIDES.map((side) => setting[side]).filter(ownOf);
    this.remark.textContent = together(...[...new Set(own)].map((key) => t("own_map", { model: pairName(key) })));
    if (!left || !right || left === right) return;
    const { difference, words } = sureness(this, setting.left, setting.right);
    cells.difference.replaceChildren(number(signed(difference, three)));
    this.remark.textContent = words;
  }

  scoreText(variant) {
    if (ownOf(variant)) return "–";
    return this.trained[variant] ? three(this.trained[variant].map50) : t("not_trained");
  }

  // Times are compared that were measured together, in one run on one processor, at one input size.
  showTimes(left, right) {
    if (left?.speed && right?.speed && left.speed.size === right.speed.size) {
      this.compare("milliseconds", left.speed.milliseconds, right.speed.milliseconds, milliseconds);
      return;
    }
    const cells = this.cells.milliseconds;
    cells.left.textContent = left?.speed ? milliseconds(left.speed.milliseconds) : "–";
    cells.right.textContent = right?.speed ? milliseconds(right.speed.milliseconds) : "–";
    cells.difference.replaceChildren("–");
    cells.difference.className = "";
  }
}
