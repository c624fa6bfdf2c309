// Other recipes: how far each detector is from its family's original by every recipe, its scores, and the learning curves.
import { make } from "../../shared/elements.js";
import { fixed, signed, t } from "../../shared/language.js";
import { variants } from "../../shared/variants.js";
import { room, small } from "../controls.js";
import { originalOf, shortName, title } from "../detectors.js";
import { Frame, legend, withPlotly } from "./chart.js";
import { Curves } from "./curves.js";
import { distances, lastScores, mean } from "./points.js";

// The look of each recipe: the colour's name, Plotly's name of the mark, and the mark as a letter.
const LOOKS = [
  ["ink", "circle", "●"],
  ["dual", "square", "■"],
  ["csppc", "diamond", "◆"],
  ["het", "triangle-up", "▲"],
];
const BESIDE = 0.24; // from one recipe's marks to the next one's, where detectors stand 1 apart

const lookOf = (at) => LOOKS[at % LOOKS.length];
const score = (value) => fixed(value, 3);
const taught = (entry) => (entry.teacher ? t("costs_recipes_taught", entry) : t("costs_recipes_boxes"));

// Return mean (lowest–highest) of a detector's runs on the photographs held out; of one run its score.
function heldOut(scores) {
  const values = scores.map(({ value }) => value);
  if (values.length < 2) return values.map(score).join("") || "–";
  return `${score(mean(values))} (${score(Math.min(...values))}–${score(Math.max(...values))})`;
}

function mark(at) {
  const [colour, , letter] = lookOf(at);
  return make("span", { class: "hv-mark", style: `color: var(--hv-${colour})`, "aria-hidden": "true" }, letter);
}

function table(sets) {
  const names = [...new Set(sets.flatMap(({ trained }) => Object.keys(trained)))];
  const scores = sets.map(({ curves }) => lastScores(curves));
  const number = (text) => make("td", { class: "hv-number" }, text);
  const cells = (variant) =>
    sets.flatMap(({ trained }, at) => [
      number(trained[variant] ? score(trained[variant].map50) : "–"),
      number(heldOut(scores[at][variant] || [])),
    ]);
  const row = (variant) => make("tr", {}, make("th", { scope: "row" }, title(variant)), ...cells(variant));
  const recipes = sets.map(({ short }, at) => make("th", { scope: "colgroup", colspan: 2 }, mark(at), short));
  const parts = sets.flatMap(() => [t("costs_recipes_val"), t("costs_recipes_held_out")]);
  const head = [
    make("tr", {}, make("th", { rowspan: 2, scope: "col" }, t("costs_recipes_detector")), ...recipes),
    make("tr", {}, ...parts.map((text) => make("th", { scope: "col" }, text))),
  ];
  return make("table", {}, make("thead", {}, ...head), make("tbody", {}, ...names.map(row)));
}

// Which recipe each mark belongs to.
function marks(sets) {
  const items = sets.map(({ name }, at) => make("li", {}, mark(at), make("span", {}, name)));
  return make("ul", { class: "hv-legend" }, ...items);
}

// The runs of every recipe as marks, a detector beside the other: 0 is the mean of its family's original by the same recipe.
class Distances {
  constructor(sets, plotly) {
    this.sets = sets.map(({ name, curves }) => ({ name, runs: distances(lastScores(curves), originalOf) }));
    const found = new Set(this.sets.flatMap(({ runs }) => runs.map(({ variant }) => variant)));
    this.names = Object.keys(variants).filter((variant) => found.has(variant));
    this.frame = new Frame(t("costs_recipes_distance"), 400);
    withPlotly(plotly, [this.frame], () => this.show());
    this.root = this.frame.root;
  }

  said({ variant, seed, value, distance }) {
    const from = title(originalOf(variant));
    const run = `${title(variant)}, ${t("costs_training_seed", { seed })}`;
    return t("costs_recipes_run", { run, value: score(value), distance: signed(distance, score), from });
  }

  trace({ name, runs }, at, colours) {
    const [colour, symbol] = lookOf(at);
    const aside = BESIDE * (at - (this.sets.length - 1) / 2);
    return {
      x: runs.map(({ variant }) => this.names.indexOf(variant) + aside),
      y: runs.map(({ distance }) => distance),
      mode: "markers",
      text: runs.map((run) => `${this.said(run)}<br>${name}`),
      hovertemplate: "%{text}<extra></extra>",
      marker: { size: 9, symbol, color: colours[colour], opacity: 0.8 },
    };
  }

  // Return in words how far each detector's runs are from 0 on average.
  described({ name, runs }) {
    const distance = (variant) => mean(runs.filter((run) => run.variant === variant).map((run) => run.distance));
    const placed = this.names.filter((variant) => runs.some((run) => run.variant === variant));
    return `${name}: ${placed.map((variant) => `${title(variant)} ${signed(distance(variant), score)}`).join("; ")}`;
  }

  show() {
    if (!this.frame.Plotly) return;
    const colours = this.frame.colours();
    const axes = {
      xaxis: {
        tickvals: this.names.map((_, at) => at),
        ticktext: this.names.map(shortName),
        range: [-0.6, this.names.length - 0.4],
        zeroline: false,
      },
      yaxis: { title: { text: t("costs_recipes_axis") }, zeroline: true, zerolinewidth: 2 },
    };
    const traces = this.sets.map((set, at) => this.trace(set, at, colours));
    this.frame.draw(traces, axes, this.sets.map((set) => this.described(set)).join(". "));
  }
}

export class Recipes {
  constructor({ props }) {
    const sets = [props, ...props.others].filter(({ trained }) => Object.keys(trained).length);
    if (sets.length < 2) {
      this.root = "";
      return;
    }
    const named = sets.map(({ trained, curves }) => {
      const [entry] = Object.values(trained);
      const short = t("costs_recipes_short", entry);
      return { trained, curves, entry, short, name: t("costs_recipes_name", { ...entry, taught: taught(entry) }) };
    });
    const curves = named.slice(1).map((set) => ({ ...set, plots: new Curves(set.curves, props.plotly) }));
    this.plots = [new Distances(named, props.plotly), ...curves.map(({ plots }) => plots)];
    this.root = room(
      "recipes",
      make("p", {}, t("costs_recipes_lead", named[0].entry)),
      marks(named),
      this.plots[0].root,
      make(
        "div",
        { class: "hv-scroll", tabindex: 0, role: "region", "aria-label": t("costs_recipes_detector") },
        table(named),
      ),
      small(t("costs_recipes_note", named[0].entry)),
      legend(Object.keys(props.curves)),
      ...curves.flatMap(({ short, plots }, at) => [make("p", {}, mark(at + 1), short), plots.root]),
    );
  }

  show() {
    this.plots?.forEach((plot) => plot.show());
  }
}
