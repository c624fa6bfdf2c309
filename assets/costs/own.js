// Bring your own layer: what every operator costs for it; CSV.
import { make } from "../shared/elements.js";
import { save } from "../shared/downloads/files.js";
import { count, fixed, t } from "../shared/language.js";
import { cell, heading, newestSaying, room, select, small, whole } from "./controls.js";
import { csvOf } from "../shared/downloads/csv.js";
import { FIELDS, LIMIT, LISTS } from "./costs_keys.js";

const BYTE_ORDER = "\ufeff"; // tells spreadsheets that the text is UTF-8

const saveCsv = (name, rows) => save(BYTE_ORDER + csvOf(rows), "text/csv;charset=utf-8", name);
const action = (key, onclick) =>
  make("button", { type: "button", class: "hv-secondary", "data-action": key, onclick }, t(`costs_${key}`));

export class Own {
  answer = null;

  constructor(costs) {
    this.costs = costs;
    this.layer = { ...costs.held.values.own };
    this.failure = make("p", { class: "hv-error", role: "alert" });
    this.table = make("table", { class: "hv-operators" });
    this.output = small();
    this.ask = this.asker();
    this.fields = Object.fromEntries(FIELDS.map((key) => [key, this.field(key)]));
    const fields = Object.values(this.fields).map(({ root }) => root);
    const saves = [action("save_layer", () => this.save()), action("save_detectors", () => this.saveDetectors())];
    this.root = room(
      "own",
      make("p", {}, t("costs_own_lead")),
      make("div", { class: "hv-controls" }, ...fields),
      this.failure,
      make("div", { class: "hv-scroll" }, this.table),
      this.output,
      make("div", { class: "hv-actions" }, ...saves),
    );
    this.ask({ ...this.layer });
  }

  asker() {
    return newestSaying(
      this.failure,
      (question) => this.costs.server.own_layer(question),
      (answer) => {
        this.answer = answer;
        this.show();
      },
    );
  }

  field(key) {
    const change = (value) => {
      this.layer[key] = value;
      this.costs.held.keep({ own: { ...this.layer } });
      this.ask({ ...this.layer });
    };
    const title = t(`costs_own_${key}`);
    if (!LISTS[key]) return whole(title, this.costs.props.largest[LIMIT[key]], this.layer[key], change);
    const text = key === "stride" ? String : (k) => `${k} × ${k}`;
    const options = LISTS[key].map((value) => [value, text(value)]);
    return select(title, options, this.layer[key], change);
  }

  // Show a layer that the address brings.
  restore(layer) {
    Object.assign(this.layer, layer);
    FIELDS.forEach((key) => this.fields[key].choose(layer[key]));
    this.ask({ ...layer });
  }

  row(key, cost) {
    const head = make("th", { scope: "row" }, t(`costs_operator_${key}`, this.layer));
    if (cost.rule) {
      const rule = make("td", { colspan: 3, class: "hv-unmet" }, t(`costs_rule_${key}`, this.layer));
      return make("tr", { "data-operator": key }, head, rule);
    }
    const operations = (this.costs.state.flops ? 2 : 1) * cost.macs;
    const cells = [cell(count(cost.weights)), cell(count(operations)), cell(fixed(cost.ratio, 4))];
    return make("tr", { "data-operator": key }, head, ...cells);
  }

  show() {
    if (!this.answer) return;
    const { flops } = this.costs.state;
    const columns = [t("costs_operator"), t("costs_weights"), flops ? "FLOPs" : "MACs", t("costs_ratio")];
    const rows = Object.entries(this.answer.operators).map(([key, cost]) => this.row(key, cost));
    const caption = make("caption", { class: "hv-hidden" }, t("costs_room_own"));
    this.table.replaceChildren(caption, heading(columns), make("tbody", {}, ...rows));
    const unit = t(flops ? "costs_flops" : "costs_macs");
    this.output.textContent = t("costs_own_note", { side: this.answer.side, unit });
  }

  save() {
    const columns = ["operator", ...FIELDS, "output_side", "weights", "macs", "flops", "ratio_to_standard", "rule"];
    const rows = Object.entries(this.answer.operators).map(([key, { weights, macs, ratio, rule }]) => {
      const flops = macs === undefined ? "" : 2 * macs;
      const shape = FIELDS.map((field) => this.layer[field]);
      return [key, ...shape, this.answer.side, weights ?? "", macs ?? "", flops, ratio ?? "", rule ?? ""];
    });
    saveCsv("hetviz-layer.csv", [columns, ...rows]);
  }

  saveDetectors() {
    const { state, answer } = this.costs;
    const columns = ["variant", "classes", "size", "unit", "batchnorm", "counted", "parameters", "operations"];
    const unit = state.flops ? "FLOPs" : "MACs";
    const convention = [state.classes, state.size, unit, state.fused ? "fused" : "not fused", state.terms];
    const row = ([variant, { params, operations }]) => [variant, ...convention, params, operations];
    saveCsv("hetviz-detectors.csv", [columns, ...Object.entries(answer.variants).map(row)]);
  }
}
