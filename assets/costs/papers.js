// The tables of HetConv's paper: published figures beside counted ones, and the convention that closes the gap.
import { make } from "../shared/elements.js";
import { fixed, t } from "../shared/language.js";
import { cell, heading, room, small } from "./controls.js";

const VGG_COLUMNS = ["published", "macs", "missing", "with_bias", "weights", "accuracy"];
const mega = (value) => fixed(value / 1e6, 3);

function vggRow(row) {
  const same = row.with_bias === row.published;
  return make(
    "tr",
    { "data-p": row.p },
    make("th", { scope: "row" }, `P = ${row.p}`),
    cell(fixed(row.published, 2)),
    cell(mega(row.macs)),
    cell(`${fixed(row.missing_percent, 2)} %`),
    cell(`${fixed(row.with_bias, 2)} ${same ? "✓" : "✗"}`, same ? "hv-met" : "hv-unmet"),
    cell(`${mega(row.weights)}M`),
    cell(fixed(row.accuracy, 2)),
  );
}

function resnetRow(row) {
  const head = make("th", { scope: "row" }, row.p === 1 ? t("costs_plain") : `P = ${row.p}`);
  const cells = [cell(row.published ? `${fixed(row.published, 2)}G` : "–"), cell(`${fixed(row.macs / 1e9, 4)}G`)];
  return make("tr", { "data-p": row.p }, head, ...cells);
}

function table(kind, title, columns, rows) {
  const caption = make("caption", { class: "hv-hidden" }, title);
  return make("table", { class: kind }, caption, heading(columns), make("tbody", {}, ...rows));
}

export class Papers {
  constructor({ props }) {
    const { vgg16, resnet50 } = props.papers;
    const columns = ["P", ...VGG_COLUMNS.map((key) => t(`costs_paper_${key}`))];
    const short = ["P", t("costs_paper_published_giga"), t("costs_paper_macs_giga")];
    this.root = room(
      "papers",
      make("p", {}, t("costs_papers_lead")),
      make("h4", {}, t("costs_vgg16")),
      make("div", { class: "hv-scroll" }, table("hv-vgg16", t("costs_vgg16"), columns, vgg16.map(vggRow))),
      small(t("costs_vgg16_note")),
      make("h4", {}, t("costs_resnet50")),
      table("hv-resnet50", t("costs_resnet50"), short, resnet50.map(resnetRow)),
      small(t("costs_resnet50_note")),
    );
  }

  // Nothing here depends on a setting.
  show() {}
}
