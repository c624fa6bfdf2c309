// Step 1: a 3×3 moves over 7×7 pixels of an example; nine products and their sum; then a second channel joins.
import { palette } from "../../kernels/grid/palette.js";
import { colourScale, css } from "../../kernels/grid/pixels.js";
import { make } from "../../shared/elements.js";
import { count, t } from "../../shared/language.js";
import { numberField, Prediction } from "../prediction.js";
import { inkOn, productsAt, results, sumAt } from "../parts/sums.js";

const NAMES = ["red", "green"];
const SIZE = 3;
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const TINTS = { red: [1, 0.35, 0.35], green: [0.35, 1, 0.45] }; // so that a channel looks like its colour
const number = (value) => (value < 0 ? `−${count(-value)}` : count(value));

export class OneFilter {
  row = 1;
  column = 1;

  constructor({ props }) {
    const { patch, kernels, ...counts } = props.numbers.one_filter;
    this.patch = patch;
    const shape = `${counts.channels}.${counts.channels}.${SIZE}.40`;
    this.link = { tab: "kernels", operator: "standard", shape };
    this.channels = NAMES.map((name) => ({ name, pixels: patch[name], kernel: kernels[name] }));
    this.last = patch.side - SIZE;
    this.grids = this.channels.map((channel) => this.grid(channel));
    this.sums = this.channels.map(({ name }) => this.sum(name));
    this.results = make("table", { class: "hv-lesson-results" });
    this.said = make("p", { class: "hv-lesson-said", role: "status" });
    this.second = make("input", { type: "checkbox", role: "switch", onchange: () => this.show() });
    this.thing = this.layout();
    this.prediction = new Prediction({
      question: t("lesson_one_filter_question", counts),
      fields: [numberField()],
      answers: () => [counts.filter],
      told: () => t("lesson_one_filter_answer", counts),
    });
    this.show();
  }

  layout() {
    const joins = make("label", { class: "hv-kernels-switch" }, this.second, t("lesson_one_filter_second"));
    const rows = this.channels.map((_, index) => {
      const parts = [this.grids[index].root, this.sums[index].root];
      return make("div", { class: "hv-lesson-channel" }, ...parts);
    });
    this.rows = rows;
    const caption = make("figcaption", {}, t("lesson_one_filter_results"));
    const figure = make("figure", { class: "hv-lesson-output" }, caption, this.results);
    const below = make("div", { class: "hv-lesson-below" }, this.photo(), figure);
    return make("div", { class: "hv-lesson-filter" }, rows[0], joins, rows[1], this.said, below);
  }

  // The example around the patch, with a frame around the patch.
  photo() {
    const { picture, around, side, example } = this.patch;
    const image = make("img", { src: picture, alt: "" });
    const frame = make("span", { class: "hv-lesson-frame" });
    const percent = (pixels) => `${(100 * pixels) / (2 * around + side)}%`;
    Object.assign(frame.style, {
      left: percent(around),
      top: percent(around),
      width: percent(side),
      height: percent(side),
    });
    const caption = make("figcaption", {}, t("lesson_one_filter_place", { name: t(`example_${example}`), side }));
    return make("figure", { class: "hv-lesson-photo" }, caption, make("div", {}, image, frame));
  }

  // The pixels of a channel as numbers on their colours; the window on them moves by pointer and by keys.
  grid({ name, pixels }) {
    const cells = pixels.flat().map((value) => {
      const colour = TINTS[name].map((share) => Math.round(share * value));
      const cell = make("span", {}, String(value));
      Object.assign(cell.style, { background: css(colour), color: inkOn(colour) });
      return cell;
    });
    const frame = make("span", { class: "hv-lesson-window" });
    const attributes = {
      class: "hv-lesson-pixels",
      tabindex: 0,
      role: "application",
      "aria-roledescription": t("lesson_one_filter_role"),
      "aria-label": t("lesson_one_filter_pixels", { channel: t(`lesson_${name}`), side: pixels.length }),
      onkeydown: (event) => this.key(event),
      onpointerdown: (event) => this.point(event),
      onpointermove: (event) => this.point(event),
    };
    const root = make("div", attributes, ...cells, frame);
    return { root, frame };
  }

  sum(name) {
    const table = make("table", { class: "hv-lesson-products" });
    const total = make("p", { class: "hv-lesson-sum" });
    return { table, total, root: make("div", {}, make("h4", {}, t(`lesson_one_filter_${name}`)), table, total) };
  }

  key(event) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    this.move(this.row + step[0], this.column + step[1]);
  }

  // The window's middle follows the pointer.
  point(event) {
    if (event.pointerType !== "mouse" && event.type === "pointermove" && !event.buttons) return;
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const cell = width / this.patch.side;
    this.move(Math.floor((event.clientY - top) / cell) - 1, Math.floor((event.clientX - left) / cell) - 1);
  }

  move(row, column) {
    const within = (value) => Math.max(0, Math.min(this.last, value));
    if (within(row) === this.row && within(column) === this.column) return;
    Object.assign(this, { row: within(row), column: within(column) });
    this.show();
  }

  show() {
    const joined = this.second.checked;
    const shown = joined ? this.channels : this.channels.slice(0, 1);
    this.rows[1].hidden = !joined;
    const sums = this.channels.map(({ pixels, kernel }) => sumAt(pixels, kernel, this.row, this.column));
    this.channels.forEach((channel, index) => this.showChannel(channel, index, sums[index]));
    this.showResults(results(shown));
    const facts = { row: this.row + 1, column: this.column + 1, red: number(sums[0]), green: number(sums[1]) };
    const key = joined ? "lesson_one_filter_two" : "lesson_one_filter_one";
    this.said.textContent = t(key, { ...facts, total: number(sums[0] + sums[1]) });
  }

  // In the colours of another theme.
  repaint() {
    this.show();
  }

  showChannel({ pixels, kernel }, index, sum) {
    const cell = 100 / this.patch.side;
    const { frame } = this.grids[index];
    Object.assign(frame.style, { left: `${cell * this.column}%`, top: `${cell * this.row}%` });
    const { table, total } = this.sums[index];
    const products = productsAt(pixels, kernel, this.row, this.column);
    const term = ({ pixel, weight, product }) =>
      make("td", {}, make("span", {}, `${pixel} × ${number(weight)}`), make("strong", {}, number(product)));
    const rows = kernel.map((_, y) => make("tr", {}, ...products.slice(SIZE * y, SIZE * y + SIZE).map(term)));
    table.replaceChildren(make("tbody", {}, ...rows));
    total.textContent = t("lesson_one_filter_sum", { sum: number(sum) });
    total.dataset.sum = sum;
  }

  showResults(values) {
    const scale = colourScale(palette(), Math.max(...values.flat().map(Math.abs)));
    const rows = values.map((row, y) => make("tr", {}, ...row.map((value, x) => this.result(value, y, x, scale))));
    this.results.replaceChildren(make("tbody", {}, ...rows));
  }

  result(value, row, column, scale) {
    const current = row === this.row && column === this.column;
    const cell = make("td", { class: current ? "hv-now" : "", "data-value": value }, number(value));
    const colour = scale(value);
    Object.assign(cell.style, { background: css(colour), color: inkOn(colour) });
    return cell;
  }
}
