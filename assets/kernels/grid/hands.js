// Pointer, touch and keys on the grid: they choose the active cell, pin cells, zoom and move.
const MOST_PINS = 9;
const SLIP = 5; // CSS pixels that a pressed pointer may move and still click
const ZOOM = 1.5;
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export const same = (a, b) => Boolean(a && b && a.s === b.s && a.j === b.j);

// The active cell and the pins of a model: who changes them, whatever the device.
export class Choices {
  constructor(model, view) {
    Object.assign(this, { model, view });
  }

  isPinned(cell) {
    return this.model.pins.some((pin) => same(pin, cell));
  }

  activate(cell, reveal = false) {
    if (!cell || same(cell, this.model.active)) return;
    this.model.active = cell;
    if (reveal) this.view.reveal(cell);
    this.model.tell("active");
  }

  togglePin(cell) {
    const { model } = this;
    if (this.isPinned(cell)) model.pins = model.pins.filter((pin) => !same(pin, cell));
    else model.pins = [...model.pins, cell].slice(-MOST_PINS);
    model.tell("active");
  }

  unpinAll() {
    this.model.pins = [];
    this.model.tell("active");
  }
}

// Keys: arrows, page keys by P, Home and End, Enter pins, Escape lets all pins go, + − 0 zoom.
export function listenToKeys(model, view, choices) {
  view.root.addEventListener("keydown", (event) => {
    if (!model.active || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = keyAction(event.key, model, view, choices);
    if (!action) return;
    event.preventDefault();
    action();
  });
}

function keyAction(key, model, view, choices) {
  const { row, column } = view.placeOf(model.active);
  const { rows, columns } = view.drawn.stage;
  const { p } = model.shape();
  const within = (value, count) => Math.max(0, Math.min(count - 1, value));
  const go = (r, c) => choices.activate(view.cellIn(within(r, rows), within(c, columns)), true);
  const pin = () => choices.togglePin(model.active);
  const step = STEPS[key];
  if (step) return () => go(row + step[0], column + step[1]);
  return {
    Home: () => go(row, 0),
    End: () => go(row, columns - 1),
    PageUp: () => go(row - p, column),
    PageDown: () => go(row + p, column),
    Enter: pin,
    " ": pin,
    Escape: () => choices.unpinAll(),
    "+": () => view.zoomTo(view.zoom * ZOOM),
    "-": () => view.zoomTo(view.zoom / ZOOM),
    0: () => view.zoomTo(1),
  }[key];
}

// Pointers: hover lights, a click pins (a touch first lights), drag moves an enlarged grid, two fingers zoom.
export class Pointers {
  held = new Map();
  moved = 0;

  constructor(model, view, choices) {
    Object.assign(this, { model, view, choices });
    const on = (type, act, options) => view.root.addEventListener(type, (event) => act.call(this, event), options);
    on("pointerdown", this.down);
    on("pointermove", this.move);
    ["pointerup", "pointercancel", "pointerleave"].forEach((end) => on(end, this.up));
    on("wheel", this.wheel, { passive: false });
    view.onView = () => {
      view.root.style.touchAction = view.zoom > 1 ? "none" : "pan-y";
    };
  }

  down(event) {
    this.held.set(event.pointerId, event);
    if (this.held.size === 1) this.moved = 0;
  }

  move(event) {
    const before = this.held.get(event.pointerId);
    if (this.held.size === 2 && before) this.pinch(event);
    else if (before) this.drag(event, before);
    else if (event.pointerType === "mouse") this.choices.activate(this.view.cellAt(event));
  }

  apart() {
    const [a, b] = [...this.held.values()];
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  }

  pinch(event) {
    const before = this.apart();
    this.held.set(event.pointerId, event);
    this.moved = Infinity;
    if (before > 0) this.view.zoomTo((this.view.zoom * this.apart()) / before, this.view.local(event));
  }

  drag(event, before) {
    const { view } = this;
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    this.moved = Math.max(this.moved, Math.hypot(dx, dy));
    if (this.moved < SLIP || view.zoom === 1) return;
    this.held.set(event.pointerId, event);
    this.moved = Infinity;
    view.pan(-dx * view.size.ratio, -dy * view.size.ratio);
  }

  up(event) {
    const clicked = this.held.delete(event.pointerId) && this.moved < SLIP && event.type === "pointerup";
    const cell = clicked ? this.view.cellAt(event) : null;
    if (!cell) return;
    const again = same(cell, this.model.active);
    this.choices.activate(cell);
    if (event.pointerType === "mouse" || again) this.choices.togglePin(cell);
  }

  wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.view.zoomTo(this.view.zoom * Math.exp(-event.deltaY / 300), this.view.local(event));
  }
}
