// Step 3: the kernel grid with a P of its own, the formula, and what every P costs, beside each other.
import { Formula } from "../../kernels/formula.js";
import { Grid } from "../../kernels/grid/grid.js";
import { Model } from "../../kernels/model.js";
import { counted } from "../../kernels/rules.js";
import { make } from "../../shared/elements.js";
import { fixed, t } from "../../shared/language.js";
import { choiceField, Prediction } from "../prediction.js";
import { stopsOf } from "../parts/signs.js";

const [BEFORE, AFTER] = [8, 16]; // the doubling that is asked about
const percent = (share) => fixed(100 * share, 1);

export class TurnP {
  link = { tab: "kernels", operator: "hetconv", p: AFTER };

  constructor({ props }) {
    this.parts = props.parts;
    this.local = { p: 4 }; // this step's own
    const point = () => this.showGrid();
    this.model = new Model(this.local, { changed: () => this.show(), pointed: point, toGrid: () => {} });
    Object.assign(this.model, { active: null });
    this.grid = new Grid();
    this.grid.root.setAttribute("role", "img");
    this.formula = new Formula(this.model);
    const stops = stopsOf(this.parts, this.local.p, (p) => {
      this.local.p = p;
      this.show();
    });
    this.bars = make("ol", { class: "hv-lesson-bars" });
    this.said = make("p", { class: "hv-lesson-said", role: "status" });
    const { symbols, values } = this.formula;
    const formula = make("div", { class: "hv-lesson-formula" }, symbols, values);
    const both = make("div", { class: "hv-lesson-p-both" }, this.grid.root, this.bars);
    this.thing = make("div", { class: "hv-lesson-turn" }, stops, formula, both, this.said);
    this.prediction = this.predictionOf();
    this.show();
  }

  ratio(p) {
    return counted("hetconv", { ...this.model.shape(), p }).ratio;
  }

  floor() {
    return 1 / this.model.k ** 2;
  }

  predictionOf() {
    const facts = { before: BEFORE, after: AFTER };
    const shares = {
      eight: percent(this.ratio(BEFORE)),
      sixteen: percent(this.ratio(AFTER)),
      floor: percent(this.floor()),
    };
    const options = ["yes", "no"].map((value) => [value, t(`lesson_turn_p_${value}`)]);
    const halved = this.ratio(AFTER) <= this.ratio(BEFORE) / 2;
    return new Prediction({
      question: t("lesson_turn_p_question", facts),
      fields: [choiceField(options)],
      answers: () => [halved ? "yes" : "no"],
      told: () => t("lesson_turn_p_answer", { ...facts, ...shares }),
    });
  }

  show() {
    this.formula.show();
    this.showGrid();
    this.bars.replaceChildren(...this.parts.map((p) => this.bar(p)), this.floorBar());
    const { p } = this.local;
    this.said.textContent = t("lesson_turn_p_said", { p, percent: percent(this.ratio(p)), threes: percent(1 / p) });
    this.grid.root.setAttribute(
      "aria-label",
      t("kernels_grid_label", { name: "HetConv", rows: this.model.n, columns: this.model.m }),
    );
  }

  // In the colours of another theme.
  repaint() {
    this.show();
  }

  showGrid() {
    const { shape, stage } = this.model.view();
    this.grid.show({ stage, k: shape.k, p: shape.p, weights: null, lit: this.model.lit, plain: false });
  }

  bar(p) {
    const share = this.ratio(p);
    const fill = make("span", { class: "hv-lesson-fill" });
    fill.style.width = `${100 * share}%`;
    const parts = [make("span", {}, `P = ${p}`), make("span", { class: "hv-lesson-track" }, fill)];
    const value = make("span", { class: "hv-number", "data-share": share }, `${percent(share)} %`);
    return make("li", { class: p === this.local.p ? "hv-now" : "" }, ...parts, value);
  }

  // What no P falls below: one weight a pair.
  floorBar() {
    const fill = make("span", { class: "hv-lesson-fill hv-lesson-floor" });
    fill.style.width = `${100 * this.floor()}%`;
    const value = make("span", { class: "hv-number" }, `${percent(this.floor())} %`);
    return make(
      "li",
      {},
      make("span", {}, t("lesson_turn_p_floor")),
      make("span", { class: "hv-lesson-track" }, fill),
      value,
    );
  }
}
