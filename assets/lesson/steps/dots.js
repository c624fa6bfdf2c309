// Step 2: on which of 8 channels does filter 1 keep its 3×3? The filters around it show the rule.
import { modulo } from "../../kernels/rules.js";
import { make } from "../../shared/elements.js";
import { t } from "../../shared/language.js";
import { ownChannels } from "../channels.js";
import { numberField, Prediction } from "../prediction.js";
import { kernelSign } from "../parts/signs.js";

const ASKED = 1; // the filter to be filled in

export class Dots {
  found = new Set();
  tried = new Set();

  constructor({ props }) {
    const { channels, parts, half, filter, dotted, halved } = props.numbers.dots;
    Object.assign(this, { channels, parts });
    this.right = ownChannels(ASKED, channels, parts);
    this.link = { tab: "kernels", operator: "hetconv", shape: `${channels}.${channels}.3.40`, p: parts };
    this.said = make(
      "p",
      { class: "hv-lesson-said", role: "status" },
      t("lesson_dots_tap", { filter: ASKED, p: parts }),
    );
    this.cells = [...Array(channels).keys()].map((j) => this.button(j));
    this.thing = make("div", {}, make("div", { class: "hv-scroll" }, this.table()), this.said);
    const facts = { before: filter, weights: dotted, half: halved, p: half, full: this.right.length };
    this.prediction = new Prediction({
      question: t("lesson_dots_question", facts),
      fields: [numberField()],
      answers: () => [dotted],
      told: () => t("lesson_dots_answer", { ...facts, dots: channels - this.right.length }),
    });
  }

  button(channel) {
    const onclick = () => this.tap(channel);
    const label = t("lesson_dots_cell", { filter: ASKED, channel });
    return make("button", { type: "button", class: "hv-lesson-cell", "aria-label": label, onclick }, "?");
  }

  table() {
    const numbers = [...Array(this.channels).keys()];
    const heads = numbers.map((j) => make("th", { scope: "col" }, String(j)));
    const title = make("th", { scope: "col" }, t("lesson_dots_channel"));
    const row = (filter, cells) =>
      make("tr", {}, make("th", { scope: "row" }, t("kernels_filter", { s: filter })), ...cells);
    const rows = [...Array(this.parts + 1).keys()].map((filter) => {
      if (filter === ASKED)
        return row(
          filter,
          this.cells.map((cell) => make("td", {}, cell)),
        );
      const own = ownChannels(filter, this.channels, this.parts);
      return row(
        filter,
        numbers.map((j) => make("td", {}, kernelSign(own.includes(j)))),
      );
    });
    const caption = make("caption", { class: "hv-hidden" }, t("lesson_dots_title"));
    return make(
      "table",
      { class: "hv-lesson-grid" },
      caption,
      make("thead", {}, make("tr", {}, title, ...heads)),
      make("tbody", {}, ...rows),
    );
  }

  tap(channel) {
    const good = this.right.includes(channel);
    this.tried.add(channel);
    if (good) this.found.add(channel);
    this.fill(channel, good);
    const rest = modulo(channel - ASKED, this.parts);
    const facts = { channel, filter: ASKED, p: this.parts, rest, missing: this.right.length - this.found.size };
    const done = this.found.size === this.right.length;
    if (done) this.cells.forEach((_, j) => this.fill(j, this.right.includes(j)));
    this.said.textContent = t(done ? "lesson_dots_done" : good ? "lesson_dots_good" : "lesson_dots_dot", facts);
  }

  fill(channel, raster) {
    const cell = this.cells[channel];
    const what = t(raster ? "lesson_dots_is_raster" : "lesson_dots_is_dot");
    cell.replaceChildren(kernelSign(raster, false));
    cell.setAttribute("aria-label", `${t("lesson_dots_cell", { filter: ASKED, channel })}: ${what}`);
    cell.dataset.kind = raster ? "raster" : "dot";
  }
}
