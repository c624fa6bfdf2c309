// What a map is worth: a table of figures, the trust test, the curves of deletion and insertion, the channels.
import { make } from "../shared/elements.js";
import { fixed, t } from "../shared/language.js";
import { chart, painted } from "./drawing.js";
import { areaUnder } from "./maps.js";
import { models, nameOf, percent, short, SIDES, some } from "./writing.js";

const three = (value) => fixed(value, 3);

// Return the rows of the table of figures; `areas` gives the area under a side's curve ("deleted", "inserted") or null.
export function figureRows({ sides, agreement }, areas) {
  const title = (key) => make("th", { scope: "row" }, t(key));
  const cell = (text, attributes = {}) => make("td", { class: "hv-number", ...attributes }, text);
  const row = (key, text) => make("tr", {}, title(key), ...SIDES.map((side) => cell(sides[side] ? text(side) : "–")));
  const both = (key, value) => make("tr", {}, title(key), cell(some(value, three), { colspan: 2 }));
  const heads = SIDES.map((side) => make("th", { scope: "col", class: `hv-${side}` }, nameOf(side)));
  const rows = [
    row("figure_confidence", (side) => three(sides[side].confidence)),
    row("figure_energy", (side) => some(sides[side].figures.energy_inside, percent)),
    row("figure_peak", (side) => some(sides[side].figures.peak_inside, (inside) => t(inside ? "yes" : "no"))),
    row("figure_deletion", (side) => some(areas(side, "deleted"), three)),
    row("figure_insertion", (side) => some(areas(side, "inserted"), three)),
    both("figure_correlation", agreement.correlation),
    both("figure_similarity", agreement.similarity),
  ];
  const head = make("tr", {}, make("th", { scope: "col" }, t("figure")), ...heads);
  return [make("thead", {}, head), make("tbody", {}, ...rows)];
}

// Return one step of the trust test: both maps with weights random from the head down to a depth.
export function trustStep(depth, { sides }, colours) {
  const name = t(`depth_${depth}`);
  const maps = SIDES.filter((side) => sides[side]).map((side) => {
    const { map, correlation, reason } = sides[side];
    const number = reason ? t("blank") : some(correlation, (value) => fixed(value, 2));
    const picture = painted(map, colours, `${nameOf(side)}, ${name}: ${number}`);
    return make("div", { class: `hv-${side}` }, picture, make("strong", { class: "hv-number" }, number));
  });
  return make("figure", {}, make("figcaption", {}, name), ...maps);
}

// The curves of both sides, point by point: {fraction, left: {deleted, inserted}, right: …}.
export class Curves {
  points = [];

  constructor(fractions) {
    this.fractions = fractions;
    this.root = make("div", { class: "hv-charts" });
  }

  clear() {
    this.points = [];
    this.root.replaceChildren();
  }

  add(index, { sides }) {
    this.points.push({ fraction: this.fractions[index], ...sides });
    const note = make("p", { class: "hv-small" }, t("curves_axis"));
    const charts = [this.chart("deleted", t("deletion")), this.chart("inserted", t("insertion"))];
    this.root.replaceChildren(...charts, note);
  }

  line(side, what) {
    return this.points.map((point) => [point.fraction, point[side][what]]);
  }

  // Return the area under a side's curve; null until it is complete.
  area(side, what) {
    return this.points.length === this.fractions.length ? areaUnder(this.line(side, what)) : null;
  }

  chart(what, title) {
    const sides = SIDES.filter((side) => this.points[0][side]);
    const curves = sides.map((side) => ({ className: `hv-line-${side}`, points: this.line(side, what) }));
    const end = (side, index) => (sides.includes(side) ? fixed(this.points.at(index)[side][what], 2) : "–");
    const ends = {
      left_first: end("left", 0),
      left_last: end("left", -1),
      right_first: end("right", 0),
      right_last: end("right", -1),
    };
    const label = t("curve_label", { title, ...ends, ...models() });
    const drawn = chart(curves, label, (value) => fixed(value, 2));
    return make("figure", {}, make("figcaption", {}, title), drawn);
  }
}

// Return the strongest channels of both sides' layers, as small pictures with their weight and share.
export function channelSections({ sides }, colours) {
  return SIDES.filter((side) => sides[side]).map((side) => {
    const pictures = sides[side].channels.map((channel) => channelFigure(channel, sides[side].count, colours));
    const strip = make("div", { class: "hv-strip" }, ...pictures);
    return make("section", { class: `hv-${side}` }, make("h3", {}, nameOf(side)), strip);
  });
}

function channelFigure({ index, weight, share, map }, count, colours) {
  const name = t("channel", { index, count });
  const numbers = t("channel_numbers", { weight: short(weight), share: fixed(100 * share, 1) });
  const caption = make("figcaption", {}, make("strong", {}, name), make("span", {}, numbers));
  return make("figure", {}, painted(map, colours, name), caption);
}
