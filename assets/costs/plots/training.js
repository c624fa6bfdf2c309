// How training went: the learning curves of the runs that are compared.
import { make } from "../../shared/elements.js";
import { t } from "../../shared/language.js";
import { room, small } from "../controls.js";
import { legend } from "./chart.js";
import { Curves } from "./curves.js";

export class Training {
  constructor({ props }) {
    this.curves = new Curves(props.curves, props.plotly);
    const [entry] = Object.values(props.trained);
    this.root = room(
      "training",
      make("p", {}, entry ? t("costs_training_lead", entry) : ""),
      legend(Object.keys(props.curves)),
      this.curves.root,
      small(entry ? t("costs_training_note", entry) : ""),
    );
  }

  show() {
    this.curves.show();
  }
}
