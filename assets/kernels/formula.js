// The formula with the values in place. Each factor is a button that lights the cells it counts; the active cell lights
// the factor that counts it. Below: weights, multiply-adds, the share of the standard convolution.
import { make } from "../shared/elements.js";
import { count, fixed, t } from "../shared/language.js";
import { counted, filled, formulaText, OPERATORS } from "./rules.js";

const hasSymbols = (text) => /[A-Z]/.test(text);
const row = (key, text) => [make("dt", {}, t(key)), make("dd", {}, text)];

export class Formula {
  drawn = ""; // the operator and shape that the factors stand for

  constructor(model) {
    this.model = model;
    const label = t("kernels_formula");
    this.symbols = make("div", { class: "hv-kernels-symbols", role: "group", "aria-label": label });
    this.values = make("p", { class: "hv-kernels-values" });
    this.cells = make("p", { class: "hv-kernels-values" });
    this.totals = make("dl", { class: "hv-kernels-totals" });
    const hint = make("p", { class: "hv-small" }, t("kernels_formula_hint"));
    const parts = [this.symbols, this.values, this.cells, hint, this.totals];
    this.root = make("section", { class: "hv-kernels-formula" }, make("h4", {}, label), ...parts);
  }

  counted() {
    return counted(this.model.operator, this.model.shape());
  }

  // target: "rows", "columns" or the number of a term.
  light(target, on) {
    const { model } = this;
    const term = this.counted().terms[target];
    model.axis = on && !term ? target : null;
    model.lit = on && term ? term.kinds : null;
    if (on && term && term.stage !== undefined && term.stage !== model.stage) model.set({ stage: term.stage });
    else model.tell("lit");
  }

  factor([symbol, target]) {
    const lit = (on) => () => this.light(target, on);
    const attributes = {
      type: "button",
      class: "hv-kernels-factor",
      "data-target": target,
      "aria-label": `${symbol} = ${filled(symbol, this.model.shape())}: ${this.meaning(target)}`,
      onpointerenter: lit(true),
      onpointerleave: (event) => this.light(target, event.target === document.activeElement),
      onfocus: lit(true),
      onblur: lit(false),
    };
    return make("button", attributes, symbol);
  }

  meaning(target) {
    const { m, n } = this.model.shape();
    if (target === "columns") return t("kernels_counts_channels", { m });
    if (target === "rows") return t("kernels_counts_filters", { n });
    const term = this.counted().terms[target];
    return t("kernels_counts_kernels", { count: count(term.count), each: term.each });
  }

  show() {
    const { operator } = this.model;
    const shape = this.model.shape();
    const { terms, weights } = this.counted();
    this.showFactors(operator, shape);
    this.values.textContent = `= ${formulaText(operator, shape)} = ${count(weights)}`;
    const size = (each) => (each === 1 ? "1×1" : `${shape.k}×${shape.k}`);
    const termText = ({ count: number, each }) => t("kernels_term", { count: count(number), size: size(each), each });
    this.cells.textContent = `= ${terms.map(termText).join(" + ")}`;
    this.showTotals(operator, shape);
    this.showPlace();
  }

  // A factor that is pointed at stays the same element.
  showFactors(operator, shape) {
    const now = JSON.stringify([operator, shape]);
    if (now === this.drawn) return;
    this.drawn = now;
    const parts = OPERATORS[operator].formula;
    const elements = parts.map((part) => (Array.isArray(part) ? this.factor(part) : make("span", {}, part)));
    this.symbols.replaceChildren(...elements);
  }

  showTotals(operator, shape) {
    const [ratio, ratioOf] = OPERATORS[operator].ratio;
    const { weights, macs, ratio: share } = this.counted();
    const inPlace = hasSymbols(ratio) ? ` = ${filled(ratio, shape)}` : "";
    this.totals.replaceChildren(
      ...row("kernels_weights", count(weights)),
      ...row("kernels_macs", count(macs)),
      ...row("kernels_share", fixed(share, 4)),
      ...row(
        operator === "hetconv" ? "kernels_paper_ratio" : "kernels_ratio",
        `${ratio}${inPlace} = ${fixed(ratioOf(shape), 4)}`,
      ),
    );
    this.totals.dataset.weights = weights;
  }

  // Mark the factors that count the active cell.
  showPlace() {
    const { active, stage, stages } = this.model;
    if (!active) return;
    const kind = stages()[stage].kind(active.s, active.j);
    const { terms } = this.counted();
    this.symbols.querySelectorAll(".hv-kernels-factor").forEach((factor) => {
      const term = terms[factor.dataset.target];
      const counts = term && term.kinds.includes(kind) && (term.stage ?? stage) === stage;
      factor.classList.toggle("hv-lit", Boolean(counts));
    });
  }
}
