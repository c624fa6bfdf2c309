// Step 10: which class counts give the article's figure; the rivals with their scores; the file to drop in.
import { seedRange } from "../../shared/comparing/verdicts.js";
import { blocksFile } from "../../shared/downloads/own_yolo.js";
import { make } from "../../shared/elements.js";
import { count, fixed, signed, t } from "../../shared/language.js";
import { modelName } from "../../shared/variants.js";
import { choiceField, Prediction } from "../prediction.js";

const SIDES = ["own", "reference"];

export class OwnYolo {
  link = { tab: "costs", section: "claims", p: 4 };
  chosen = { own: 20, reference: 20 };

  constructor({ props }) {
    const { headlines, rivals, apart } = props.numbers.own_yolo;
    Object.assign(this, { headlines });
    this.number = make("p", { class: "hv-lesson-big hv-number" });
    this.said = make("p", { class: "hv-lesson-said", role: "status" });
    const counts = [...new Set(headlines.map(({ own }) => own))];
    const selects = SIDES.map((side) => this.select(side, counts));
    const controls = make("div", { class: "hv-lesson-selects" }, ...selects);
    const table = make("div", { class: "hv-scroll" }, rivalTable(rivals));
    const said = apart.length
      ? ` ${t("lesson_own_yolo_apart", { names: apart.map(modelName).join(t("lesson_comma")) })}`
      : "";
    const note = make("p", { class: "hv-small" }, t("lesson_own_yolo_convention", rivals[0]), said);
    this.thing = make("div", { class: "hv-lesson-own" }, controls, this.number, this.said, table, note, dropIn());
    this.prediction = this.predictionOf();
    this.show();
  }

  predictionOf() {
    const written = ({ own, reference }) => t("lesson_own_yolo_pair", { own, reference });
    const met = this.headlines.find((row) => row.met);
    const equal = this.headlines.find(({ own, reference }) => own === reference);
    const options = this.headlines.map((row) => [written(row), written(row)]);
    const facts = { ...met, difference: signed(met.difference, count), equal: signed(equal.difference, count) };
    return new Prediction({
      question: t("lesson_own_yolo_question"),
      fields: [choiceField(options)],
      answers: () => [written(met)],
      told: () => t("lesson_own_yolo_answer", facts),
    });
  }

  select(side, counts) {
    const onchange = () => {
      this.chosen[side] = Number(input.value);
      this.show();
    };
    const input = make(
      "select",
      { "data-side": side, onchange },
      ...counts.map((value) => make("option", { value }, String(value))),
    );
    return make("label", {}, make("span", {}, t(`lesson_own_yolo_${side}`)), input);
  }

  show() {
    const { own, reference } = this.chosen;
    const row = this.headlines.find((one) => one.own === own && one.reference === reference);
    this.number.textContent = signed(row.difference, count);
    this.number.dataset.difference = row.difference;
    this.said.textContent = t(row.met ? "lesson_own_yolo_met" : "lesson_own_yolo_unmet");
  }
}

// The file that brings the blocks into a reader's own YOLO.
function dropIn() {
  const says = make("p", {}, t("lesson_own_yolo_file"));
  return make("div", { class: "hv-lesson-run" }, says, make("div", { class: "hv-actions" }, blocksFile()));
}

function rivalTable(rivals) {
  const heads = ["variant", "params", "map50", "seeds"].map((key) =>
    make("th", { scope: "col" }, t(`lesson_own_yolo_${key}`)),
  );
  const cell = (text) => make("td", {}, make("span", { class: "hv-number" }, text));
  const row = (entry) => {
    const range = seedRange(entry);
    const seeds = range
      ? `${fixed(range.low, 3)} – ${fixed(range.high, 3)} (${range.count})`
      : t("lesson_own_yolo_once");
    const name = make("th", { scope: "row" }, modelName(entry.variant));
    return make("tr", {}, name, cell(count(entry.params)), cell(fixed(entry.map50, 3)), cell(seeds));
  };
  const caption = make("caption", { class: "hv-hidden" }, t("lesson_own_yolo_title"));
  const body = make("tbody", {}, ...rivals.map(row));
  return make("table", {}, caption, make("thead", {}, make("tr", {}, ...heads)), body);
}
