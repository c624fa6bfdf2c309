// P against everything: parameters, operations, accuracy and time over P, with the other blocks as lines across.
import { t, count, fixed } from "../../shared/language.js";
import { make } from "../../shared/elements.js";
import { setting } from "../../shared/setting.js";
import { choice, select, room, small } from "../controls.js";
import { plotly, frame, style, legend } from "./chart.js";

const LINES = ["v5n-c3", "v5n-csppc", "v5n-c3dual-g4", "v5n-c3het-p4"];
const het = (p) => `v5n-csphet-p${p}`;

export function plots(shared) {
  const { props } = shared;
  const { parts } = props;
  const chosen = { scope: "detector", width: 2 };
  let Plotly = null;
  let drawn = [];

  const frames = Object.fromEntries(["params", "operations", "map50", "ms"].map((key) => [key, frame("")]));
  const sentence = make("p", { class: "hv-sentence", role: "status" });
  const note = small();
  const scope = choice(
    t("costs_scope"),
    [
      ["detector", t("costs_scope_detector")],
      ["layer", t("costs_scope_layer")],
    ],
    "detector",
    (value) => {
      chosen.scope = value;
      width.root.hidden = value !== "layer";
      show();
    },
  );
  const nameOfWidth = ({ channels, side }) => `${channels} → ${channels}, ${side} × ${side}`;
  const widths = () =>
    shared.answer ? shared.answer.curves.map((row, index) => [index, nameOfWidth(row)]) : [[2, ""]];
  const width = select(t("costs_width"), widths(), 2, (value) => {
    chosen.width = value;
    show();
  });
  width.root.hidden = true;
  const key = legend([het(4), ...LINES], props.names);

  const place = () => {
    const row = shared.answer.curves[chosen.width];
    return `${row.channels}/${row.side}`;
  };

  // Return variant -> {value, low, high} of one quantity, as far as it is known.
  function values(key) {
    const all = [...LINES, ...parts.map(het)];
    const found = all.map((variant) => [variant, known(key, variant)]).filter(([, value]) => value);
    return Object.fromEntries(found);
  }
  function known(key, variant) {
    const whole = chosen.scope === "detector";
    if (key === "map50") return whole ? score(variant) : null;
    if (key === "ms") return shared.milliseconds(chosen.scope, whole ? shared.latest.detector : place(), variant);
    const pair = whole ? null : shared.answer.curves[chosen.width].counts[variant];
    const row = shared.answer.variants[variant];
    if (key === "params") return { value: pair ? pair[0] : row.params };
    return { value: (pair ? pair[1] : row.operations) / (whole ? 1e9 : 1e6) };
  }
  function score(variant) {
    const entry = props.trained[variant];
    const seeds = entry ? Object.values(entry.seeds) : [];
    return entry && { value: entry.map50, low: Math.min(entry.map50, ...seeds), high: Math.max(entry.map50, ...seeds) };
  }

  const write = {
    params: count,
    operations: (v) => fixed(v, 3),
    map50: (v) => fixed(v, 3),
    ms: (v) => `${fixed(v, 2)} ms`,
  };
  function titles() {
    const layer = chosen.scope === "layer";
    const at = layer ? nameOfWidth(shared.answer.curves[chosen.width]) : shared.latest.detector || "–";
    return {
      params: layer ? t("costs_weights") : t("parameters"),
      operations: shared.unit(layer ? "M" : "G"),
      map50: "mAP50",
      ms: t("costs_measured_ms", { at }),
    };
  }
  const mark = (found) => {
    const own = found[het(setting.p)];
    return { x: own ? [[parts.indexOf(setting.p)]] : [[]], y: own ? [[own.value]] : [[]] };
  };
  const upright = (colours) => [
    {
      type: "line",
      x0: parts.indexOf(setting.p),
      x1: parts.indexOf(setting.p),
      yref: "paper",
      y0: 0,
      y1: 1,
      line: { color: colours.soft, width: 1, dash: "dot" },
    },
  ];

  function traces(key, found, colours) {
    const hover = { hovertemplate: "%{text}<extra></extra>" };
    const lines = LINES.filter((variant) => found[variant]).map((variant) => {
      const [colour, dash] = style(variant);
      const text = `${props.names[variant]}: ${write[key](found[variant].value)}`;
      return {
        x: [-0.4, 2, 4.4],
        y: Array(3).fill(found[variant].value),
        text: Array(3).fill(text),
        mode: "lines",
        line: { color: colours[colour], dash, width: 2 },
        ...hover,
      };
    });
    const stops = parts.map((p, index) => ({ index, p, ...found[het(p)] })).filter((stop) => stop.value !== undefined);
    const spread = stops.some((stop) => stop.low !== undefined)
      ? {
          error_y: {
            type: "data",
            symmetric: false,
            color: colours.right,
            array: stops.map((stop) => stop.high - stop.value),
            arrayminus: stops.map((stop) => stop.value - stop.low),
          },
        }
      : {};
    const curve = {
      x: stops.map((stop) => stop.index),
      y: stops.map((stop) => stop.value),
      mode: "lines+markers",
      text: stops.map((stop) => `P = ${stop.p}: ${write[key](stop.value)}`),
      line: { color: colours.right, width: 3 },
      marker: { size: 8, color: colours.right },
      ...spread,
      ...hover,
    };
    const {
      x: [x],
      y: [y],
    } = mark(found);
    const current = {
      x,
      y,
      mode: "markers",
      hoverinfo: "skip",
      marker: { size: 18, symbol: "circle-open", color: colours.right, line: { width: 3 } },
    };
    return [...lines, curve, current];
  }

  function describe(key, found) {
    const numbers = Object.entries(found).map(([variant, { value }]) => `${props.names[variant]} ${write[key](value)}`);
    return `${titles()[key]}: ${numbers.join("; ")}`;
  }

  function draw(key) {
    const found = values(key);
    frames[key].heading.textContent = titles()[key];
    if (!Object.keys(found).length) {
      const unmeasured = chosen.scope === "detector" ? "costs_no_map" : "costs_map_of_layer";
      frames[key].say(t(key === "map50" ? unmeasured : "costs_no_ms"));
      return null;
    }
    const colours = frames[key].colours();
    const axes = {
      xaxis: {
        title: { text: "P" },
        tickvals: parts.map((_, index) => index),
        ticktext: parts.map(String),
        range: [-0.4, 4.4],
      },
      yaxis: { rangemode: "tozero" },
      shapes: upright(colours),
    };
    const list = traces(key, found, colours);
    frames[key].draw(Plotly, list, axes, describe(key, found));
    return { key, found, last: list.length - 1 };
  }

  function say() {
    const { counts, channels } = shared.answer.curves[chosen.width];
    const share = (own, all) => 100 * (1 - own / all);
    const variants = shared.answer.variants;
    const saved = share(variants[het(setting.p)].params, variants["v5n-c3"].params);
    sentence.textContent = t(saved < 0 ? "costs_plots_more" : "costs_plots_fewer", {
      p: setting.p,
      channels,
      layer: fixed(share(counts[het(setting.p)][0], counts["v5n-c3"][0]), 1),
      detector: fixed(Math.abs(saved), 1),
    });
  }

  // Only the mark of the current P moves; nothing else has changed. A plot that is still to be drawn gets a new drawing.
  function move() {
    const shapes = (key) => ({ shapes: upright(frames[key].colours()) });
    drawn.forEach(({ key, found, last }) => {
      if (frames[key].waits()) draw(key);
      else Plotly.update(frames[key].plot, mark(found), shapes(key), [last]);
    });
    say();
  }

  function show() {
    if (!shared.answer) return;
    width.offer(widths(), chosen.width);
    note.textContent = `${shared.convention()} ${t("costs_plots_note")}`;
    say();
    if (!Plotly) return;
    drawn = Object.keys(frames).map(draw).filter(Boolean);
  }

  plotly(props.plotly).then(
    (loaded) => {
      Plotly = loaded;
      show();
    },
    () => Object.values(frames).forEach((frame) => frame.say(t("costs_no_plotly"))),
  );
  const root = room(
    "plots",
    sentence,
    make("div", { class: "hv-controls" }, scope.root, width.root),
    key,
    make("div", { class: "hv-plots" }, ...Object.values(frames).map((frame) => frame.root)),
    note,
  );
  return { root, show, move: () => (Plotly && drawn.length ? move() : show()) };
}
