// Step 7: the 1×1 of a trained DualConv is dragged onto the centre tap of its 3×3; then both operators run on a picture.
import { palette } from "../../kernels/grid/palette.js";
import { colourScale, css } from "../../kernels/grid/pixels.js";
import { Identity } from "../../kernels/identity.js";
import { Model } from "../../kernels/model.js";
import { make } from "../../shared/elements.js";
import { count, fixed, t } from "../../shared/language.js";
import { choiceField, Prediction } from "../prediction.js";
import { inkOn } from "../parts/sums.js";

const CENTRE = 4; // of nine taps
const NAMES = ["hetconv", "dualconv"];
const written = (value) => fixed(value, 3).replace("-", "−");

export class FoldDot {
  folded = false;
  held = null; // where a drag began
  link = { tab: "kernels", operator: "dualconv", p: 4 };

  constructor({ props, server }) {
    Object.assign(this, { server, layer: props.layer });
    const { layer, channels, parts } = props.numbers.fold_dot;
    this.taps = [...Array(9)].map(() => make("td", {}, "…"));
    this.said = make("p", { class: "hv-lesson-said", role: "status" }, t("lesson_fold_dot_drag"));
    this.chip = this.chipOf();
    this.identity = this.identityOf(props.examples, parts, channels);
    this.thing = this.layout();
    const storing = layer.dualconv > layer.hetconv ? "dualconv" : "hetconv";
    this.prediction = new Prediction({
      question: t("lesson_fold_dot_question", { channels, p: parts }),
      fields: [this.field("stores"), this.field("does")],
      answers: () => [storing, "neither"],
      told: () => t("lesson_fold_dot_answer", { dual: count(layer.dualconv), het: count(layer.hetconv), p: parts }),
    });
    this.fetch();
  }

  field(key) {
    const options = [...NAMES, "neither"].map((name) => [name, t(`lesson_fold_dot_${name}`)]);
    return choiceField(options, t(`lesson_fold_dot_${key}`));
  }

  // The Kernels tab's own run, on a trained HetConv.
  identityOf(examples, p, channels) {
    const nothing = () => {};
    const model = new Model({ p }, { changed: nothing, pointed: nothing, toGrid: nothing });
    const layer = { ...this.layer, operator: "hetconv", p };
    Object.assign(model, { m: channels, n: channels, layer });
    return new Identity(model, this.server, examples);
  }

  chipOf() {
    return make(
      "button",
      {
        type: "button",
        class: "hv-lesson-chip",
        onclick: () => this.toggle(),
        onpointerdown: (event) => this.grab(event),
        onpointermove: (event) => this.drag(event),
        onpointerup: (event) => this.drop(event),
        onpointercancel: () => this.rest(),
      },
      "…",
    );
  }

  layout() {
    const rows = [0, 3, 6].map((start) => make("tr", {}, ...this.taps.slice(start, start + 3)));
    const table = make("table", { class: "hv-lesson-taps" }, make("tbody", {}, ...rows));
    this.taps[CENTRE].classList.add("hv-target");
    const plus = make("span", { class: "hv-lesson-plus", "aria-hidden": "true" }, "+");
    const part = (key, content) => make("figure", {}, make("figcaption", {}, t(key)), content);
    const slot = make("div", { class: "hv-lesson-slot" }, this.chip);
    const both = [part("lesson_fold_dot_grouped", table), plus, part("lesson_fold_dot_pointwise", slot)];
    this.source = make("p", { class: "hv-small" });
    const run = make("div", { class: "hv-lesson-run" }, make("p", {}, t("lesson_fold_dot_run")), ...this.identity.bare);
    return make(
      "div",
      { class: "hv-lesson-fold" },
      make("div", { class: "hv-lesson-sum-of" }, ...both),
      this.said,
      this.source,
      run,
    );
  }

  async fetch() {
    const answer = await this.server.fold({}).catch(() => null);
    if (!answer || answer.error) {
      this.said.textContent = t("error_failed");
      return;
    }
    this.kernel = { grouped: answer.grouped.flat(), pointwise: answer.pointwise };
    this.source.textContent = t("lesson_fold_dot_source", answer);
    this.show();
  }

  show() {
    if (!this.kernel) return;
    const { grouped, pointwise } = this.kernel;
    const scale = colourScale(palette(), Math.max(...grouped.map(Math.abs)) * 1.4);
    const values = grouped.map((value, index) => (this.folded && index === CENTRE ? value + pointwise : value));
    values.forEach((value, index) => colour(this.taps[index], value, scale));
    if (this.folded) this.chip.textContent = t("lesson_fold_dot_empty");
    else colour(this.chip, pointwise, scale);
    if (this.folded) this.chip.removeAttribute("style");
    this.chip.setAttribute(
      "aria-label",
      t(this.folded ? "lesson_fold_dot_undo" : "lesson_fold_dot_chip", { value: written(pointwise) }),
    );
    this.chip.classList.toggle("hv-empty", this.folded);
  }

  // In the colours of another theme.
  repaint() {
    this.show();
  }

  toggle() {
    if (!this.kernel) return;
    this.folded = !this.folded;
    const { grouped, pointwise } = this.kernel;
    const sum = written(grouped[CENTRE] + pointwise);
    const facts = { centre: written(grouped[CENTRE]), pointwise: written(pointwise), sum };
    this.said.textContent = t(this.folded ? "lesson_fold_dot_folded" : "lesson_fold_dot_drag", facts);
    this.show();
  }

  // ---- dragging: a click without a movement toggles too ----
  grab(event) {
    if (this.folded) return;
    this.held = { x: event.clientX, y: event.clientY, moved: false };
    this.chip.setPointerCapture(event.pointerId);
  }

  drag(event) {
    if (!this.held) return;
    const [dx, dy] = [event.clientX - this.held.x, event.clientY - this.held.y];
    this.held.moved ||= Math.hypot(dx, dy) > 5;
    this.chip.style.transform = `translate(${dx}px, ${dy}px)`;
    this.taps[CENTRE].classList.toggle("hv-over", this.isOver(event));
  }

  isOver({ clientX, clientY }) {
    const { left, right, top, bottom } = this.taps[CENTRE].getBoundingClientRect();
    return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
  }

  drop(event) {
    const { held } = this;
    this.rest();
    if (!held?.moved) return;
    const swallow = (click) => {
      click.stopPropagation();
      click.preventDefault();
    };
    this.chip.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => this.chip.removeEventListener("click", swallow, { capture: true }));
    if (this.isOver(event)) this.toggle();
  }

  rest() {
    this.held = null;
    this.chip.style.transform = "";
    this.taps[CENTRE].classList.remove("hv-over");
  }
}

function colour(element, value, scale) {
  const own = scale(value);
  element.textContent = written(value);
  Object.assign(element.style, { background: css(own), color: inkOn(own) });
}
