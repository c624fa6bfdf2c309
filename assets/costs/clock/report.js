// What came out of a measurement: a table of promise and time, a sentence, and under what it was measured.
import { make } from "../../shared/elements.js";
import { count, fixed, t, together } from "../../shared/language.js";
import { modelName, ownOf } from "../../shared/variants.js";
import { cell, heading, small } from "../controls.js";
import { originalOf, title } from "../detectors.js";
import { isNoisy, kindOf, shareOf } from "./times.js";

const percent = (value) => `${fixed(100 * value, 0)} %`;

function bars(promise, measured) {
  const widest = Math.max(1, promise, measured || 0);
  const bar = (kind, value) => {
    const element = make("span", { class: `hv-cost-bar hv-cost-bar-${kind}` });
    element.style.width = `${(100 * value) / widest}%`;
    return element;
  };
  const pair = [bar("promise", promise), bar("measured", measured || 0)];
  return make("td", { class: "hv-bars", "aria-hidden": "true" }, ...pair);
}

function tableRow(rows, row) {
  const measured = shareOf(rows, row, originalOf);
  const kind = kindOf(measured);
  const form = t(`costs_form_${row.form}`);
  const name = row.channels ? form : `${title(row.variant)}, ${row.engine} ${row.precision}, ${form}`;
  const what = row.channels ? `${count(row.macs / 1e6)}M` : t(`costs_what_${row.what}`);
  const key = [row.variant || "layer", row.engine || "torch", row.form, row.what || ""].join("/");
  const share = make("span", { class: "hv-number" }, measured === null ? "–" : percent(measured));
  return make(
    "tr",
    { "data-row": key },
    make("th", { scope: "row" }, name),
    cell(what),
    cell(percent(row.promise)),
    make("td", { class: kind && `hv-${kind}` }, share),
    cell(`${fixed(row.median_ms, 3)} ms`, "hv-median"),
    cell(`${fixed(row.q1_ms, 3)} – ${fixed(row.q3_ms, 3)}`),
    bars(row.promise, measured),
  );
}

// Return the sentence about a layer's loop and coarse forms; "" for detectors.
function sentenceOf(rows, asked) {
  const [slowest, fastest] = ["loop", "coarse"].map((form) => rows.find((row) => row.form === form));
  if (asked.scope !== "layer" || !slowest || !fastest) return "";
  const share = (row) => fixed(100 * shareOf(rows, row, originalOf), 0);
  const promise = fixed(100 * slowest.promise, 0);
  return t("costs_clock_sentence", { p: asked.p, promise, loop: share(slowest), coarse: share(fastest) });
}

// Return what the file of the visitor's own detector says of it; "" for the others, and for a layer.
function ofItsFile(variant) {
  const own = ownOf(variant);
  if (!own) return "";
  const facts = { model: modelName(variant), count: own.classes.length, size: own.size };
  return t("costs_clock_own", facts);
}

export class Report {
  constructor() {
    this.sentence = make("p", { class: "hv-sentence" });
    this.table = make("table", { class: "hv-clocked" });
    this.convention = small();
    this.noisy = make("p", { class: "hv-missing" });
    this.why = make("p", { hidden: true }, t("costs_clock_why"));
    const scroll = make("div", { class: "hv-scroll" }, this.table);
    this.parts = [this.sentence, scroll, this.convention, this.noisy, this.why];
  }

  show({ rows, processor, threads, rounds }, asked) {
    const isLayer = asked.scope === "layer";
    const columns = [
      t("costs_form"),
      t(isLayer ? "costs_clock_multiplied" : "costs_clock_what"),
      [t("costs_clock_promise"), "hv-promise"],
      [t("costs_clock_time"), "hv-measured"],
      t("costs_clock_median"),
      t("costs_clock_quartiles"),
      "",
    ];
    const caption = make("caption", { class: "hv-hidden" }, t("costs_room_clock"));
    const body = make("tbody", {}, ...rows.map((row) => tableRow(rows, row)));
    this.table.replaceChildren(caption, heading(columns), body);
    this.sentence.textContent = sentenceOf(rows, asked);
    this.why.hidden = false;
    this.noisy.textContent = isNoisy(rows) ? t("costs_clock_noisy") : "";
    const { channels, side, p, size } = asked;
    const what = isLayer ? { channels, side, p } : { size };
    const key = isLayer ? "costs_clock_layer_convention" : "costs_clock_detector_convention";
    const said = t(key, { processor, threads, rounds, ...what });
    this.convention.textContent = together(said, ...[...new Set(rows.map(({ variant }) => variant))].map(ofItsFile));
  }
}
