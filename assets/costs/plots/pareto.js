// Accuracy against cost: every trained detector as a point, with its seeds' spread; the front joins what nothing beats.
import { make } from "../../shared/elements.js";
import { count, fixed, t } from "../../shared/language.js";
import { variants, withP } from "../../shared/variants.js";
import { choice, room, small } from "../controls.js";
import { FIRST_FAMILY, familyOf, shortName, title } from "../detectors.js";
import { Frame, legend, style, withPlotly } from "./chart.js";
import { byCost, front, scoreOf } from "./points.js";

const seedCount = (entry) => Object.values(entry.seeds).length;
const runs = (entry) => (seedCount(entry) > 1 ? t("costs_seeds", { count: seedCount(entry) }) : t("costs_one_seed"));

export class Pareto {
  quantity = "operations";

  constructor(costs) {
    const { props } = costs;
    Object.assign(this, { costs, parts: props.parts, frame: new Frame("", 400) });
    this.trained = props.variants.filter((variant) => props.trained[variant]);
    const absent = props.variants.filter((variant) => !props.trained[variant]);
    const apart = absent.filter((variant) => props.apart.includes(variant)).map(title);
    const missing = absent.filter((variant) => !props.apart.includes(variant)).map(title);
    const quantities = [
      ["operations", t("costs_operations")],
      ["params", t("parameters")],
    ];
    const by = choice(t("costs_quantity"), quantities, this.quantity, (value) => {
      this.quantity = value;
      this.show();
    });
    withPlotly(props.plotly, [this.frame], () => this.show());
    const entry = props.trained[this.trained[0]];
    this.root = room(
      "pareto",
      make("p", {}, t("costs_pareto_lead")),
      make("div", { class: "hv-controls" }, by.root),
      legend(this.trained),
      this.frame.root,
      small(entry ? t("costs_pareto_note", { images: entry.images, size: entry.size }) : ""),
      small(missing.length ? t("costs_not_trained", { missing: missing.join(", ") }) : ""),
      small(apart.length ? t("costs_other_recipe", { names: apart.join(", ") }) : ""),
    );
  }

  // Return a point's name: short, and "" where colour and place tell the detector: the legend names the colours, and a line
  // joins the CSPHets, of which the outermost are named.
  pointName(variant) {
    const { family, block, p } = variants[variant];
    const named = family !== FIRST_FAMILY || (block === "csphet" && [this.parts[0], this.parts.at(-1)].includes(p));
    return named ? shortName(variant) : "";
  }

  scale(x) {
    return this.quantity === "operations" ? x / 1e9 : x / 1e6;
  }

  write(x) {
    return this.quantity === "operations" ? `${fixed(x / 1e9, 3)} ${this.costs.unit("G")}` : count(x);
  }

  points() {
    const { answer, props } = this.costs;
    const point = (variant) => {
      const score = scoreOf(props.trained[variant]);
      return { variant, x: answer.variants[variant][this.quantity], y: score.value, ...score };
    };
    return byCost(this.trained.map(point));
  }

  said({ variant, x, y }) {
    return `${title(variant)}: mAP50 ${fixed(y, 3)}, ${this.write(x)}, ${runs(this.costs.props.trained[variant])}`;
  }

  line(points, line) {
    const [x, y] = [points.map((point) => this.scale(point.x)), points.map((point) => point.y)];
    return { x, y, mode: "lines", hoverinfo: "skip", line };
  }

  trace(point, colours) {
    const { variant, x, y, low, high } = point;
    const color = colours[style(variant)[0]];
    const ofFirst = familyOf(variant) === FIRST_FAMILY;
    return {
      x: [this.scale(x)],
      y: [y],
      mode: "markers+text",
      text: [this.pointName(variant)],
      textposition: ofFirst ? "bottom center" : "top left", // where neither the seeds' bar nor the front passes
      cliponaxis: false,
      hovertext: [this.said(point)],
      hovertemplate: "%{hovertext}<extra></extra>",
      marker: { size: 13, color, symbol: ofFirst ? "circle" : "square" },
      error_y: { type: "data", symmetric: false, array: [high - y], arrayminus: [y - low], color },
    };
  }

  show() {
    if (!this.costs.answer) return;
    const operations = this.quantity === "operations";
    const unit = t("costs_unit_at", this.costs.countedAt());
    this.frame.heading.textContent = operations ? `mAP50, ${this.costs.unit("G")}` : t("costs_pareto_params");
    if (!this.trained.length) this.frame.say(t("costs_no_map"));
    else if (this.frame.Plotly) this.draw(operations ? unit : t("costs_million_params"));
  }

  draw(xTitle) {
    const colours = this.frame.colours();
    const points = this.points();
    const edge = front(points);
    const [first, last] = [points[0], points.at(-1)].map(({ x }) => this.scale(x));
    const overP = points.filter(({ variant }) => this.parts.map(withP).includes(variant));
    const lines = [
      this.line(edge, { color: colours.soft, dash: "dot", width: 2 }),
      this.line(overP, { color: colours.right, width: 1.5 }),
    ];
    const traces = points.map((point) => this.trace(point, colours));
    const edges = 0.25 * (last - first) || 0.5; // for the names at both ends
    const axes = {
      xaxis: { range: [first - edges, last + edges], title: { text: xTitle } },
      yaxis: { title: { text: this.costs.mapTitle() } },
      margin: { l: 56, r: 40, t: 24, b: 44 },
    };
    this.frame.draw([...lines, ...traces], axes, points.map((point) => this.said(point)).join("; "));
  }
}
