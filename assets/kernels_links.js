// What belongs together: a cell, its filter, its channel and the sentence that says why it is 3×3 or 1×1. Pointer,
// touch and keys choose the active cell; pins keep it.
(() => {
  const { make, t, kernels } = window.hetviz;
  const { KIND, OPERATORS } = kernels.rules;
  const MOST_PINS = 9;
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  // Return the sentence that says why a cell is what it is.
  function why(operator, stageIndex, { s, j }, shape) {
    const stage = OPERATORS[operator].stages(shape)[stageIndex];
    const kind = stage.kind(s, j);
    const { k, p, m } = shape;
    const facts = { s, j, k, p, a: s % p, b: j % p, g: stage.rowGroup(s), h: stage.columnGroup(j), quarter: m / 4, half: m / 2 };
    const say = (key) => t(key, facts);
    if (operator === "standard") return say("kernels_why_standard");
    if (operator === "orepa") return say("kernels_why_orepa");
    if (operator === "hetconv") return kind === KIND.raster ? t("kernels_why_own", facts) : t("kernels_why_other", facts);
    if (stageIndex === 1) return say("kernels_why_pointwise");
    if (operator === "dwc_pwc") return kind === KIND.raster ? say("kernels_why_depthwise") : say("kernels_why_not_depthwise");
    if (operator === "gwc_pwc") return kind === KIND.raster ? say("kernels_why_group") : say("kernels_why_no_group");
    if (operator === "pconv") return { [KIND.raster]: () => say("kernels_why_quarter"), [KIND.pass]: () => say("kernels_why_pass"), [KIND.none]: () => say("kernels_why_nothing") }[kind]();
    if (operator === "spconv" && facts.h === null) return say("kernels_why_redundant");
    return kind === KIND.both ? say("kernels_why_both") : say("kernels_why_pointwise_only");
  }

  function links(model, view) {
    const live = make("p", { class: "hv-kernels-why", "aria-live": "polite" });
    const title = make("h4", {});
    const picture = make("div", { class: "hv-kernels-cell" });
    const pinButton = make("button", { type: "button", class: "hv-secondary", onclick: () => togglePin(model.active) });
    const panel = make("section", { class: "hv-kernels-active" }, title, live, picture, pinButton);
    const pinned = make("ol", { class: "hv-kernels-pins" });
    const same = (a, b) => a && b && a.s === b.s && a.j === b.j;
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

    // ---- keys: arrows, page keys by P, Home and End, Enter pins, Escape lets all pins go, + − 0 zoom ----
    function key(event) {
      if (!model.active || event.ctrlKey || event.metaKey || event.altKey) return;
      const { row, column } = view.placeOf(model.active);
      const { stage } = view.drawn;
      const last = { row: stage.rows - 1, column: stage.columns - 1 };
      const go = (r, c) => activate(view.cellIn(Math.max(0, Math.min(last.row, r)), Math.max(0, Math.min(last.column, c))), true);
      const step = STEPS[event.key];
      const { p } = model.shape();
      const actions = {
        Home: () => go(row, 0), End: () => go(row, last.column), PageUp: () => go(row - p, column), PageDown: () => go(row + p, column),
        Enter: () => togglePin(model.active), " ": () => togglePin(model.active),
        Escape: () => { model.pins = []; model.tell("active"); },
        "+": () => view.zoomTo(view.zoom * 1.5), "-": () => view.zoomTo(view.zoom / 1.5), 0: () => view.zoomTo(1),
      };
      const action = step ? () => go(row + step[0], column + step[1]) : actions[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    }

    // ---- pointers: hover lights, click pins, drag moves an enlarged grid, two fingers zoom ----
    const pointers = new Map();
    let moved = 0;
    const local = (event) => {
      const box = view.base.getBoundingClientRect();
      return [(event.clientX - box.left) * view.size.ratio - view.size.left, (event.clientY - box.top) * view.size.ratio - view.size.top];
    };
    const spread = () => { const [a, b] = [...pointers.values()]; return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY); };

    function down(event) {
      pointers.set(event.pointerId, event);
      if (pointers.size === 1) moved = 0;
    }

    function move(event) {
      const before = pointers.get(event.pointerId);
      if (!before) { if (event.pointerType === "mouse") activate(view.cellAt(event)); return; }
      const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
      if (pointers.size === 2) {
        const old = spread();
        pointers.set(event.pointerId, event);
        moved = Infinity;
        if (old > 0) view.zoomTo((view.zoom * spread()) / old, local(event));
        return;
      }
      moved += Math.abs(dx) + Math.abs(dy);
      if (moved < 5 || view.zoom === 1) return;
      pointers.set(event.pointerId, event);
      view.pan(-dx * view.size.ratio, -dy * view.size.ratio);
    }

    function up(event) {
      const held = pointers.delete(event.pointerId);
      const cell = held && moved < 5 && event.type === "pointerup" ? view.cellAt(event) : null;
      if (!cell) return;
      const again = same(cell, model.active);
      activate(cell);
      if (event.pointerType === "mouse" || again) togglePin(cell);
    }

    view.root.addEventListener("pointerdown", down);
    view.root.addEventListener("pointermove", move);
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) view.root.addEventListener(end, up);
    view.root.addEventListener("keydown", key);
    view.root.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      view.zoomTo(view.zoom * Math.exp(-event.deltaY / 300), local(event));
    }, { passive: false });
    view.onView = () => { view.root.style.touchAction = view.zoom > 1 ? "none" : "pan-y"; };

    // ---- showing ----
    const heading = ({ s, j }) => t("kernels_cell", { s, j });
    function pinItem(pin) {
      return make("li", {},
        make("div", {}, make("strong", {}, heading(pin)), make("p", { class: "hv-small" }, why(model.operator, model.stage, pin, model.shape()))),
        kernels.cellTable(model, pin),
        make("button", { type: "button", class: "hv-kernels-remove", "aria-label": t("kernels_unpin_one", pin), onclick: () => togglePin(pin) }, "×"));
    }

    function show() {
      const { active, pins } = model;
      if (!active) return;
      title.textContent = heading(active);
      live.textContent = why(model.operator, model.stage, active, model.shape());
      picture.replaceChildren(kernels.cellTable(model, active));
      pinButton.textContent = isPinned(active) ? t("kernels_unpin") : t("kernels_pin");
      pinned.replaceChildren(...pins.map(pinItem));
      view.mark({ active, pins, axis: model.axis });
    }
    return { panel, pinned, show };
  }

  // Return one kernel as a small table: its weights where they are real, otherwise which taps have a weight.
  function cellTable(model, { s, j }) {
    const { k } = model.shape();
    const stage = model.stages()[model.stage];
    const kind = stage.kind(s, j);
    const raster = kind === KIND.raster || kind === KIND.both;
    const side = raster ? k : 1;
    if (kind === KIND.none || kind === KIND.pass) return make("p", { class: "hv-small" }, t(kind === KIND.pass ? "kernels_no_weight_copied" : "kernels_no_kernel"));
    const tap = model.layer ? kernels.tapCell(model, s, j, raster) : () => make("td", { class: "hv-kernels-tap" }, "w");
    const rows = Array.from({ length: side }, (_, y) => make("tr", {}, ...Array.from({ length: side }, (_, x) => tap(y * side + x))));
    const size = `${side}×${side}${kind === KIND.both ? " + 1×1" : ""}`;
    return make("table", { class: "hv-kernels-taps" }, make("caption", { class: "hv-small" }, size), make("tbody", {}, ...rows));
  }

  Object.assign(kernels, { links, why, cellTable });
})();
