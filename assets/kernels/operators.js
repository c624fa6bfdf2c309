// Every operator side by side at the same M, N, K: its pattern, formula, weights, multiply-adds and data flow. One P
// moves all of them; a card opens its operator in the large grid.
import { make } from "../shared/elements.js";
import { count, fixed, t } from "../shared/language.js";
import { palette } from "./grid/palette.js";
import { paintStage } from "./grid/pixels.js";
import { counted, formulaText, isPlain, OPERATORS, problem, residuePlaces, stageCount } from "./rules.js";

const SIDE = 116; // CSS pixels of a small picture

function paintSmall(canvas, stage, { k, p, plain, sorted }) {
  const ratio = window.devicePixelRatio || 1;
  const cell = Math.max(1, Math.floor((SIDE * ratio) / Math.max(stage.rows, stage.columns)));
  const [width, height] = [cell * stage.columns, cell * stage.rows];
  Object.assign(canvas, { width, height });
  const shrink = Math.max(1, Math.max(width, height) / (SIDE * ratio)); // more channels than pixels
  canvas.style.width = `${width / ratio / shrink}px`;
  const colours = palette();
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const at = (places) => (sorted ? (i) => places[i] : (i) => i);
  paintStage(new Uint32Array(image.data.buffer), width, height, stage, {
    ...{ cell, k, colours, x: 0, y: 0, lit: null, weights: null, plain: plain ? colours.left : null },
    rowAt: at(residuePlaces(stage.rows, p)),
    columnAt: at(residuePlaces(stage.columns, p)),
  });
  context.putImageData(image, 0, 0);
}

// The stages of a data flow one after another, parallel parts above each other, joined by a sum where there are two.
export function flow(stages, { k, p }) {
  const box = (part) => {
    const kind = `hv-kernels-part hv-kernels-part-${part}`;
    return make("span", { class: kind }, t(`kernels_flow_${part}`, { k, p }));
  };
  const arrow = () => make("span", { class: "hv-kernels-arrow", "aria-hidden": "true" }, "→");
  const step = (parts) => make("span", { class: "hv-kernels-step" }, ...parts.map(box));
  const steps = stages.flatMap((parts) => [arrow(), step(parts)]);
  const ends = [make("span", {}, "x"), make("span", {}, "y")];
  return make("div", { class: "hv-kernels-flow" }, ends[0], ...steps, arrow(), ends[1]);
}

class Card {
  constructor(model, key) {
    Object.assign(this, { model, key, operator: OPERATORS[key] });
    const smallest = { m: 16, n: 16, k: 3, p: 1 };
    this.pictures = this.operator.stages(smallest).map(() => make("canvas", { "aria-hidden": "true" }));
    const onclick = () => {
      model.choose(key);
      model.toGrid();
    };
    this.open = make("button", { type: "button", class: "hv-kernels-open", onclick }, this.operator.name);
    this.failure = make("p", { class: "hv-small" });
    this.shown = this.body();
    const parts = [this.open, this.failure, this.shown];
    this.root = make("li", { class: "hv-kernels-card", "data-operator": key }, ...parts);
  }

  body() {
    const { noted } = this.operator;
    this.written = make("p", {});
    this.numbers = make("p", { class: "hv-kernels-values" });
    this.bar = make("span", {});
    this.flow = make("div", {});
    const stages = t(stageCount(this.key) === 1 ? "kernels_one_stage" : "kernels_two_stages");
    return make(
      "div",
      { class: "hv-kernels-card-body" },
      make("div", { class: "hv-kernels-minis" }, ...this.pictures),
      this.written,
      make("div", { class: "hv-kernels-bar", "aria-hidden": "true" }, this.bar),
      this.numbers,
      this.flow,
      make("p", { class: "hv-small" }, stages, noted ? ` ${t(noted)}` : ""),
    );
  }

  show(shape) {
    const { key, model } = this;
    const wrong = problem(key, shape);
    this.failure.textContent = wrong ? t(wrong.code, wrong.facts) : "";
    this.shown.hidden = Boolean(wrong);
    this.root.classList.toggle("hv-chosen", model.operator === key);
    this.open.setAttribute("aria-pressed", String(model.operator === key));
    if (!wrong) this.showCounts(shape);
  }

  showCounts(shape) {
    const { key, model } = this;
    const { weights, macs, ratio } = counted(key, shape);
    const sorted = model.sorted && key === "hetconv";
    this.operator.stages(shape).forEach((stage, index) => {
      paintSmall(this.pictures[index], stage, { ...shape, plain: isPlain(key, stage), sorted });
    });
    this.written.textContent = `${formulaText(key)} = ${formulaText(key, shape)}`;
    const facts = { weights: count(weights), macs: count(macs), percent: fixed(100 * ratio, 1) };
    this.numbers.textContent = t("kernels_card_numbers", facts);
    this.numbers.dataset.weights = weights;
    this.bar.style.width = `${Math.min(100, 100 * ratio)}%`;
    this.flow.replaceChildren(flow(this.operator.flow, shape));
  }
}

export class Operators {
  drawn = "";

  constructor(model) {
    this.model = model;
    this.cards = Object.keys(OPERATORS).map((key) => new Card(model, key));
    this.root = make(
      "section",
      { class: "hv-card hv-kernels-operators" },
      make("h3", {}, t("kernels_operators")),
      make("p", {}, t("kernels_operators_intro")),
      make("ul", {}, ...this.cards.map(({ root }) => root)),
      make("p", { class: "hv-small" }, t("kernels_stages_caution")),
    );
  }

  // Only when something that the cards show has changed.
  show() {
    const { model } = this;
    const now = JSON.stringify([model.shape(), model.sorted, model.operator, document.body.className]);
    if (now === this.drawn) return;
    this.drawn = now;
    this.cards.forEach((card) => card.show(model.shape()));
  }
}
