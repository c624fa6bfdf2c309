// Every operator side by side at the same M, N, K: its pattern, formula, weights, multiply-adds and data flow. One P
// moves all of them; a card opens its operator in the large grid.
import { t, count, fixed } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { OPERATORS, problem, counted, filled, residuePlaces } from "./rules.js";
import { palette, paintStage } from "./paint.js";

const SIDE = 116; // CSS pixels of a small picture

function paintSmall(canvas, stage, { k, p, plain, sorted }) {
  const ratio = window.devicePixelRatio || 1;
  const cell = Math.max(1, Math.floor((SIDE * ratio) / Math.max(stage.rows, stage.columns)));
  const [width, height] = [cell * stage.columns, cell * stage.rows];
  Object.assign(canvas, { width, height });
  const shrink = Math.max(1, Math.max(width, height) / (SIDE * ratio)); // more channels than pixels
  canvas.style.width = `${width / ratio / shrink}px`;
  const colours = palette();
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const at = (places) => (sorted ? (i) => places[i] : (i) => i);
  paintStage(new Uint32Array(image.data.buffer), width, height, stage, {
    cell,
    k,
    colours,
    x: 0,
    y: 0,
    lit: null,
    weights: null,
    plain: plain ? colours.left : null,
    rowAt: at(residuePlaces(stage.rows, p)),
    columnAt: at(residuePlaces(stage.columns, p)),
  });
  context.putImageData(image, 0, 0);
}

// The stages of a data flow one after another, parallel parts above each other, joined by a sum where there are two.
export function flow(stages, { k, p }) {
  const box = (part) =>
    make("span", { class: `hv-kernels-part hv-kernels-part-${part}` }, t(`kernels_flow_${part}`, { k, p }));
  const arrow = () => make("span", { class: "hv-kernels-arrow", "aria-hidden": "true" }, "→");
  const step = (parts) => make("span", { class: "hv-kernels-step" }, ...parts.map(box));
  return make(
    "div",
    { class: "hv-kernels-flow" },
    make("span", {}, "x"),
    ...stages.flatMap((parts) => [arrow(), step(parts)]),
    arrow(),
    make("span", {}, "y"),
  );
}

function card(model, key) {
  const operator = OPERATORS[key];
  const stageCount = operator.flow.filter(([first]) => first !== "mix").length;
  const pictures = operator.stages({ m: 16, n: 16, k: 3, p: 1 }).map(() => make("canvas", { "aria-hidden": "true" }));
  const open = make(
    "button",
    {
      type: "button",
      class: "hv-kernels-open",
      onclick: () => {
        model.choose(key);
        model.toGrid();
      },
    },
    operator.name,
  );
  const parts = {
    failure: make("p", { class: "hv-small" }),
    written: make("p", {}),
    numbers: make("p", { class: "hv-kernels-values" }),
    bar: make("span", {}),
    flow: make("div", {}),
  };
  const shown = make(
    "div",
    { class: "hv-kernels-card-body" },
    make("div", { class: "hv-kernels-minis" }, ...pictures),
    parts.written,
    make("div", { class: "hv-kernels-bar", "aria-hidden": "true" }, parts.bar),
    parts.numbers,
    parts.flow,
    make(
      "p",
      { class: "hv-small" },
      t(stageCount === 1 ? "kernels_one_stage" : "kernels_two_stages"),
      operator.noted ? ` ${t(operator.noted)}` : "",
    ),
  );
  const root = make("li", { class: "hv-kernels-card", "data-operator": key }, open, parts.failure, shown);

  function show(shape) {
    const wrong = problem(key, shape);
    parts.failure.textContent = wrong ? t(wrong.code, wrong.facts) : "";
    shown.hidden = Boolean(wrong);
    root.classList.toggle("hv-chosen", model.operator === key);
    open.setAttribute("aria-pressed", String(model.operator === key));
    if (wrong) return;
    const { weights, macs, ratio } = counted(key, shape);
    operator.stages(shape).forEach((stage, index) =>
      paintSmall(pictures[index], stage, {
        ...shape,
        plain: stage.groups === 1 && key !== "hetconv",
        sorted: model.sorted && key === "hetconv",
      }),
    );
    const text = operator.formula.map((part) => (Array.isArray(part) ? part[0] : part)).join("");
    parts.written.textContent = `${text} = ${operator.formula.map((part) => (Array.isArray(part) ? filled(part[0], shape) : part)).join("")}`;
    parts.numbers.textContent = t("kernels_card_numbers", {
      weights: count(weights),
      macs: count(macs),
      percent: fixed(100 * ratio, 1),
    });
    parts.numbers.dataset.weights = weights;
    parts.bar.style.width = `${Math.min(100, 100 * ratio)}%`;
    parts.flow.replaceChildren(flow(operator.flow, shape));
  }
  return { root, show };
}

export function operators(model) {
  const cards = Object.keys(OPERATORS).map((key) => card(model, key));
  const root = make(
    "section",
    { class: "hv-card hv-kernels-operators" },
    make("h3", {}, t("kernels_operators")),
    make("p", {}, t("kernels_operators_intro")),
    make("ul", {}, ...cards.map(({ root: item }) => item)),
    make("p", { class: "hv-small" }, t("kernels_stages_caution")),
  );
  let drawn = "";
  function show() {
    // only when something that the cards show has changed
    const now = JSON.stringify([model.shape(), model.sorted, model.operator, document.body.className]);
    if (now === drawn) return;
    drawn = now;
    cards.forEach(({ show: showCard }) => showCard(model.shape()));
  }
  return { root, show };
}
