// The formula with the values in place. Each factor is a button that lights the cells it counts; the active cell lights
// the factor that counts it. Below: weights, multiply-adds, the share of the standard convolution.
import { t, count, fixed } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { OPERATORS, counted, filled } from "./rules.js";

export function formula(model) {
  const symbols = make("div", { class: "hv-kernels-symbols", role: "group", "aria-label": t("kernels_formula") });
  const values = make("p", { class: "hv-kernels-values" });
  const cells = make("p", { class: "hv-kernels-values" });
  const hint = make("p", { class: "hv-small" }, t("kernels_formula_hint"));
  const totals = make("dl", { class: "hv-kernels-totals" });
  const root = make(
    "section",
    { class: "hv-kernels-formula" },
    make("h4", {}, t("kernels_formula")),
    symbols,
    values,
    cells,
    hint,
    totals,
  );

  function light(target, on) {
    const terms = counted(model.operator, model.shape()).terms;
    const term = typeof target === "number" ? terms[target] : null;
    model.axis = on && !term ? target : null;
    model.lit = on && term ? term.kinds : null;
    if (on && term && term.stage !== undefined && term.stage !== model.stage) model.set({ stage: term.stage });
    else model.tell("lit");
  }

  function mark([symbol, target]) {
    const lit = (on) => () => light(target, on);
    return make(
      "button",
      {
        type: "button",
        class: "hv-kernels-factor",
        "data-target": target,
        "aria-label": `${symbol} = ${filled(symbol, model.shape())}: ${meaning(target)}`,
        onpointerenter: lit(true),
        onpointerleave: (event) => light(target, event.target === document.activeElement),
        onfocus: lit(true),
        onblur: lit(false),
      },
      symbol,
    );
  }

  function meaning(target) {
    const shape = model.shape();
    if (target === "columns") return t("kernels_counts_channels", { m: shape.m });
    if (target === "rows") return t("kernels_counts_filters", { n: shape.n });
    const term = counted(model.operator, shape).terms[target];
    return t("kernels_counts_kernels", { count: count(term.count), each: term.each });
  }

  const written = (parts, shape) => parts.map((part) => (Array.isArray(part) ? filled(part[0], shape) : part)).join("");
  const size = (each, k) => (each === 1 ? "1×1" : `${k}×${k}`);
  const row = (key, text) => [make("dt", {}, t(key)), make("dd", {}, text)];

  function show() {
    const shape = model.shape();
    const {
      formula: parts,
      ratio: [ratio, ratioOf],
    } = OPERATORS[model.operator];
    const { terms, weights, macs, ratio: share } = counted(model.operator, shape);
    const drawn = JSON.stringify([model.operator, shape]);
    if (drawn !== symbols.dataset.drawn) {
      // a factor that is pointed at stays the same element
      symbols.dataset.drawn = drawn;
      symbols.replaceChildren(...parts.map((part) => (Array.isArray(part) ? mark(part) : make("span", {}, part))));
    }
    values.textContent = `= ${written(parts, shape)} = ${count(weights)}`;
    cells.textContent = `= ${terms
      .map(({ count: number, each }) =>
        t("kernels_term", {
          count: count(number),
          size: size(each, shape.k),
          each,
        }),
      )
      .join(" + ")}`;
    const inPlace = /[A-Z]/.test(ratio) ? ` = ${filled(ratio, shape)}` : "";
    totals.replaceChildren(
      ...row("kernels_weights", count(weights)),
      ...row("kernels_macs", count(macs)),
      ...row("kernels_share", fixed(share, 4)),
      ...row(
        model.operator === "hetconv" ? "kernels_paper_ratio" : "kernels_ratio",
        `${ratio}${inPlace} = ${fixed(ratioOf(shape), 4)}`,
      ),
    );
    totals.dataset.weights = weights;
    hint.textContent = t("kernels_formula_hint");
    showPlace();
  }

  // Mark the factors that count the active cell.
  function showPlace() {
    if (!model.active) return;
    const kind = model.stages()[model.stage].kind(model.active.s, model.active.j);
    const terms = counted(model.operator, model.shape()).terms;
    symbols.querySelectorAll(".hv-kernels-factor").forEach((factor) => {
      const term = terms[factor.dataset.target];
      const counts = term && term.kinds.includes(kind) && (term.stage ?? model.stage) === model.stage;
      factor.classList.toggle("hv-lit", Boolean(counts));
    });
  }
  return { root, show, showPlace };
}
