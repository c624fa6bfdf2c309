// Newer YOLOs: what CSPHet of the page's P changes in them against the library's own blocks, as bars to either side.
import { make } from "../shared/elements.js";
import { count, fixed, signed, t, together } from "../shared/language.js";
import { setting } from "../shared/setting.js";
import { heading, room, small } from "./controls.js";
import { changeOf, sorted, WHAT } from "./newer_counts.js";

const written = { params: count, flops: (value) => fixed(value / 1e9, 3) };

// Return a bar from the middle, to the left for less; widest is the share that fills a half.
function bar(share, widest) {
  const side = share < 0 ? "right" : "left";
  const style = `${side}: 50%; width: ${(50 * Math.abs(share)) / widest}%`;
  return make("span", { class: "hv-swing", "aria-hidden": "true" }, make("i", { style }));
}

function changeCell(row, p, what, widest) {
  const share = changeOf(row, p, what);
  const kind = share < 0 ? "hv-less" : share > 0 ? "hv-more" : "hv-same";
  const percent = `${signed(100 * share, (value) => fixed(value, 1))} %`;
  const number = make("span", { class: "hv-number" }, percent);
  const attributes = { class: `hv-swings ${kind}`, "data-what": what, "data-share": share };
  return make("td", attributes, number, bar(share, widest));
}

function countsCell(row, p, what) {
  const [own, other] = [row.own, row.csphet[p]].map((counts) => written[what](counts[what]));
  return make("td", { class: "hv-number hv-small" }, `${own} → ${other}`);
}

export class Newer {
  constructor({ props }) {
    this.newer = props.newer;
    const { rows } = this.newer;
    const all = rows.flatMap((row) =>
      Object.keys(row.csphet).flatMap((p) => WHAT.map((what) => changeOf(row, p, what))),
    );
    this.widest = Math.max(...all.map(Math.abs));
    this.said = make("p", { class: "hv-sentence", role: "status" });
    this.table = make("table", { class: "hv-newer" });
    this.root = room(
      "newer",
      this.said,
      make("div", { class: "hv-scroll" }, this.table),
      small(t("costs_newer_why")),
      small(t("costs_newer_note", this.newer)),
    );
  }

  show() {
    const { p } = setting;
    const { rows } = this.newer;
    const groups = sorted(rows, p);
    const named = Object.entries(groups).filter(([, models]) => models.length);
    const said = named.map(([key, models]) => t(`costs_newer_${key}`, { p, models: models.join(", ") }));
    this.said.textContent = together(...said);
    const counted = WHAT.map((what) => t(`costs_newer_counts_${what}`, { p }));
    const columns = [t("costs_newer_model"), t("parameters"), t("gflops"), ...counted];
    const row = (one) =>
      make(
        "tr",
        { "data-model": one.model },
        make("th", { scope: "row" }, one.model, make("span", { class: "hv-small" }, ` ${one.replaces}`)),
        ...WHAT.map((what) => changeCell(one, p, what, this.widest)),
        ...WHAT.map((what) => countsCell(one, p, what)),
      );
    const caption = make("caption", { class: "hv-hidden" }, t("costs_room_newer"));
    this.table.replaceChildren(caption, heading(columns), make("tbody", {}, ...rows.map(row)));
  }
}
