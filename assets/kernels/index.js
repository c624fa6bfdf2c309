// The Kernels tab: one model that every part reads, and the parts in the order of the page.
// props: layers (variant -> [{path, operator, m, n, k, p}]), blocks, examples; see hetviz/page/tabs/kernels.py
import { t } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { setting, listen } from "../shared/setting.js";
import { KERNEL_SIZES, LIMITS, OPERATORS, problem } from "./rules.js";
import { count, fixed } from "../shared/language.js";
import { blocks as flows } from "./blocks.js";
import { takeaway } from "./export.js";
import { formula } from "./formula.js";
import { Grid } from "./grid.js";
import { identity } from "./identity.js";
import { links } from "./links.js";
import { operators } from "./operators.js";
import { kindCounts, table } from "./table.js";
import { weights } from "./weights.js";

export function mount({ element, props, server }) {
  const { layers, blocks, examples } = props;

  // ---- the model ------------------------------------------------------------------------------------------------------
  // layer: a real layer {variant, path, p, values, …} or null; active and pins: cells {s, j}; lit: kinds, axis: "rows" or
  // "columns" that a formula's factor points at.
  const model = {
    operator: "hetconv",
    m: 16,
    n: 16,
    k: 3,
    d: 40,
    stage: 0,
    sorted: false,
    layer: null,
    active: { s: 1, j: 5 },
    pins: [],
    lit: null,
    axis: null,
    shape: () => ({ m: model.m, n: model.n, k: model.k, d: model.d, p: model.layer ? model.layer.p : setting.p }),
    stages: () => OPERATORS[model.operator].stages(model.shape()),
    problem: () => problem(model.operator, model.shape()),
    choose: (operator) => choose(operator),
    toGrid: () => {
      mainCard.scrollIntoView({ block: "start" });
      view.root.focus({ preventScroll: true });
    },
    set: (values) => {
      Object.assign(model, values);
      show();
    },
    tell: (what) => (what === "lit" ? showGrid() : null) || parts.links.show() || parts.formula.showPlace(),
  };

  // ---- the parts ------------------------------------------------------------------------------------------------------
  const view = new Grid();
  const parts = { links: links(model, view), formula: formula(model), controls: controls() };
  const real = weights(model, server, layers);
  const failure = make("p", { class: "hv-error hv-kernels-problem", role: "alert" });
  const keysHint = make("p", { class: "hv-small", id: "hetviz-kernels-keys" }, t("kernels_keys"));
  Object.entries({
    tabindex: 0,
    role: "application",
    "aria-roledescription": t("kernels_grid_role"),
    "aria-describedby": "hetviz-kernels-keys",
  }).forEach(([name, value]) => view.root.setAttribute(name, value));
  const pattern = make("p", { class: "hv-kernels-pattern", "aria-live": "polite" });
  const legend = make("ul", { class: "hv-kernels-legend" });
  const weightsNote = make("p", { class: "hv-small" });
  const cells = table(model);
  const body = make(
    "div",
    { class: "hv-kernels-body" },
    make("div", { class: "hv-kernels-left" }, parts.controls.view, view.root, legend, weightsNote, pattern, keysHint),
    make("div", { class: "hv-kernels-right" }, parts.links.panel, parts.formula.root, real.lost),
  );

  const mainCard = make(
    "section",
    { class: "hv-card hv-kernels-main" },
    make("h3", {}, t("kernels_title")),
    make("p", { class: "hv-kernels-intro" }, t("kernels_intro")),
    parts.controls.root,
    real.root,
    real.status,
    real.failure,
    failure,
    body,
    make("h4", { class: "hv-kernels-pins-title" }, t("kernels_pins")),
    parts.links.pinned,
    cells.root,
  );
  let nextFrame = 0;
  const below = [operators(model), identity(model, server, examples), flows(model, blocks), takeaway(model, server)];

  element.querySelector(".hv-root").replaceChildren(mainCard, ...below.map(({ root }) => root));

  // ---- controls -------------------------------------------------------------------------------------------------------
  function controls() {
    const field = (key, name, highest) => {
      const input = make("input", {
        type: "number",
        min: 1,
        max: highest,
        step: 1,
        value: model[key],
        inputmode: "numeric",
        "data-key": key,
        oninput: () => change(input.value.trim() === "" ? "–" : Number(input.value)),
      });
      const change = (value) => model.set(key === "d" ? { d: value } : { [key]: value, layer: null });
      return { input, label: make("label", {}, name, input) };
    };
    const fields = {
      m: field("m", t("kernels_m"), LIMITS.m),
      n: field("n", t("kernels_n"), LIMITS.n),
      d: field("d", t("kernels_d"), LIMITS.d),
    };
    const size = make(
      "select",
      { onchange: () => model.set({ k: Number(size.value), layer: null }) },
      ...KERNEL_SIZES.map((k) => make("option", { value: k }, `${k} × ${k}`)),
    );
    const operator = make(
      "select",
      { class: "hv-kernels-operator", onchange: () => choose(operator.value) },
      ...Object.entries(OPERATORS).map(([key, { name }]) => make("option", { value: key }, name)),
    );
    const parts = make("p", { class: "hv-kernels-parts" });
    const sorted = make("input", {
      type: "checkbox",
      role: "switch",
      onchange: () => {
        model.sorted = sorted.checked;
        view.sort(sorted.checked);
        show();
      },
    });
    const order = make("label", { class: "hv-kernels-switch" }, sorted, t("kernels_sort"));
    const stages = make("div", { class: "hv-kernels-stages", role: "group", "aria-label": t("kernels_stages") });
    const zoom = (key, text, act) =>
      make("button", { type: "button", class: "hv-kernels-zoom", "aria-label": t(key), onclick: act }, text);
    const root = make(
      "div",
      { class: "hv-kernels-controls" },
      make("label", {}, t("kernels_operator"), operator),
      fields.m.label,
      fields.n.label,
      make("label", {}, t("kernels_k"), size),
      fields.d.label,
      parts,
    );
    const above = make(
      "div",
      { class: "hv-kernels-above" },
      order,
      stages,
      make(
        "div",
        { class: "hv-kernels-zooms" },
        zoom("kernels_zoom_out", "−", () => view.zoomTo(view.zoom / 1.5)),
        zoom("kernels_zoom_fit", "⤢", () => view.zoomTo(1)),
        zoom("kernels_zoom_in", "+", () => view.zoomTo(view.zoom * 1.5)),
      ),
    );

    function showControls() {
      const { p } = model.shape();
      operator.value = model.operator;
      size.value = model.k;
      for (const key of ["m", "n", "d"]) {
        if (Number(fields[key].input.value) !== model[key] && Number.isInteger(model[key]))
          fields[key].input.value = model[key];
      }
      sorted.checked = model.sorted;
      sorted.disabled = model.operator !== "hetconv";
      order.title = sorted.disabled ? t("kernels_sort_none") : "";
      const { divisor } = OPERATORS[model.operator];
      const name = divisor === "G" ? "G = P" : "P";
      parts.textContent = model.layer
        ? t(divisor ? "kernels_layer_parts" : "kernels_layer_no_parts", { name: divisor, p })
        : divisor
          ? t("kernels_parts", { name, p })
          : t("kernels_no_parts");
      const list = model.problem() ? [] : model.stages();
      stages.replaceChildren(
        ...(list.length < 2
          ? []
          : list.map((_, index) =>
              make(
                "button",
                {
                  type: "button",
                  class: "hv-kernels-stage",
                  "aria-pressed": String(index === model.stage),
                  onclick: () => model.set({ stage: index }),
                },
                t("kernels_stage", { index: index + 1, count: list.length }),
              ),
            )),
      );
    }
    return { root, view: above, show: showControls };
  }

  function choose(operator) {
    model.set({ operator, stage: 0, layer: null, pins: [], lit: null, axis: null });
  }

  // ---- showing --------------------------------------------------------------------------------------------------------
  function showGrid() {
    const { k, p } = model.shape();
    const stage = model.stages()[model.stage];
    view.show({
      stage,
      k,
      p,
      weights: model.layer,
      lit: model.lit,
      plain: stage.groups === 1 && model.operator !== "hetconv",
    });
  }

  function keepInside() {
    const { rows, columns } = model.stages()[model.stage];
    const inside = ({ s, j }) => s < rows && j < columns;
    if (!inside(model.active)) model.active = { s: 0, j: 0 };
    model.pins = model.pins.filter(inside);
  }

  function show() {
    const wrong = model.problem();
    failure.textContent = wrong ? t(wrong.code, wrong.facts) : "";
    body.hidden = Boolean(wrong);
    parts.controls.show();
    real.show();
    cancelAnimationFrame(nextFrame);
    nextFrame = requestAnimationFrame(() => below.forEach((part) => part.show())); // the grid comes first while P is dragged
    if (wrong) return;
    model.stage = Math.min(model.stage, model.stages().length - 1);
    keepInside();
    const share = model.sorted && model.operator === "hetconv" ? 1 : 0;
    if (Math.round(view.share) !== share) view.sort(Boolean(share), false);
    showGrid();
    parts.links.show();
    parts.formula.show();
    showLegend();
    weightsNote.textContent = !model.layer
      ? ""
      : t("kernels_weights_legend", { limit: fixed(model.layer.limit, 3) }) +
        (model.operator === "dualconv" ? ` ${t("kernels_dual_folded")}` : "");
    weightsNote.hidden = !model.layer;
    pattern.textContent =
      model.operator === "hetconv"
        ? t(model.sorted ? "kernels_sorted_says" : "kernels_stored_says", model.shape())
        : "";
    cells.show();
  }

  // Say what the cells of the picture mean and how many there are.
  function showLegend() {
    const { k } = model.shape();
    const kinds = ["none", "dot", "raster", "both", "pass"];
    const stage = model.stages()[model.stage];
    const numbers = kindCounts(stage);
    const plain = stage.groups === 1 && model.operator !== "hetconv";
    legend.replaceChildren(
      ...kinds
        .map((key, kind) => [key, numbers[kind]])
        .filter(([, number]) => number)
        .map(([key, number]) =>
          make(
            "li",
            { "data-kind": key },
            make("span", {
              class: `hv-kernels-sign${plain ? " hv-plain" : ""} hv-kernels-sign-${key}`,
              "aria-hidden": "true",
            }),
            t(`kernels_kind_${key}`, { k, count: count(number) }),
          ),
        ),
    );
    view.root.setAttribute(
      "aria-label",
      t("kernels_grid_label", { name: OPERATORS[model.operator].name, rows: stage.rows, columns: stage.columns }),
    );
  }

  // A hidden tab does nothing; it catches up when it is shown again.
  let missed = false;
  function follow() {
    missed = element.offsetParent === null;
    if (!missed) show();
  }

  listen("change", follow);
  new ResizeObserver(() => missed && follow()).observe(element);
  listen("layer", () => real.choose(setting.layer));
  new MutationObserver(follow).observe(document.body, { attributes: true, attributeFilter: ["class"] }); // light or dark
  show();
  if (setting.layer) real.choose(setting.layer); // asked for before this tab was first opened
}
