// Where the rest is: every detector's parameters or operations by part, and as areas, block by block.
import { t, count, fixed } from "../../shared/language.js";
import { make } from "../../shared/elements.js";
import { choice, room, small } from "../controls.js";
import { plotly, frame, mixed } from "./chart.js";

const SHARES = ["inside", "frame", "outside", "head"];
const OWN = { c3: "left", c2f: "left", csphet: "right", csppc: "csppc", c3dual: "dual", c3het: "het" }; // colours of the blocks

// Inside and frame have the colour of their block, the frame a pale one; all else is grey.
function colour(colours, variant, key) {
  if (key === "outside") return colours.soft;
  if (key === "head") return colours.line;
  return mixed(colours[OWN[variant.split("-")[1]]], colours.card, key === "frame" ? 0.4 : 1);
}

export function shares(shared) {
  const { props } = shared;
  let measure = 0; // 0: parameters, 1: operations
  let Plotly = null;
  const bars = frame(t("costs_shares_bars"), 380);
  const areas = [frame("", 340), frame("", 340)];
  const by = choice(
    t("costs_quantity"),
    [
      [0, t("parameters")],
      [1, t("costs_operations")],
    ],
    0,
    (value) => {
      measure = value;
      show();
    },
  );
  const squares = (key) =>
    (["inside", "frame"].includes(key) ? ["left", "right"] : [""]).map((side) =>
      make("span", { class: `hv-square hv-square-${key} hv-square-${side}`, "aria-hidden": "true" }),
    );
  const legend = make(
    "ul",
    { class: "hv-legend" },
    ...SHARES.map((key) => make("li", {}, ...squares(key), t(`costs_share_${key}`))),
  );
  const write = (value) => (measure ? `${fixed(value / 1e6, 2)} ${shared.unit("M")}` : count(value));
  const variants = props.variants.filter((variant) => variant.startsWith("v5n")).reverse();

  function drawBars() {
    const colours = bars.colours();
    const label = (variant) => (variant === shared.het() ? `<b>${props.names[variant]}</b>` : props.names[variant]);
    const value = (variant, key) => shared.answer.variants[variant].shares[key][measure];
    const traces = SHARES.map((key) => ({
      type: "bar",
      orientation: "h",
      y: variants.map((_, index) => index),
      x: variants.map((variant) => value(variant, key)),
      marker: { color: variants.map((variant) => colour(colours, variant, key)) },
      hovertemplate: "%{text}<extra></extra>",
      textposition: "none",
      text: variants.map(
        (variant) => `${props.names[variant]}, ${t(`costs_share_${key}`)}: ${write(value(variant, key))}`,
      ),
    }));
    const yaxis = { showgrid: false, tickvals: variants.map((_, index) => index), ticktext: variants.map(label) };
    const axes = { barmode: "stack", yaxis, margin: { l: 90, r: 16, t: 6, b: 36 } };
    const described = variants
      .map(
        (variant) =>
          `${props.names[variant]}: ${SHARES.map(
            (key) => `${t(`costs_share_${key}`)} ${write(value(variant, key))}`,
          ).join(", ")}`,
      )
      .join("; ");
    bars.draw(Plotly, traces, axes, described);
  }

  // Blocks are areas; those whose inside differs stand in their own colours, inside and frame apart.
  function drawAreas(frame, variant) {
    const colours = frame.colours();
    const row = shared.answer.variants[variant];
    const blocks = new Map();
    row.layers.forEach(([path, , , , , , , params, operations, key]) => {
      const tile = `${path.split(".")[0]}/${key}`;
      blocks.set(tile, (blocks.get(tile) || 0) + (measure ? operations : params));
    });
    const tiles = [...blocks].filter(([, value]) => value);
    const parts = tiles.map(([tile]) => tile.split("/"));
    const traces = [
      {
        type: "treemap",
        ids: tiles.map(([tile]) => tile),
        labels: parts.map(([block]) => block),
        parents: tiles.map(() => ""),
        values: tiles.map(([, value]) => value),
        text: tiles.map(([, value]) => write(value)),
        sort: true,
        tiling: { pad: 2 },
        marker: { colors: parts.map(([, key]) => colour(colours, variant, key)), line: { width: 0 } },
        textinfo: "label+text",
        hovertext: tiles.map(
          ([, value], index) => `${parts[index][0]}, ${t(`costs_share_${parts[index][1]}`)}: ${write(value)}`,
        ),
        hovertemplate: "%{hovertext}<extra></extra>",
        pathbar: { visible: false },
      },
    ];
    frame.heading.textContent = `${props.names[variant]}: ${write(measure ? row.operations : row.params)}`;
    frame.draw(Plotly, traces, { margin: { l: 0, r: 0, t: 0, b: 0 } }, traces[0].hovertext.join("; "), () => {
      frame.plot.removeAllListeners("plotly_treemapclick");
      frame.plot.on("plotly_treemapclick", (event) => {
        shared.openBlock(event.points[0].label);
        return false;
      });
    });
  }

  function show() {
    if (!shared.answer || !Plotly) return;
    drawBars();
    [props.originals[shared.het()], shared.het()].forEach((variant, side) => drawAreas(areas[side], variant));
  }

  const frames = [bars, ...areas];
  plotly(props.plotly).then(
    (loaded) => {
      Plotly = loaded;
      show();
    },
    () => frames.forEach((frame) => frame.say(t("costs_no_plotly"))),
  );
  const root = room(
    "shares",
    make("p", {}, t("costs_shares_lead")),
    make("div", { class: "hv-controls" }, by.root),
    legend,
    bars.root,
    make("div", { class: "hv-plots" }, ...areas.map((frame) => frame.root)),
    small(t("costs_areas_note")),
  );
  return { root, show };
}
