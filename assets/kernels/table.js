// The facts of the picture as a table: per residue (or group) which channels get a K×K kernel, and the first cells.
import { make } from "../shared/elements.js";
import { count, t } from "../shared/language.js";
import { KIND } from "./rules.js";

const FIRST = 16; // rows and columns of cells that are written out
const numbers = (length) => [...Array(length).keys()];

function word(kind, k) {
  return {
    [KIND.none]: "–",
    [KIND.dot]: "1×1",
    [KIND.raster]: `${k}×${k}`,
    [KIND.both]: `${k}×${k} + 1×1`,
    [KIND.pass]: t("kernels_copied"),
  }[kind];
}

// Return one of the P patterns of a HetConv as a sentence.
function pattern(residue, { m, n, p, k }) {
  const list = (length) => {
    const first = [residue, residue + p, residue + 2 * p].filter((index) => index < length).join(", ");
    return first + (residue + 3 * p < length ? ", …" : "");
  };
  const facts = { filters: list(n), channels: list(m), k, own: m / p, others: m - m / p };
  return make("li", {}, t("kernels_pattern", facts));
}

function cellsOf(stage, k) {
  const [rows, columns] = [Math.min(FIRST, stage.rows), Math.min(FIRST, stage.columns)];
  const all = { all_rows: count(stage.rows), all_columns: count(stage.columns) };
  const caption = make("caption", { class: "hv-small" }, t("kernels_table_caption", { rows, columns, ...all }));
  const heads = numbers(columns).map((j) => make("th", { scope: "col" }, t("kernels_channel", { j })));
  const line = (s) => {
    const cells = numbers(columns).map((j) => make("td", {}, word(stage.kind(s, j), k)));
    return make("tr", {}, make("th", { scope: "row" }, t("kernels_filter", { s })), ...cells);
  };
  const head = make("thead", {}, make("tr", {}, make("td", {}), ...heads));
  return [caption, head, make("tbody", {}, ...numbers(rows).map(line))];
}

export class Table {
  constructor(model) {
    this.model = model;
    this.cells = make("table", {});
    this.patterns = make("ul", {});
    const label = t("kernels_as_table");
    const scroll = { class: "hv-scroll", tabindex: 0, role: "region", "aria-label": label };
    this.root = make(
      "details",
      { class: "hv-kernels-table", ontoggle: () => this.show() },
      make("summary", {}, label),
      this.patterns,
      make("div", scroll, this.cells),
    );
  }

  show() {
    const { model } = this;
    if (!this.root.open || model.problem()) return;
    const shape = model.shape();
    const residues = model.operator === "hetconv" ? numbers(shape.p) : [];
    this.patterns.replaceChildren(...residues.map((residue) => pattern(residue, shape)));
    this.cells.replaceChildren(...cellsOf(model.stages()[model.stage], shape.k));
  }
}
