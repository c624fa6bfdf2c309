// What belongs together: a cell, its filter, its channel and the sentence that says why it is 3×3 or 1×1. Pointer,
// touch and keys choose the active cell; pins keep it.
import { t } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { KIND, OPERATORS } from "./rules.js";
import { tapCell } from "./weights.js";

const MOST_PINS = 9;
const SLIP = 5; // CSS pixels that a pressed pointer may move and still click
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// Return the sentence that says why a cell is what it is.
export function why(operator, stageIndex, { s, j }, shape) {
  const stage = OPERATORS[operator].stages(shape)[stageIndex];
  const kind = stage.kind(s, j);
  const { k, p, m } = shape;
  const facts = {
    s,
    j,
    k,
    p,
    a: s % p,
    b: j % p,
    g: stage.rowGroup(s),
    h: stage.columnGroup(j),
    quarter: m / 4,
    half: m / 2,
  };
  const say = (key) => t(key, facts);
  if (operator === "standard") return say("kernels_why_standard");
  if (operator === "orepa") return say("kernels_why_orepa");
  if (operator === "hetconv") return kind === KIND.raster ? t("kernels_why_own", facts) : t("kernels_why_other", facts);
  if (stageIndex === 1) return say("kernels_why_pointwise");
  if (operator === "dwc_pwc")
    return kind === KIND.raster ? say("kernels_why_depthwise") : say("kernels_why_not_depthwise");
  if (operator === "gwc_pwc") return kind === KIND.raster ? say("kernels_why_group") : say("kernels_why_no_group");
  if (operator === "pconv")
    return {
      [KIND.raster]: () => say("kernels_why_quarter"),
      [KIND.pass]: () => say("kernels_why_pass"),
      [KIND.none]: () => say("kernels_why_nothing"),
    }[kind]();
  if (operator === "spconv" && facts.h === null) return say("kernels_why_redundant");
  return kind === KIND.both ? say("kernels_why_both") : say("kernels_why_pointwise_only");
}

const same = (a, b) => Boolean(a && b && a.s === b.s && a.j === b.j);

// The active cell and the pins of a model: who changes them, whatever the device.
function choices(model, view) {
  const isPinned = (cell) => model.pins.some((pin) => same(pin, cell));
  function activate(cell, reveal = false) {
    if (!cell || same(cell, model.active)) return;
    model.active = cell;
    if (reveal) view.reveal(cell);
    model.tell("active");
  }
  function togglePin(cell) {
    if (isPinned(cell)) model.pins = model.pins.filter((pin) => !same(pin, cell));
    else model.pins = [...model.pins, cell].slice(-MOST_PINS);
    model.tell("active");
  }
  function unpinAll() {
    model.pins = [];
    model.tell("active");
  }
  return { isPinned, activate, togglePin, unpinAll };
}

// Keys: arrows, page keys by P, Home and End, Enter pins, Escape lets all pins go, + − 0 zoom.
function listenToKeys(model, view, { activate, togglePin, unpinAll }) {
  view.root.addEventListener("keydown", (event) => {
    if (!model.active || event.ctrlKey || event.metaKey || event.altKey) return;
    const { row, column } = view.placeOf(model.active);
    const { rows, columns } = view.drawn.stage;
    const within = (value, count) => Math.max(0, Math.min(count - 1, value));
    const go = (r, c) => activate(view.cellIn(within(r, rows), within(c, columns)), true);
    const step = STEPS[event.key];
    const { p } = model.shape();
    const actions = {
      Home: () => go(row, 0),
      End: () => go(row, columns - 1),
      PageUp: () => go(row - p, column),
      PageDown: () => go(row + p, column),
      Enter: () => togglePin(model.active),
      " ": () => togglePin(model.active),
      Escape: unpinAll,
      "+": () => view.zoomTo(view.zoom * 1.5),
      "-": () => view.zoomTo(view.zoom / 1.5),
      0: () => view.zoomTo(1),
    };
    const action = step ? () => go(row + step[0], column + step[1]) : actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

// Pointers: hover lights, a click pins (a touch first lights), drag moves an enlarged grid, two fingers zoom.
function listenToPointers(model, view, { activate, togglePin }) {
  const held = new Map();
  let moved = 0;
  const apart = () => {
    const [a, b] = [...held.values()];
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  };

  function pinch(event) {
    const before = apart();
    held.set(event.pointerId, event);
    moved = Infinity;
    if (before > 0) view.zoomTo((view.zoom * apart()) / before, view.local(event));
  }

  function drag(event, before) {
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    moved = Math.max(moved, Math.hypot(dx, dy));
    if (moved < SLIP || view.zoom === 1) return;
    held.set(event.pointerId, event);
    moved = Infinity;
    view.pan(-dx * view.size.ratio, -dy * view.size.ratio);
  }

  function up(event) {
    const cell = held.delete(event.pointerId) && moved < SLIP && event.type === "pointerup" ? view.cellAt(event) : null;
    if (!cell) return;
    const again = same(cell, model.active);
    activate(cell);
    if (event.pointerType === "mouse" || again) togglePin(cell);
  }

  const on = (type, act, options) => view.root.addEventListener(type, act, options);
  on("pointerdown", (event) => {
    held.set(event.pointerId, event);
    if (held.size === 1) moved = 0;
  });
  on("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (held.size === 2 && before) pinch(event);
    else if (before) drag(event, before);
    else if (event.pointerType === "mouse") activate(view.cellAt(event));
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) on(end, up);
  on(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      view.zoomTo(view.zoom * Math.exp(-event.deltaY / 300), view.local(event));
    },
    { passive: false },
  );
  view.onView = () => {
    view.root.style.touchAction = view.zoom > 1 ? "none" : "pan-y";
  };
}

// The panel of the active cell and the list of pinned ones.
export function links(model, view) {
  const choice = choices(model, view);
  const { isPinned, togglePin } = choice;
  const live = make("p", { class: "hv-kernels-why", "aria-live": "polite" });
  const title = make("h4", {});
  const picture = make("div", { class: "hv-kernels-cell" });
  const pinButton = make("button", { type: "button", class: "hv-secondary", onclick: () => togglePin(model.active) });
  const panel = make("section", { class: "hv-kernels-active" }, title, live, picture, pinButton);
  const pinned = make("ol", { class: "hv-kernels-pins" });
  listenToKeys(model, view, choice);
  listenToPointers(model, view, choice);

  const reason = (cell) => why(model.operator, model.stage, cell, model.shape());
  const pinItem = (pin) =>
    make(
      "li",
      {},
      make("div", {}, make("strong", {}, t("kernels_cell", pin)), make("p", { class: "hv-small" }, reason(pin))),
      cellTable(model, pin),
      make(
        "button",
        {
          type: "button",
          class: "hv-kernels-remove",
          "aria-label": t("kernels_unpin_one", pin),
          onclick: () => togglePin(pin),
        },
        "×",
      ),
    );

  function show() {
    const { active, pins, axis } = model;
    if (!active) return;
    title.textContent = t("kernels_cell", active);
    const sentence = reason(active);
    if (live.textContent !== sentence) live.textContent = sentence; // said once
    picture.replaceChildren(cellTable(model, active));
    pinButton.textContent = isPinned(active) ? t("kernels_unpin") : t("kernels_pin");
    showPins();
    view.mark({ active, pins, axis });
  }

  let drawn = "";
  function showPins() {
    // only when they have changed: a button that has the focus stays the same element
    const now = JSON.stringify([
      model.pins,
      model.operator,
      model.stage,
      model.shape(),
      model.layer?.path,
      model.layer?.variant,
      document.body.className,
    ]);
    if (now === drawn) return;
    drawn = now;
    const focused = pinned.contains(document.activeElement);
    pinned.replaceChildren(...model.pins.map(pinItem));
    if (focused) (pinned.querySelector("button") || pinButton).focus();
  }
  return { panel, pinned, show };
}

// Return one kernel as a small table: its weights where they are real, otherwise which taps have a weight.
export function cellTable(model, { s, j }) {
  const { k } = model.shape();
  const stage = model.stages()[model.stage];
  const kind = stage.kind(s, j);
  const raster = kind === KIND.raster || kind === KIND.both;
  const side = raster ? k : 1;
  if (kind === KIND.none || kind === KIND.pass)
    return make("p", { class: "hv-small" }, t(kind === KIND.pass ? "kernels_no_weight_copied" : "kernels_no_kernel"));
  const tap = model.layer
    ? tapCell(model, s, j, raster)
    : (index) =>
        make("td", { class: "hv-kernels-tap" }, kind === KIND.both && index === (k * k - 1) / 2 ? "w + w" : "w");
  const rows = Array.from({ length: side }, (_, y) =>
    make("tr", {}, ...Array.from({ length: side }, (_, x) => tap(y * side + x))),
  );
  const size = `${side}×${side}${kind === KIND.both ? " + 1×1" : ""}`;
  return make(
    "table",
    { class: "hv-kernels-taps" },
    make("caption", { class: "hv-small" }, size),
    make("tbody", {}, ...rows),
  );
}
