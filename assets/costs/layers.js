// Layer by layer: two detectors laid beside each other, block by block; a block opens to its layers.
import { t, count, fixed } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { setting } from "../shared/setting.js";
import { choice, select, difference, cell, heading, room, small } from "./controls.js";
import { hasTab, openLayer } from "../shared/navigation.js";

const MOVING = "moving"; // stands for the CSPHet of the page's P
const block = (path) => path.split(".")[0];
const mega = (value) => fixed(value / 1e6, 2);

// Return place -> [left layer, right layer] in the order of the detector; a place may be empty on one side.
function aligned(left, right) {
  const longer = left.length >= right.length ? left : right;
  const places = new Map(longer.map((layer) => [layer[1], [null, null]]));
  [left, right].forEach((layers, side) =>
    layers.forEach((layer) => {
      if (!places.has(layer[1])) places.set(layer[1], [null, null]);
      places.get(layer[1])[side] = layer;
    }),
  );
  return places;
}

function sums(pairs) {
  const total = (side, column) => pairs.reduce((sum, pair) => sum + (pair[side] ? pair[side][column] : 0), 0);
  return { params: [total(0, 7), total(1, 7)], operations: [total(0, 8), total(1, 8)] };
}

export function layers(shared) {
  const { props } = shared;
  const chosen = { family: "v5n", other: MOVING };
  const open = new Set();
  const table = make("table", { class: "hv-layers" });
  const others = (family) =>
    props.variants
      .filter(
        (variant) => variant.startsWith(family) && variant !== props.originals[variant] && !/v5n-csphet/.test(variant),
      )
      .map((variant) => [variant, props.names[variant]]);
  const offered = (family) => (family === "v5n" ? [[MOVING, t("costs_moving")], ...others(family)] : others(family));
  const family = choice(
    t("costs_family"),
    [
      ["v5n", "YOLOv5n"],
      ["v8n", "YOLOv8n"],
    ],
    "v5n",
    (value) => {
      chosen.family = value;
      chosen.other = offered(value)[0][0];
      other.offer(offered(value), chosen.other);
      show();
    },
  );
  const other = select(t("costs_beside"), offered("v5n"), MOVING, (value) => {
    chosen.other = value;
    show();
  });
  const by = choice(
    t("costs_bars_of"),
    [
      ["params", t("parameters")],
      ["operations", t("costs_operations")],
    ],
    "params",
    (value) => {
      measure = value;
      show();
    },
  );
  let measure = "params";

  const right = () => (chosen.other === MOVING ? shared.het() : chosen.other);
  const left = () => props.originals[right()];

  function bars(values, largest) {
    const bar = (side) => make("span", { class: `hv-cost-bar hv-cost-bar-${side}` });
    const pair = [bar("left"), bar("right")];
    pair.forEach((element, side) => {
      element.style.width = `${(100 * values[side]) / largest}%`;
    });
    return make("td", { class: "hv-bars", "aria-hidden": "true" }, ...pair);
  }

  function numbers(pair, largest) {
    const sum = sums(pair);
    return [
      cell(count(sum.params[0])),
      cell(count(sum.params[1])),
      difference(sum.params[1], sum.params[0], count),
      cell(mega(sum.operations[0])),
      cell(mega(sum.operations[1])),
      difference(sum.operations[1], sum.operations[0], mega),
      bars(sum[measure], largest),
    ];
  }

  function blockRow(name, pair, largest) {
    const expanded = open.has(name);
    const button = make(
      "button",
      {
        type: "button",
        class: "hv-toggle",
        "aria-expanded": String(expanded),
        "data-block": name,
        onclick: () => {
          if (!open.delete(name)) open.add(name);
          show();
          table.querySelector(`[data-block="${name}"]`).focus();
        },
      },
      name,
    );
    return make(
      "tr",
      { class: "hv-block", "data-path": name },
      make("th", { scope: "row" }, button),
      ...numbers(pair, largest),
    );
  }

  function opener(layer, variant) {
    if (!layer || layer[2] === "upsample" || layer[2] === "expectation") return null;
    const text = `${layer[2]}  ${layer[3]}→${layer[4]}`;
    if (!hasTab("kernels")) return make("span", { class: "hv-operator" }, text);
    return make(
      "button",
      {
        type: "button",
        class: "hv-operator hv-link",
        onclick: () => openLayer({ variant, path: layer[0] }),
        "aria-label": t("costs_open_layer", { name: props.names[variant], path: layer[0] }),
      },
      text,
    );
  }

  function layerRow(place, pair, largest) {
    const same = pair[0] && pair[1] && pair[0][2] === pair[1][2];
    const sides = same ? [opener(pair[1], right())] : [opener(pair[0], left()), opener(pair[1], right())];
    const names = sides.map((element, side) => {
      if (!element) return null;
      const text = same ? "" : props.names[side ? right() : left()];
      return make(
        "span",
        { class: same ? "hv-side" : side ? "hv-side hv-side-right" : "hv-side hv-side-left" },
        text && `${text}: `,
        element,
      );
    });
    return make(
      "tr",
      { class: "hv-layer", "data-path": place },
      make("th", { scope: "row" }, make("span", {}, place.split(".").slice(1).join(".") || place), ...names),
      ...numbers([pair], largest),
    );
  }

  function show() {
    if (!shared.answer) return;
    const layers = [left(), right()].map((variant) => shared.answer.variants[variant].layers);
    const blocks = new Map();
    aligned(...layers).forEach((pair, place) => {
      if (!blocks.has(block(place))) blocks.set(block(place), []);
      blocks.get(block(place)).push([place, pair]);
    });
    const pairs = (list) => list.map(([, pair]) => pair);
    const largest = Math.max(...[...blocks.values()].flatMap((list) => sums(pairs(list))[measure]));
    const rows = [...blocks].flatMap(([name, list]) => [
      blockRow(name, pairs(list), largest),
      ...(open.has(name) ? list.map(([place, pair]) => layerRow(place, pair, largest)) : []),
    ]);
    const all = [...blocks.values()].flatMap(pairs);
    const names = [props.names[left()], props.names[right()]];
    const unit = shared.unit("M");
    table.replaceChildren(
      make("caption", { class: "hv-hidden" }, t("costs_room_layers")),
      heading([
        t("costs_block"),
        [names[0], "hv-left"],
        [names[1], "hv-right"],
        t("costs_difference_params"),
        [`${names[0]}, ${unit}`, "hv-left"],
        [`${names[1]}, ${unit}`, "hv-right"],
        `${t("difference_short")}, ${unit}`,
        "",
      ]),
      make(
        "tbody",
        {},
        ...rows,
        make(
          "tr",
          { class: "hv-total", "data-path": "total" },
          make("th", { scope: "row" }, t("costs_total")),
          ...numbers(all, sums(all)[measure][0] || 1),
        ),
      ),
    );
    convention.textContent = shared.convention();
  }

  const convention = small();
  const every = (opened) => () => {
    open.clear();
    if (opened) shared.answer.variants[right()].layers.forEach((layer) => open.add(block(layer[0])));
    show();
  };
  const buttons = make(
    "div",
    { class: "hv-actions" },
    make("button", { type: "button", class: "hv-secondary", onclick: every(true) }, t("costs_open_all")),
    make("button", { type: "button", class: "hv-secondary", onclick: every(false) }, t("costs_close_all")),
  );
  const root = room(
    "layers",
    make("p", {}, t("costs_layers_lead")),
    make("div", { class: "hv-controls" }, family.root, other.root, by.root),
    buttons,
    make("div", { class: "hv-scroll" }, table),
    convention,
  );
  const openBlock = (name) => {
    open.add(name);
    show();
    table.querySelector(`[data-block="${name}"]`)?.focus();
  };
  return { root, show, openBlock, chosen: () => [left(), right()], setting };
}
