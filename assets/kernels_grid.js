// The grid: filters down, input channels across, a cell for each kernel, on one canvas with another for highlights.
// It draws what it is told (`show`), sorts by moving rows and columns, and tells which cell is pointed at.
(() => {
  const { make, kernels } = window.hetviz;
  const { residuePlaces } = kernels.rules;
  const { palette, paintStage, css } = kernels.paint;
  const MARGIN = { left: 48, top: 34, norms: 40 }; // CSS pixels around the cells
  const LARGEST_CELL = 44;
  const SORT_MS = 900;
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const ease = (share) => (share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2);

  function grid() {
    const base = make("canvas", { class: "hv-kernels-base" });
    const over = make("canvas", { class: "hv-kernels-over" });
    const root = make("div", { class: "hv-kernels-grid" }, base, over);
    const view = { root, base, over, zoom: 1, x: 0, y: 0, share: 0, room: 0, drawn: null, highlight: {}, onView: () => {} };

    // ---- measures: everything inside the canvas is in device pixels ----
    function measure() {
      const { stage, weights } = view.drawn;
      const ratio = window.devicePixelRatio || 1;
      const norms = weights ? MARGIN.norms : 6;
      const room = Math.max(120, Math.min(view.room, 720)) - MARGIN.left - norms;
      const fit = Math.floor((room * ratio) / Math.max(stage.columns, stage.rows));
      const smallest = Math.max(1, Math.min(fit, Math.round(LARGEST_CELL * ratio)));
      const cell = Math.max(1, Math.round(smallest * view.zoom));
      const width = Math.min(Math.round(room * ratio), smallest * stage.columns);
      const height = Math.min(Math.round(room * ratio), smallest * stage.rows);
      const clamp = (value, content, shown) => Math.max(0, Math.min(value, content - shown));
      view.x = clamp(view.x, cell * stage.columns, width);
      view.y = clamp(view.y, cell * stage.rows, height);
      return { ratio, cell, smallest, width, height, left: Math.round(MARGIN.left * ratio),
        top: Math.round(MARGIN.top * ratio), norms: Math.round(norms * ratio) };
    }

    function place(canvas, size) {
      const [width, height] = [size.left + size.width + size.norms, size.top + size.height + size.norms];
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      canvas.style.width = `${width / size.ratio}px`;
      canvas.style.height = `${height / size.ratio}px`;
      return canvas.getContext("2d");
    }

    // Places of rows and columns between the stored order (share 0) and the order by residue (share 1).
    function places(count) {
      if (!view.share) return (i) => i;
      const sorted = residuePlaces(count, view.drawn.p);
      return (i) => i + (sorted[i] - i) * ease(view.share);
    }

    // ---- painting ----
    function paint() {
      if (!view.drawn || !view.room) return;
      const { stage, k, weights, lit, plain } = view.drawn;
      const size = (view.size = measure());
      const colours = (view.colours = palette());
      const context = place(base, size);
      context.fillStyle = css(colours.card);
      context.fillRect(0, 0, base.width, base.height);
      if (!view.image || view.image.width !== size.width || view.image.height !== size.height) view.image = context.createImageData(size.width, size.height);
      const { image } = view;
      Object.assign(view, { rowAt: places(stage.rows), columnAt: places(stage.columns) });
      const { cell } = size;
      paintStage(new Uint32Array(image.data.buffer), size.width, size.height, stage, {
        cell, k, colours, weights, lit, plain: plain ? colours.left : null, x: view.x, y: view.y, rowAt: view.rowAt, columnAt: view.columnAt });
      context.putImageData(image, size.left, size.top);
      paintMargins(context, stage, size, colours);
      if (weights) paintNorms(context, weights, size, colours);
      Object.assign(base.dataset, { cell, left: size.left, top: size.top, x: view.x, y: view.y, width: size.width, height: size.height });
      paintHighlight();
      view.onView();
    }

    function paintMargins(context, stage, size, colours) {
      const strip = Math.round(6 * size.ratio);
      const gap = Math.round(3 * size.ratio);
      context.font = `${Math.round(11 * size.ratio)}px system-ui, sans-serif`;
      const every = [1, 2, 4, 8, 16, 32, 64, 128].find((step) => step * size.cell >= 22 * size.ratio) || 128;
      const sides = [
        { count: stage.columns, at: view.columnAt, group: stage.columnGroup, first: view.x, room: size.width, across: true },
        { count: stage.rows, at: view.rowAt, group: stage.rowGroup, first: view.y, room: size.height, across: false }];
      for (const { count, at, group, first, room, across } of sides) {
        context.textAlign = across ? "center" : "right";
        context.textBaseline = across ? "bottom" : "middle";
        for (let i = 0; i < count; i++) {
          const start = Math.round(at(i) * size.cell) - first;
          if (start < 0 || start + size.cell > room) continue;
          const own = group(i);
          if (own !== null && stage.groups > 1) {
            context.fillStyle = css(colours.hue(own, stage.groups));
            if (across) context.fillRect(size.left + start, size.top - strip - gap, size.cell, strip);
            else context.fillRect(size.left - strip - gap, size.top + start, strip, size.cell);
          }
          const numbered = view.share === 0 || view.share === 1 ? Math.round(at(i)) % every === 0 : every === 1;
          if (!numbered) continue;
          context.fillStyle = css(colours.soft);
          const middle = start + size.cell / 2;
          if (across) context.fillText(String(i), size.left + middle, size.top - strip - 2 * gap);
          else context.fillText(String(i), size.left - strip - 2 * gap, size.top + middle);
        }
      }
    }

    // Bars at the right and the lower edge: the norm of each filter and of each channel.
    function paintNorms(context, weights, size, colours) {
      context.fillStyle = css(colours.soft);
      const room = size.norms - Math.round(8 * size.ratio);
      const bar = (norm, largest) => Math.max(1, Math.round((room * norm) / largest));
      const thick = Math.max(1, size.cell - (size.cell > 3 ? 1 : 0));
      weights.rowNorms.forEach((norm, s) => {
        const start = Math.round(view.rowAt(s) * size.cell) - view.y;
        if (start >= 0 && start + thick <= size.height) context.fillRect(size.left + size.width + 4 * size.ratio, size.top + start, bar(norm, weights.largestRow), thick);
      });
      weights.columnNorms.forEach((norm, j) => {
        const start = Math.round(view.columnAt(j) * size.cell) - view.x;
        if (start >= 0 && start + thick <= size.width) context.fillRect(size.left + start, size.top + size.height + 4 * size.ratio, thick, bar(norm, weights.largestColumn));
      });
    }

    // ---- highlights: the row and the column of the active cell, pinned cells with their numbers ----
    function paintHighlight() {
      if (!view.size) return;
      const { size, colours } = view;
      const context = place(over, size);
      context.clearRect(0, 0, over.width, over.height);
      const { active, pins = [], axis } = view.highlight;
      context.save();
      context.translate(size.left, size.top);
      const line = Math.max(1, Math.round(1.5 * size.ratio));
      const veil = `rgb(${colours.ink.join(" ")} / 14%)`;
      if (active) {
        const [left, top] = corner(active);
        context.fillStyle = veil;
        if (axis !== "rows") context.fillRect(-size.left, top, size.left + size.width, size.cell); // M counts along a row
        if (axis !== "columns") context.fillRect(left, -size.top, size.cell, size.top + size.height);
        outline(context, left, top, css(colours.ink), line + 1);
      }
      pins.forEach((pin, index) => {
        const [left, top] = corner(pin);
        outline(context, left, top, css(colours.ink), line);
        badge(context, left, top, String(index + 1));
      });
      context.restore();
    }

    const corner = ({ s, j }) => [Math.round(view.columnAt(j) * view.size.cell) - view.x, Math.round(view.rowAt(s) * view.size.cell) - view.y];

    function outline(context, left, top, colour, line) {
      const { cell } = view.size;
      context.strokeStyle = colour;
      context.lineWidth = line;
      context.strokeRect(left - line / 2, top - line / 2, cell + line - 1, cell + line - 1);
    }

    function badge(context, left, top, text) {
      const { ratio, cell } = view.size;
      const radius = 8 * ratio;
      context.fillStyle = css(view.colours.ink);
      context.beginPath();
      context.arc(left + cell, top, radius, 0, 2 * Math.PI);
      context.fill();
      context.fillStyle = css(view.colours.card);
      context.font = `700 ${Math.round(11 * ratio)}px system-ui, sans-serif`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText(text, left + cell, top + ratio * 0.5);
    }

    // ---- what others call ----
    view.show = (drawn) => {
      const before = view.drawn?.stage;
      if (before && (before.rows !== drawn.stage.rows || before.columns !== drawn.stage.columns)) Object.assign(view, { zoom: 1, x: 0, y: 0 });
      view.drawn = drawn;
      paint();
    };
    view.paint = paint;
    view.mark = (highlight) => { view.highlight = highlight; paintHighlight(); };

    // Return the cell {s, j} under a pointer, or null.
    view.cellAt = (event) => {
      if (!view.size || view.share % 1) return null;
      const box = base.getBoundingClientRect();
      const { ratio, left, top, width, height, cell } = view.size;
      const x = (event.clientX - box.left) * ratio - left;
      const y = (event.clientY - box.top) * ratio - top;
      if (x < 0 || y < 0 || x >= width || y >= height) return null;
      return view.cellIn(Math.floor((y + view.y) / cell), Math.floor((x + view.x) / cell));
    };

    // Return the cell that stands in a row and column of the picture, and the place of a cell.
    view.cellIn = (row, column) => {
      const { stage, p } = view.drawn;
      if (row < 0 || column < 0 || row >= stage.rows || column >= stage.columns) return null;
      const back = (count, at) => (view.share ? residuePlaces(count, p).indexOf(at) : at);
      return { s: back(stage.rows, row), j: back(stage.columns, column) };
    };
    view.placeOf = ({ s, j }) => ({ row: Math.round(view.rowAt(s)), column: Math.round(view.columnAt(j)) });

    view.zoomTo = (zoom, point = null) => {
      const before = view.size.cell;
      const [px, py] = point || [view.size.width / 2, view.size.height / 2];
      const largest = Math.max(1, (LARGEST_CELL * 1.5 * view.size.ratio) / view.size.smallest);
      view.zoom = Math.max(1, Math.min(zoom, largest));
      const grown = Math.max(1, Math.round(view.size.smallest * view.zoom)) / before;
      view.x = Math.round((view.x + px) * grown - px);
      view.y = Math.round((view.y + py) * grown - py);
      paint();
    };
    view.pan = (dx, dy) => { view.x += Math.round(dx); view.y += Math.round(dy); paint(); };

    // Scroll so that a cell can be seen.
    view.reveal = (cell) => {
      const [left, top] = corner(cell);
      const { cell: side, width, height } = view.size;
      const dx = left < 0 ? left : Math.max(0, left + side - width);
      const dy = top < 0 ? top : Math.max(0, top + side - height);
      if (dx || dy) view.pan(dx, dy);
    };

    let frame = null;
    view.sort = (sorted, moving = true) => {
      cancelAnimationFrame(frame);
      const [from, to] = [view.share, sorted ? 1 : 0];
      if (!moving || still() || from === to || !view.drawn) { view.share = to; paint(); return; }
      const start = performance.now();
      const step = (now) => {
        const passed = Math.max(0, Math.min(1, (now - start) / SORT_MS));
        view.share = passed < 1 ? from + (to - from) * passed : to;
        paint();
        if (passed < 1) frame = requestAnimationFrame(step);
      };
      frame = requestAnimationFrame(step);
    };

    new ResizeObserver(([entry]) => {
      const room = Math.round(entry.contentRect.width);
      if (room === view.room) return; // a new height is our own doing
      view.room = room;
      requestAnimationFrame(paint);
    }).observe(root);
    new MutationObserver(() => paint()).observe(document.body, { attributes: true, attributeFilter: ["class"] });
    return view;
  }

  kernels.grid = grid;
})();
