// Bring your own layer: what every operator costs for it; CSV, and a link that restores the whole setting.
import { make } from "../shared/elements.js";
import { save } from "../shared/files.js";
import { count, fixed, t } from "../shared/language.js";
import { setting } from "../shared/setting.js";
import { addressOf, FIELDS, layerOf } from "./address.js";
import { cell, heading, newest, room, select, small, whole } from "./controls.js";
import { csvOf } from "../shared/csv.js";

const LIMIT = { m: "channels", n: "channels", p: "parts", groups: "parts", side: "side" };
const LISTS = { kernel_size: [1, 3, 5, 7, 9, 11], stride: [1, 2, 4] };
const BYTE_ORDER = "\ufeff"; // tells spreadsheets that the text is UTF-8

const saveCsv = (name, rows) => save(BYTE_ORDER + csvOf(rows), "text/csv;charset=utf-8", name);
const action = (key, onclick) =>
  make("button", { type: "button", class: "hv-secondary", "data-action": key, onclick }, t(`costs_${key}`));

export class Own {
  answer = null;

  constructor(costs) {
    this.costs = costs;
    this.layer = layerOf(location.search);
    this.failure = make("p", { class: "hv-error", role: "alert" });
    this.table = make("table", { class: "hv-operators" });
    this.output = small();
    const onfocus = () => this.link.select();
    const attributes = { type: "text", class: "hv-address", readonly: true, "aria-label": t("costs_link"), onfocus };
    this.link = make("input", attributes);
    this.copied = make("span", { class: "hv-small", role: "status" });
    this.ask = this.asker();
    const fields = FIELDS.map((key) => this.field(key).root);
    const saves = [action("save_layer", () => this.save()), action("save_detectors", () => this.saveDetectors())];
    const copy = action("copy_link", () => this.copy());
    this.root = room(
      "own",
      make("p", {}, t("costs_own_lead")),
      make("div", { class: "hv-controls" }, ...fields),
      this.failure,
      make("div", { class: "hv-scroll" }, this.table),
      this.output,
      make("div", { class: "hv-actions" }, ...saves),
      make("div", { class: "hv-linked" }, this.link, copy, this.copied),
    );
    this.ask({ ...this.layer });
  }

  asker() {
    const take = (answer) => {
      this.answer = answer;
      this.failure.textContent = "";
      this.show();
    };
    const refuse = (rule) => {
      this.failure.textContent = rule ? t("costs_refused", { rule }) : t("error_failed");
    };
    return newest((question) => this.costs.server.own_layer(question), take, refuse);
  }

  field(key) {
    const change = (value) => {
      this.layer[key] = value;
      this.ask({ ...this.layer });
      this.showAddress();
    };
    const title = t(`costs_own_${key}`);
    if (!LISTS[key]) return whole(title, this.costs.props.largest[LIMIT[key]], this.layer[key], change);
    const text = key === "stride" ? String : (k) => `${k} × ${k}`;
    const options = LISTS[key].map((value) => [value, text(value)]);
    return select(title, options, this.layer[key], change);
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
    this.showAddress();
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

  showAddress() {
    this.link.value = addressOf(location.href, setting.p, this.costs.state, this.layer);
    this.copied.textContent = "";
  }

  async copy() {
    this.link.select();
    const written = navigator.clipboard?.writeText(this.link.value);
    const done = await written?.then(
      () => true,
      () => false,
    );
    this.copied.textContent = done ? t("costs_copied") : t("costs_copy_yourself");
  }
}
