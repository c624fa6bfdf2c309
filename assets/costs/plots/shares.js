// Where the rest is: every detector's parameters or operations by part, and as areas, block by block.
import { make } from "../../shared/elements.js";
import { count, fixed, t } from "../../shared/language.js";
import { explained } from "../../shared/terms.js";
import { modelName } from "../../shared/variants.js";
import { layerOf } from "../alignment.js";
import { choice, room, small } from "../controls.js";
import { het, inFamily, originalOf } from "../detectors.js";
import { Frame, style, withPlotly } from "./chart.js";
import { mixed, tiles } from "./points.js";

const SHARES = ["inside", "frame", "outside", "head"];
const SIDED = ["inside", "frame"]; // parts of the replaced blocks, in the colours of both detectors
const QUANTITIES = ["params", "operations"];
const PALE = 0.4;

// Inside and frame have the colour of their block, the frame a pale one; all else is grey.
function colour(colours, variant, share) {
  if (share === "outside") return colours.soft;
  if (share === "head") return colours.line;
  return mixed(colours[style(variant)[0]], colours.card, share === "frame" ? PALE : 1);
}

function legend() {
  const square = (share) => (side) => {
    const kind = `hv-square hv-square-${share} hv-square-${side}`;
    return make("span", { class: kind, "aria-hidden": "true" });
  };
  const item = (share) => {
    const squares = (SIDED.includes(share) ? ["left", "right"] : [""]).map(square(share));
    return make("li", {}, ...squares, t(`costs_share_${share}`));
  };
  return make("ul", { class: "hv-legend" }, ...SHARES.map(item));
}

export class Shares {
  quantity = "params";

  constructor(costs) {
    this.costs = costs;
    this.bars = new Frame(t("costs_shares_bars"), 380);
    this.areas = [new Frame("", 340), new Frame("", 340)];
    this.variants = inFamily("v5n").reverse();
    const quantities = [
      ["params", t("parameters")],
      ["operations", t("costs_operations")],
    ];
    const by = choice(t("costs_quantity"), quantities, this.quantity, (value) => {
      this.quantity = value;
      this.show();
    });
    withPlotly(costs.props.plotly, [this.bars, ...this.areas], () => this.show());
    this.root = room(
      "shares",
      make("p", {}, ...explained(t("costs_shares_lead"), ["frame", "c3", "csphet"])),
      make("div", { class: "hv-controls" }, by.root),
      legend(),
      this.bars.root,
      make("div", { class: "hv-plots" }, ...this.areas.map(({ root }) => root)),
      small(t("costs_areas_note")),
    );
  }

  write(value) {
    if (this.quantity === "params") return count(value);
    return `${fixed(value / 1e6, 2)} ${this.costs.unit("M")}`;
  }

  share(variant, key) {
    return this.costs.answer.variants[variant].shares[key][QUANTITIES.indexOf(this.quantity)];
  }

  drawBars() {
    const { variants } = this;
    const colours = this.bars.colours();
    const said = (variant, key) =>
      `${modelName(variant)}, ${t(`costs_share_${key}`)}: ${this.write(this.share(variant, key))}`;
    const traces = SHARES.map((key) => ({
      type: "bar",
      orientation: "h",
      y: variants.map((_, index) => index),
      x: variants.map((variant) => this.share(variant, key)),
      marker: { color: variants.map((variant) => colour(colours, variant, key)) },
      hovertemplate: "%{text}<extra></extra>",
      textposition: "none",
      text: variants.map((variant) => said(variant, key)),
    }));
    const label = (variant) => (variant === het() ? `<b>${modelName(variant)}</b>` : modelName(variant));
    const ticks = { tickvals: variants.map((_, index) => index), ticktext: variants.map(label) };
    const axes = { barmode: "stack", yaxis: { showgrid: false, ...ticks }, margin: { l: 90, r: 16, t: 6, b: 36 } };
    this.bars.draw(traces, axes, variants.map((variant) => this.described(variant)).join("; "));
  }

  described(variant) {
    const parts = SHARES.map((key) => `${t(`costs_share_${key}`)} ${this.write(this.share(variant, key))}`);
    return `${modelName(variant)}: ${parts.join(", ")}`;
  }

  // Blocks are areas; those whose inside differs stand in their own colours, inside and frame apart.
  drawAreas(frame, variant) {
    const colours = frame.colours();
    const row = this.costs.answer.variants[variant];
    const parts = tiles(row.layers.map(layerOf), this.quantity);
    const said = parts.map(({ block, share, value }) => `${block}, ${t(`costs_share_${share}`)}: ${this.write(value)}`);
    const trace = {
      type: "treemap",
      ids: parts.map(({ id }) => id),
      labels: parts.map(({ block }) => block),
      parents: parts.map(() => ""),
      values: parts.map(({ value }) => value),
      text: parts.map(({ value }) => this.write(value)),
      sort: true,
      tiling: { pad: 2 },
      marker: { colors: parts.map(({ share }) => colour(colours, variant, share)), line: { width: 0 } },
      textinfo: "label+text",
      hovertext: said,
      hovertemplate: "%{hovertext}<extra></extra>",
      pathbar: { visible: false },
    };
    frame.heading.textContent = `${modelName(variant)}: ${this.write(row[this.quantity])}`;
    const opens = () => this.openOnClick(frame.plot);
    frame.draw([trace], { margin: { l: 0, r: 0, t: 0, b: 0 } }, said.join("; "), opens);
  }

  openOnClick(plot) {
    plot.removeAllListeners("plotly_treemapclick");
    plot.on("plotly_treemapclick", (event) => {
      this.costs.openBlock(event.points[0].label);
      return false; // the area does not grow
    });
  }

  show() {
    if (!this.costs.answer || !this.bars.Plotly) return;
    this.drawBars();
    [originalOf(het()), het()].forEach((variant, side) => this.drawAreas(this.areas[side], variant));
  }
}
