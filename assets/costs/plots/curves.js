// Learning curves: loss and held-out mAP50 over the epochs of every run, the detectors of the moment in bold.
import { make } from "../../shared/elements.js";
import { fixed, t } from "../../shared/language.js";
import { setting } from "../../shared/setting.js";
import { title } from "../detectors.js";
import { Frame, style, withPlotly } from "./chart.js";
import { sizeChanges } from "./points.js";

const name = ({ variant, seed }) => `${title(variant)}, ${t("costs_training_seed", { seed })}`;
const bold = ({ variant }) => variant === setting.left || variant === setting.right;

// Return a list of runs {variant, seed, curve: [{epoch, size, loss, map50 where it was scored}]}.
function runsOf(curves) {
  const seeds = ([variant, runs]) => Object.entries(runs).map(([seed, curve]) => ({ variant, seed, curve }));
  return Object.entries(curves).flatMap(seeds);
}

function trace(run, key, colours) {
  const [colour, dash] = style(run.variant);
  const rows = run.curve.filter((row) => row[key] !== undefined);
  const epoch = (row) => t("costs_training_epoch", { epoch: row.epoch, size: row.size });
  return {
    x: rows.map((row) => row.epoch),
    y: rows.map((row) => row[key]),
    mode: key === "loss" ? "lines" : "lines+markers",
    text: rows.map((row) => `${name(run)}, ${epoch(row)}: ${fixed(row[key], 3)}`),
    hovertemplate: "%{text}<extra></extra>",
    opacity: bold(run) ? 1 : 0.45,
    marker: { size: 5 },
    line: { color: colours[colour], dash, width: bold(run) ? 3 : 1.5 },
  };
}

// Return a dotted line where the input size changes, its new size beside it.
function steps(curve, colours) {
  const changes = sizeChanges(curve).map(({ epoch, size }) => ({ x: epoch - 0.5, size }));
  const line = { color: colours.soft, width: 1, dash: "dot" };
  const place = { xanchor: "left", yref: "paper", y: 1, yanchor: "bottom", showarrow: false };
  const font = { color: colours.soft, size: 13 };
  return {
    shapes: changes.slice(1).map(({ x }) => ({ type: "line", x0: x, x1: x, yref: "paper", y0: 0, y1: 1, line })),
    annotations: changes.map(({ x, size }) => ({ x, ...place, text: `${size} px`, font })),
  };
}

// curves: variant -> seed -> rows; plotly: address of its script.
export class Curves {
  constructor(curves, plotly) {
    this.runs = runsOf(curves);
    this.frames = { loss: new Frame(t("costs_training_loss")), map50: new Frame(t("costs_training_map")) };
    withPlotly(plotly, Object.values(this.frames), () => this.show());
    this.root = make("div", { class: "hv-plots" }, this.frames.loss.root, this.frames.map50.root);
  }

  draw(key) {
    const frame = this.frames[key];
    const colours = frame.colours();
    const ordered = [...this.runs].sort((a, b) => bold(a) - bold(b)); // bold ones on top
    const last = (run) => run.curve.findLast((row) => row[key] !== undefined);
    const scored = this.runs.filter(last).map((run) => `${name(run)} ${fixed(last(run)[key], 3)}`);
    const axes = {
      xaxis: { title: { text: t("costs_training_epochs") } },
      yaxis: { rangemode: key === "loss" ? "normal" : "tozero" },
      margin: { l: 56, r: 16, t: 26, b: 44 },
      ...steps(this.runs[0].curve, colours),
    };
    const traces = ordered.map((run) => trace(run, key, colours));
    frame.draw(traces, axes, `${frame.heading.textContent}: ${scored.join("; ")}`);
  }

  show() {
    if (!this.runs.length) Object.values(this.frames).forEach((frame) => frame.say(t("costs_no_map")));
    else if (this.frames.loss.Plotly) Object.keys(this.frames).forEach((key) => this.draw(key));
  }
}
