// Step 5: the window of two HetConvs in a chain, painted channel by channel.
import { comparedScores, seedRange, widestRange } from "../../shared/comparing/verdicts.js";
import { make } from "../../shared/elements.js";
import { fixed, t } from "../../shared/language.js";
import { modelName } from "../../shared/variants.js";
import { ownChannels } from "../channels.js";
import { linkTo } from "../onward.js";
import { choiceField, Prediction } from "../prediction.js";
import { wayOf, windows } from "../parts/reach.js";

const FILTER = 1; // of the second layer
const SIDE = 5;
const AT_WORK = { tab: "kernels", filter: 5, p: 4 }; // a filter on the visitor's picture
const square = (side) => `${side}×${side}`;

export class TwoLayers {
  painted = new Set();
  link = { tab: "costs", section: "pareto", p: 4 };

  constructor({ props }) {
    const { channels, parts, published } = props.numbers.two_layers;
    Object.assign(this, { channels, parts, published, props });
    this.first = windows(FILTER, 1, channels, parts);
    this.both = windows(FILTER, 2, channels, parts);
    this.tiles = this.both.map((_, j) => this.tile(j));
    this.said = make("p", { class: "hv-lesson-said", role: "status" }, t("lesson_two_layers_tap"));
    const onclick = () => this.paintAll();
    const all = make("button", { type: "button", class: "hv-secondary", onclick }, t("lesson_two_layers_all"));
    const tiles = make(
      "div",
      { class: "hv-lesson-tiles", role: "group", "aria-label": t("lesson_two_layers_group") },
      ...this.tiles,
    );
    this.thing = make("div", {}, tiles, make("div", { class: "hv-actions" }, all), this.said);
    this.prediction = this.predictionOf();
  }

  predictionOf() {
    const smallest = Math.min(...this.both);
    const options = [1, 3, 5].map((side) => [side, square(side)]);
    const facts = {
      smallest: square(smallest),
      largest: square(Math.max(...this.both)),
      own: this.own().join(t("lesson_comma")),
    };
    return new Prediction({
      question: t("lesson_two_layers_question"),
      fields: [choiceField(options)],
      answers: () => [smallest],
      told: () => t("lesson_two_layers_answer", facts),
      more: [
        make("p", {}, t("lesson_two_layers_published", this.publishedFacts())),
        make("p", {}, this.ours()),
        linkTo(t("lesson_two_layers_filter"), AT_WORK),
      ],
    });
  }

  own() {
    return ownChannels(FILTER, this.channels, this.parts);
  }

  publishedFacts() {
    const { standard, hetconv } = this.published;
    return { standard: fixed(standard, 2), hetconv: fixed(hetconv, 2), p: this.parts };
  }

  // What our own detectors scored, with the range of their seeds.
  ours() {
    const { rivals } = this.props.numbers.own_yolo;
    const entries = Object.fromEntries(rivals.map((row) => [row.variant, row]));
    const [left, right] = ["left", "right"].map((side) => entries[this.props.detectors[side]]);
    const spread = widestRange(entries, left, right);
    const { verdict } = comparedScores(left, right, spread);
    const said = [left, right].map((entry) => scoreText(entry)).join(t("lesson_comma"));
    return t("lesson_two_layers_ours", { said, verdict: t(verdict, { spread: fixed(spread, 3) }) });
  }

  tile(channel) {
    const cells = [...Array(SIDE * SIDE)].map(() => make("i", {}));
    const window = make("span", { class: "hv-lesson-reach", "aria-hidden": "true" }, ...cells);
    const name = make("span", {}, t("kernels_channel", { j: channel }));
    const size = make("strong", {}, "?");
    const onclick = () => this.paint(channel);
    const tile = make("button", { type: "button", class: "hv-lesson-tile", onclick }, name, window, size);
    mark(cells, this.first[channel], "hv-first");
    return tile;
  }

  paint(channel) {
    this.fill(channel);
    const { through, first, second } = wayOf(FILTER, channel, this.channels, this.parts);
    const name = (side) => (side === 1 ? t("lesson_dot") : square(side));
    const facts = {
      channel,
      through,
      filter: FILTER,
      first: name(first),
      second: name(second),
      size: square(this.both[channel]),
    };
    this.said.textContent = t("lesson_two_layers_said", facts);
  }

  fill(channel) {
    const tile = this.tiles[channel];
    this.painted.add(channel);
    mark([...tile.querySelectorAll("i")], this.both[channel], "hv-both");
    tile.querySelector("strong").textContent = square(this.both[channel]);
    tile.dataset.side = this.both[channel];
  }

  paintAll() {
    this.tiles.forEach((_, channel) => this.fill(channel));
    this.said.textContent = t("lesson_two_layers_painted", { own: this.own().join(t("lesson_comma")) });
  }
}

// Mark the cells of a window of this side, in the middle of the tile.
function mark(cells, side, look) {
  const edge = (SIDE - side) / 2;
  const inside = (at) => at >= edge && at < SIDE - edge;
  cells.forEach((cell, i) => cell.classList.toggle(look, inside(i % SIDE) && inside(Math.floor(i / SIDE))));
}

function scoreText(entry) {
  const range = seedRange(entry);
  const name = modelName(entry.variant);
  if (!range) return t("lesson_score_one", { name, map50: fixed(entry.map50, 3) });
  return t("lesson_score_range", { name, low: fixed(range.low, 3), high: fixed(range.high, 3), count: range.count });
}
