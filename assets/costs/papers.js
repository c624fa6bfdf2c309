// The tables of HetConv's paper: published figures beside counted ones, and the convention that closes the gap.
import { t, fixed } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { cell, heading, room, small } from "./controls.js";

const mega = (value, digits = 3) => fixed(value / 1e6, digits);

export function papers({ props }) {
  const { vgg16, resnet50 } = props.papers;
  const same = (row) => (row.with_bias === row.published ? "✓" : "✗");
  const vggRows = vgg16.map((row) =>
    make(
      "tr",
      { "data-p": row.p },
      make("th", { scope: "row" }, `P = ${row.p}`),
      cell(fixed(row.published, 2)),
      cell(mega(row.macs)),
      cell(`${fixed(row.missing_percent, 2)} %`),
      cell(`${fixed(row.with_bias, 2)} ${same(row)}`, row.with_bias === row.published ? "hv-met" : "hv-unmet"),
      cell(`${mega(row.weights)}M`),
      cell(fixed(row.accuracy, 2)),
    ),
  );
  const resnetRows = resnet50.map((row) =>
    make(
      "tr",
      { "data-p": row.p },
      make("th", { scope: "row" }, row.p === 1 ? t("costs_plain") : `P = ${row.p}`),
      cell(row.published ? `${fixed(row.published, 2)}G` : "–"),
      cell(`${fixed(row.macs / 1e9, 4)}G`),
    ),
  );
  const columns = ["", "published", "macs", "missing", "with_bias", "weights", "accuracy"];
  const root = room(
    "papers",
    make("p", {}, t("costs_papers_lead")),
    make("h4", {}, t("costs_vgg16")),
    make(
      "div",
      { class: "hv-scroll" },
      make(
        "table",
        { class: "hv-vgg16" },
        make("caption", { class: "hv-hidden" }, t("costs_vgg16")),
        heading(columns.map((key) => (key ? t(`costs_paper_${key}`) : "P"))),
        make("tbody", {}, ...vggRows),
      ),
    ),
    small(t("costs_vgg16_note")),
    make("h4", {}, t("costs_resnet50")),
    make(
      "table",
      { class: "hv-resnet50" },
      make("caption", { class: "hv-hidden" }, t("costs_resnet50")),
      heading(["P", t("costs_paper_published_giga"), t("costs_paper_macs_giga")]),
      make("tbody", {}, ...resnetRows),
    ),
    small(t("costs_resnet50_note")),
  );
  return { root, show: () => {} };
}
