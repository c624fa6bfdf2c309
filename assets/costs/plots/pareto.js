// Accuracy against cost: every trained detector as a point, with its seeds' spread; the front joins what nothing beats.
import { t, count, fixed } from "../../shared/language.js";
import { make } from "../../shared/elements.js";
import { choice, room, small } from "../controls.js";
import { plotly, frame, style, legend } from "./chart.js";

export function pareto(shared) {
  const { props } = shared;
  let quantity = "operations";
  let Plotly = null;
  const plot = frame("", 400);
  const by = choice(
    t("costs_quantity"),
    [
      ["operations", t("costs_operations")],
      ["params", t("parameters")],
    ],
    quantity,
    (value) => {
      quantity = value;
      show();
    },
  );
  const trained = props.variants.filter((variant) => props.trained[variant]);
  const missing = props.variants.filter((variant) => !props.trained[variant]).map(shared.title);
  const seeds = (variant) => Object.values(props.trained[variant].seeds);
  const spread = (variant) => {
    const { map50 } = props.trained[variant];
    return [map50 - Math.min(map50, ...seeds(variant)), Math.max(map50, ...seeds(variant)) - map50];
  };

  function list() {
    return trained
      .map((variant) => ({ variant, x: shared.answer.variants[variant][quantity], y: props.trained[variant].map50 }))
      .sort((a, b) => a.x - b.x || b.y - a.y);
  }
  function front(points) {
    let best = -1;
    return points.filter((point) => {
      const keeps = point.y > best;
      best = Math.max(best, point.y);
      return keeps;
    });
  }
  const scale = (x) => (quantity === "operations" ? x / 1e9 : x / 1e6);
  const write = (x) => (quantity === "operations" ? `${fixed(x / 1e9, 3)} ${shared.unit("G")}` : count(x));
  const runs = (variant) =>
    seeds(variant).length > 1 ? t("costs_seeds", { count: seeds(variant).length }) : t("costs_one_seed");

  function show() {
    if (!shared.answer) return;
    plot.heading.textContent = quantity === "operations" ? `mAP50, ${shared.unit("G")}` : t("costs_pareto_params");
    if (!trained.length) {
      plot.say(t("costs_no_map"));
      return;
    }
    if (!Plotly) return;
    const colours = plot.colours();
    const points = list();
    const edge = front(points);
    const text = points.map(
      ({ variant, x, y }) => `${shared.title(variant)}: mAP50 ${fixed(y, 3)}, ${write(x)}, ${runs(variant)}`,
    );
    // Short, as the legend tells the blocks; on a narrow plot only P, which nothing else tells.
    const short = (variant) => (variant.startsWith("v5n") ? props.names[variant] : shared.title(variant));
    const name = (variant) =>
      variant.includes("csphet")
        ? short(variant).replace("CSPHet ", "")
        : plot.plot.clientWidth < 600
          ? ""
          : short(variant).replace(/ \w=\d+$/, "");
    const kind = (variant) => colours[style(variant)[0]];
    const middle = (points[0].x + points.at(-1).x) / 2;
    const place = (x, index) => `${index % 2 ? "bottom" : "top"} ${x > middle ? "left" : "right"}`; // inwards, neighbours apart
    const traces = [
      {
        x: edge.map((point) => scale(point.x)),
        y: edge.map((point) => point.y),
        mode: "lines",
        hoverinfo: "skip",
        line: { color: colours.soft, dash: "dot", width: 2 },
      },
      ...points.map(({ variant, x, y }, index) => ({
        x: [scale(x)],
        y: [y],
        mode: "markers+text",
        text: [name(variant)],
        textposition: place(x, index),
        cliponaxis: false,
        hovertext: [text[index]],
        hovertemplate: "%{hovertext}<extra></extra>",
        marker: { size: 13, color: kind(variant), symbol: variant.startsWith("v8n") ? "square" : "circle" },
        error_y: {
          type: "data",
          symmetric: false,
          array: [spread(variant)[1]],
          arrayminus: [spread(variant)[0]],
          color: kind(variant),
        },
      })),
    ];
    const [first, last] = [scale(points[0].x), scale(points.at(-1).x)];
    const room = 0.25 * (last - first) || 0.5; // for the names at both ends
    const axes = {
      xaxis: {
        range: [first - room, last + room],
        title: { text: quantity === "operations" ? shared.unit("G") : t("costs_million_params") },
      },
      yaxis: { title: { text: "mAP50" } },
      margin: { l: 56, r: 40, t: 24, b: 44 },
    };
    plot.draw(Plotly, traces, axes, text.join("; "));
  }

  const key = legend(trained, props.names);
  plotly(props.plotly).then(
    (loaded) => {
      Plotly = loaded;
      show();
    },
    () => plot.say(t("costs_no_plotly")),
  );
  const entry = trained.length ? props.trained[trained[0]] : null;
  const root = room(
    "pareto",
    make("p", {}, t("costs_pareto_lead")),
    make("div", { class: "hv-controls" }, by.root),
    key,
    plot.root,
    small(entry ? t("costs_pareto_note", { images: entry.images, size: entry.size }) : ""),
    small(t("costs_not_trained", { missing: missing.join(", ") || t("nothing") })),
  );
  return { root, show };
}
