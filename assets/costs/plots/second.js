// Another recipe: scores beside those of the runs that are compared, and its learning curves.
import { make } from "../../shared/elements.js";
import { fixed, t } from "../../shared/language.js";
import { room, small } from "../controls.js";
import { title } from "../detectors.js";
import { legend } from "./chart.js";
import { Curves } from "./curves.js";

const score = (entry) => (entry ? fixed(entry.map50, 3) : "–");
const taught = (entry) => (entry.teacher ? t("costs_second_taught", entry) : t("costs_second_boxes"));
const recipe = (entry) => t("costs_second_recipe", { ...entry, taught: taught(entry) });

function scores(first, second) {
  const entries = [first, second].map((trained) => Object.values(trained)[0]);
  const head = [t("costs_second_detector"), ...entries.map(recipe)];
  const cells = head.map((text) => make("th", { scope: "col" }, text));
  const row = (variant) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, title(variant)),
      make("td", { class: "hv-number" }, score(first[variant])),
      make("td", { class: "hv-number" }, score(second[variant])),
    );
  const rows = Object.keys(second).map(row);
  return make("table", { class: "hv-second" }, make("thead", {}, make("tr", {}, ...cells)), make("tbody", {}, ...rows));
}

export class Second {
  constructor({ props }) {
    const { trained, curves } = props.second;
    if (!Object.keys(trained).length) {
      this.root = "";
      return;
    }
    this.curves = new Curves(curves, props.plotly);
    this.root = room(
      "second",
      make("p", {}, t("costs_second_lead")),
      make("div", { class: "hv-scroll" }, scores(props.trained, trained)),
      legend(Object.keys(curves)),
      this.curves.root,
      small(t("costs_second_note", Object.values(trained)[0])),
    );
  }

  show() {
    this.curves?.show();
  }
}
