// Step 6: the block as published, whose boxes are searched for activations; then its chain is run as one convolution.
import { drawing, wordsOf } from "../../kernels/blocks/diagram.js";
import { chainOf, csphet } from "../../kernels/blocks/flows.js";
import { make } from "../../shared/elements.js";
import { fixed, t } from "../../shared/language.js";
import { scientific } from "../../shared/numbers.js";
import { numberField, Prediction } from "../prediction.js";

const P = 4;
const BARE = "hetconv"; // the operator of the boxes that have neither BatchNorm nor activation

export class StraightLine {
  found = new Set();

  constructor({ props, server }) {
    Object.assign(this, { server, block: props.block });
    this.link = { tab: "kernels", layer: `${props.detectors.right}.${props.block.path}.m.0.cv1` };
    const words = { ...wordsOf(props.block, P), dual: "" }; // step 7 is about that
    const flow = csphet(props.block, words, P);
    const boxes = flow.parts.filter(({ kind }) => kind === "box");
    this.bending = boxes.filter(({ opens }) => opens.operator !== BARE).length;
    const label = (box) => t("lesson_straight_line_box", box);
    const act = (box, element) => this.tap(box, element);
    const facts = { name: "CSPHet", ...props.block };
    this.drawing = drawing("lesson", flow, t("kernels_flow_label", facts), { label, act });
    this.said = make(
      "p",
      { class: "hv-lesson-said", role: "status" },
      t("lesson_straight_line_tap", { count: this.bending }),
    );
    this.thing = make("div", { class: "hv-lesson-block" }, this.said, this.drawing);
    this.prediction = this.predictionOf();
  }

  predictionOf() {
    const onclick = () => this.run();
    this.button = make("button", { type: "button", class: "hv-secondary", onclick }, t("lesson_straight_line_run"));
    this.result = make("p", { role: "status" });
    const { convolutions, window } = chainOf(this.block.depth);
    const facts = { count: convolutions, window };
    return new Prediction({
      question: t("lesson_straight_line_question", facts),
      fields: [numberField()],
      answers: () => [1],
      told: () => t("lesson_straight_line_answer", facts),
      more: [make("div", { class: "hv-actions" }, this.button), this.result],
    });
  }

  tap({ opens, title }, element) {
    const bends = opens.operator !== BARE;
    element.classList.add(bends ? "hv-bends" : "hv-straight");
    if (bends) this.found.add(element);
    const facts = { title, found: this.found.size, count: this.bending };
    const done = bends && this.found.size === this.bending;
    if (done) this.drawing.classList.add("hv-lesson-done");
    const key = done ? "done" : bends ? "bends" : "bare";
    this.said.textContent = t(`lesson_straight_line_${key}`, facts);
  }

  async run() {
    this.button.disabled = true;
    this.result.textContent = t("working");
    const answer = await this.server.straight({}).catch(() => null);
    this.button.disabled = false;
    if (!answer || answer.error) {
      this.result.textContent = t("error_failed");
      return;
    }
    const { count, window, difference, largest } = answer;
    const facts = { count, window, difference: scientific(difference, fixed), largest: fixed(largest, 1) };
    this.result.textContent = t("lesson_straight_line_ran", facts);
    this.result.dataset.window = window;
  }
}
