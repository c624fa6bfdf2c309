// The facts of the picture as a table: per residue (or group) which channels get a K×K kernel, and the first cells.
import { t, count } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { KIND } from "./rules.js";

const FIRST = 16; // rows and columns of cells that are written out

// Return how many cells of each kind a stage has, by the number of the kind.
export function kindCounts(stage) {
  const numbers = [0, 0, 0, 0, 0];
  for (let s = 0; s < stage.rows; s++) for (let j = 0; j < stage.columns; j++) numbers[stage.kind(s, j)]++;
  return numbers;
}

function word(kind, k) {
  return {
    [KIND.none]: "–",
    [KIND.dot]: "1×1",
    [KIND.raster]: `${k}×${k}`,
    [KIND.both]: `${k}×${k} + 1×1`,
    [KIND.pass]: t("kernels_copied"),
  }[kind];
}

export function table(model) {
  const cells = make("table", {});
  const patterns = make("ul", {});
  const details = make(
    "details",
    { class: "hv-kernels-table", ontoggle: () => show() },
    make("summary", {}, t("kernels_as_table")),
    patterns,
    make("div", { class: "hv-scroll", tabindex: 0, role: "region", "aria-label": t("kernels_as_table") }, cells),
  );

  // The P patterns of a HetConv, each as a sentence.
  function pattern(residue, { m, n, p, k }) {
    const list = (length) =>
      [residue, residue + p, residue + 2 * p].filter((i) => i < length).join(", ") +
      (residue + 3 * p < length ? ", …" : "");
    return make(
      "li",
      {},
      t("kernels_pattern", { filters: list(n), channels: list(m), k, own: m / p, others: m - m / p }),
    );
  }

  function show() {
    if (!details.open || model.problem()) return;
    const { k, p } = model.shape();
    patterns.replaceChildren(
      ...(model.operator === "hetconv" ? Array.from({ length: p }, (_, i) => pattern(i, model.shape())) : []),
    );
    const stage = model.stages()[model.stage];
    const [rows, columns] = [Math.min(FIRST, stage.rows), Math.min(FIRST, stage.columns)];
    const numbers = (length) => Array.from({ length }, (_, i) => i);
    const line = (s) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, t("kernels_filter", { s })),
        ...numbers(columns).map((j) => make("td", {}, word(stage.kind(s, j), k))),
      );
    const caption = t("kernels_table_caption", {
      rows,
      columns,
      all_rows: count(stage.rows),
      all_columns: count(stage.columns),
    });
    cells.replaceChildren(
      make("caption", { class: "hv-small" }, caption),
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          make("td", {}),
          ...numbers(columns).map((j) => make("th", { scope: "col" }, t("kernels_channel", { j }))),
        ),
      ),
      make("tbody", {}, ...numbers(rows).map(line)),
    );
  }
  return { root: details, show };
}
