// The other way round: which class counts give a figure, by each way of counting.
import { make } from "../../shared/elements.js";
import { count, fixed, t } from "../../shared/language.js";
import { choice, newest, select, small } from "../controls.js";
import { title } from "../detectors.js";

const UNITS = [
  [true, "GFLOPs"],
  [false, "GMACs"],
];

const range = ([first, last]) =>
  first === last ? count(first) : t("costs_to", { first: count(first), last: count(last) });

function answerItem([terms, { ranges, nearest }]) {
  const said = ranges.length
    ? t("costs_solved", { classes: ranges.map(range).join(", ") })
    : t("costs_unsolved", { classes: nearest.classes, giga: fixed(nearest.giga, 3) });
  const name = make("span", {}, `${t(`costs_terms_${terms}`)}: `);
  return make("li", { "data-terms": terms }, name, make("strong", {}, said));
}

export class Solver {
  sought = { variant: "v5n-csphet-p4", figure: "4.1", flops: true, frame: "", replaced: "all" };

  constructor(costs) {
    this.answers = make("ul", { class: "hv-answers" });
    this.fault = make("span", { class: "hv-fault", role: "alert" });
    this.ask = this.asker(costs.server);
    const variants = costs.props.variants.map((variant) => [variant, title(variant)]);
    const unit = choice(t("costs_unit"), UNITS, true, (flops) => this.change({ flops }));
    const detector = select(t("costs_detector"), variants, this.sought.variant, (variant) => this.change({ variant }));
    const field = make("label", { class: "hv-field" }, make("span", {}, t("costs_figure")), this.input(), this.fault);
    const controls = make("div", { class: "hv-controls" }, field, unit.root, detector.root);
    const heading = make("h4", {}, t("costs_solver"));
    this.root = make(
      "div",
      { class: "hv-solver" },
      heading,
      controls,
      make("div", { role: "status" }, this.answers),
      small(t("costs_solver_note")),
    );
  }

  input() {
    const figure = make("input", {
      type: "text",
      inputmode: "decimal",
      value: this.sought.figure,
      id: "hetviz-costs-figure",
      oninput: () => this.change({ figure: figure.value.replace(",", ".") }),
    });
    return figure;
  }

  asker(server) {
    const take = ({ answers }) => {
      this.fault.textContent = "";
      this.answers.replaceChildren(...Object.entries(answers).map(answerItem));
    };
    const refuse = (rule) => {
      this.fault.textContent = rule ? t("costs_figure_rule") : t("error_failed");
      this.answers.replaceChildren();
    };
    return newest((question) => server.solved(question), take, refuse);
  }

  change(values) {
    Object.assign(this.sought, values);
    this.ask({ ...this.sought });
  }
}
