// P against everything: parameters, operations, accuracy and time over P, with the other blocks as lines across.
import { make } from "../../shared/elements.js";
import { count, fixed, t, together } from "../../shared/language.js";
import { setting } from "../../shared/setting.js";
import { explained } from "../../shared/terms.js";
import { modelName, withP } from "../../shared/variants.js";
import { choice, room, select, small } from "../controls.js";
import { het, originalOf, withoutChoice } from "../detectors.js";
import { Frame, legend, style, withPlotly } from "./chart.js";
import { scoreOf } from "./points.js";

const LINES = withoutChoice("v5n");
const RANGE = [-0.4, 4.4]; // of the axis of P, whose stops are 0 to 4
const HOVER = { hovertemplate: "%{text}<extra></extra>" };
const WRITE = {
  params: count,
  operations: (value) => fixed(value, 3),
  map50: (value) => fixed(value, 3),
  ms: (value) => `${fixed(value, 2)} ms`,
};
const widthText = ({ channels, side }) => `${channels} → ${channels}, ${side} × ${side}`;

export class OverP {
  scope = "detector";
  width = 2; // index of the layer whose curve is shown
  drawn = []; // the plots as they are: {key, found, last trace}

  constructor(costs) {
    Object.assign(this, { costs, parts: costs.props.parts });
    this.frames = Object.fromEntries(Object.keys(WRITE).map((key) => [key, new Frame("")]));
    this.sentence = make("p", { class: "hv-sentence", role: "status" });
    this.note = small();
    const frames = Object.values(this.frames);
    withPlotly(costs.props.plotly, frames, () => this.show());
    this.root = room(
      "plots",
      this.sentence,
      make("div", { class: "hv-controls" }, ...this.controls()),
      legend([het(), ...LINES]),
      make("div", { class: "hv-plots" }, ...frames.map(({ root }) => root)),
      this.note,
    );
  }

  controls() {
    const scopes = [
      ["detector", t("costs_scope_detector")],
      ["layer", t("costs_scope_layer")],
    ];
    const scope = choice(t("costs_scope"), scopes, this.scope, (value) => {
      this.scope = value;
      this.widths.root.hidden = value !== "layer";
      this.show();
    });
    this.widths = select(t("costs_width"), [[this.width, ""]], this.width, (value) => {
      this.width = value;
      this.show();
    });
    this.widths.root.hidden = true;
    return [scope.root, this.widths.root];
  }

  curve() {
    return this.costs.answer.curves[this.width];
  }

  // Return variant -> {value, low, high} of one quantity, as far as it is known.
  values(key) {
    const all = [...LINES, ...this.parts.map(withP)];
    const found = all.map((variant) => [variant, this.known(key, variant)]).filter(([, value]) => value);
    return Object.fromEntries(found);
  }

  known(key, variant) {
    const whole = this.scope === "detector";
    if (key === "map50") return whole ? scoreOf(this.costs.props.trained[variant]) : null;
    if (key === "ms") {
      const { channels, side } = this.curve();
      return this.costs.milliseconds(this.scope, whole ? this.costs.latest.detector : `${channels}/${side}`, variant);
    }
    const { params, operations } = this.costs.answer.variants[variant];
    const pair = whole ? [params, operations] : this.curve().counts[variant];
    return { value: key === "params" ? pair[0] : pair[1] / (whole ? 1e9 : 1e6) };
  }

  title(key) {
    const layer = this.scope === "layer";
    const size = this.costs.latest.detector;
    const at = layer ? widthText(this.curve()) : size ? `${size}×${size}` : "–";
    if (key === "params") return t(layer ? "costs_weights" : "parameters");
    if (key === "operations") return layer ? this.costs.unit("M") : t("costs_unit_at", this.costs.countedAt());
    return key === "map50" ? this.costs.mapTitle() : t("costs_measured_ms", { at });
  }

  // ---- traces ----
  line(variant, key, { value }, colours) {
    const [colour, dash] = style(variant);
    const text = `${modelName(variant)}: ${WRITE[key](value)}`;
    const three = (what) => [what, what, what];
    const look = { color: colours[colour], dash, width: 2 };
    return { x: [RANGE[0], 2, RANGE[1]], y: three(value), text: three(text), mode: "lines", line: look, ...HOVER };
  }

  // The curve over P, with the spread of several runs where there is one.
  overP(key, found, colours) {
    const stops = this.parts.map((p, index) => ({ index, p, ...found[withP(p)] }));
    const known = stops.filter(({ value }) => value !== undefined);
    const spread = {
      type: "data",
      symmetric: false,
      color: colours.right,
      array: known.map(({ high, value }) => high - value),
      arrayminus: known.map(({ low, value }) => value - low),
    };
    return {
      x: known.map(({ index }) => index),
      y: known.map(({ value }) => value),
      mode: "lines+markers",
      text: known.map(({ p, value }) => `P = ${p}: ${WRITE[key](value)}`),
      line: { color: colours.right, width: 3 },
      marker: { size: 8, color: colours.right },
      ...(known.some(({ low }) => low !== undefined) ? { error_y: spread } : {}),
      ...HOVER,
    };
  }

  // Return where the mark of the page's P stands: the coordinates of one trace.
  mark(found) {
    const own = found[het()];
    return { x: own ? [[this.parts.indexOf(setting.p)]] : [[]], y: own ? [[own.value]] : [[]] };
  }

  upright(colours) {
    const x = this.parts.indexOf(setting.p);
    const line = { color: colours.soft, width: 1, dash: "dot" };
    return [{ type: "line", x0: x, x1: x, yref: "paper", y0: 0, y1: 1, line }];
  }

  traces(key, found, colours) {
    const lines = LINES.filter((variant) => found[variant]);
    const { x, y } = this.mark(found);
    const ring = { size: 18, symbol: "circle-open", color: colours.right, line: { width: 3 } };
    return [
      ...lines.map((variant) => this.line(variant, key, found[variant], colours)),
      this.overP(key, found, colours),
      { x: x[0], y: y[0], mode: "markers", hoverinfo: "skip", marker: ring },
    ];
  }

  // ---- showing ----
  // Draw one plot and return what it shows, or say why there is nothing.
  draw(key) {
    const frame = this.frames[key];
    const found = this.values(key);
    frame.heading.textContent = this.title(key);
    if (!Object.keys(found).length) {
      const unmeasured = this.scope === "detector" ? "costs_no_map" : "costs_map_of_layer";
      frame.say(t(key === "map50" ? unmeasured : "costs_no_ms"));
      return null;
    }
    const colours = frame.colours();
    const ticks = { tickvals: this.parts.map((_, index) => index), ticktext: this.parts.map(String) };
    const xaxis = { title: { text: "P" }, ...ticks, range: RANGE };
    const axes = { xaxis, yaxis: { rangemode: "tozero" }, shapes: this.upright(colours) };
    const traces = this.traces(key, found, colours);
    const numbers = Object.entries(found).map(([variant, { value }]) => `${modelName(variant)} ${WRITE[key](value)}`);
    frame.draw(traces, axes, `${this.title(key)}: ${numbers.join("; ")}`);
    return { key, found, last: traces.length - 1 };
  }

  say() {
    const { counts, channels } = this.curve();
    const [own, original] = [het(), originalOf(het())];
    const share = (value, all) => 100 * (1 - value / all);
    const { variants } = this.costs.answer;
    const saved = share(variants[own].params, variants[original].params);
    const layer = fixed(share(counts[own][0], counts[original][0]), 1);
    const facts = { p: setting.p, channels, layer, detector: fixed(Math.abs(saved), 1) };
    const key = saved < 0 ? "costs_plots_more" : "costs_plots_fewer";
    this.sentence.replaceChildren(...explained(t(key, facts), ["frame"]));
  }

  // Only the mark of the current P moves; nothing else has changed. A plot that is still to be drawn is drawn anew.
  move() {
    if (!this.drawn.length) {
      this.show();
      return;
    }
    this.drawn.forEach(({ key, found, last }) => {
      const frame = this.frames[key];
      if (frame.waiting) this.draw(key);
      else frame.update(last, this.mark(found), { shapes: this.upright(frame.colours()) });
    });
    this.say();
  }

  show() {
    const { answer } = this.costs;
    if (!answer) return;
    const widths = answer.curves.map((row, index) => [index, widthText(row)]);
    this.widths.offer(widths, this.width);
    this.note.textContent = together(this.costs.convention(), this.costs.otherSize(), t("costs_plots_note"));
    this.say();
    if (!this.frames.params.Plotly) return;
    this.drawn = Object.keys(this.frames)
      .map((key) => this.draw(key))
      .filter(Boolean);
  }
}
