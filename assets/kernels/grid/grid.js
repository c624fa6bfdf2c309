// The grid: filters down, input channels across, a cell for each kernel, on one canvas with another for highlights.
// It draws what it is told (`show`), sorts by moving rows and columns, and tells which cell is pointed at.
import { make } from "../../shared/elements.js";
import { residuePlaces } from "../rules.js";
import { palette } from "./palette.js";
import { css, paintStage } from "./pixels.js";

const MARGIN = { left: 48, top: 34, norms: 40 }; // CSS pixels around the cells
const LARGEST_CELL = 44;
const SORT_MS = 900;
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const ease = (share) => (share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2);

export class Grid {
  constructor() {
    this.base = make("canvas", { class: "hv-kernels-base" });
    this.over = make("canvas", { class: "hv-kernels-over" });
    this.root = make("div", { class: "hv-kernels-grid" }, this.base, this.over);
    Object.assign(this, {
      zoom: 1,
      x: 0,
      y: 0,
      share: 0,
      room: 0,
      drawn: null,
      size: null,
      highlight: {},
      onView: () => {},
    });
    new ResizeObserver(([entry]) => {
      const room = Math.round(entry.contentRect.width);
      if (room === this.room) return; // a new height is our own doing
      this.room = room;
      requestAnimationFrame(() => this.paint());
    }).observe(this.root);
  }

  // ---- measures: everything inside the canvas is in device pixels ----
  measure() {
    const { stage, weights } = this.drawn;
    const ratio = window.devicePixelRatio || 1;
    const norms = weights ? MARGIN.norms : 6;
    const room = Math.round((Math.max(120, Math.min(this.room, 720)) - MARGIN.left - norms) * ratio);
    const fit = Math.floor(room / Math.max(stage.columns, stage.rows));
    const smallest = Math.max(1, Math.min(fit, Math.round(LARGEST_CELL * ratio)));
    const cell = Math.max(1, Math.round(smallest * this.zoom));
    const [width, height] = [Math.min(room, smallest * stage.columns), Math.min(room, smallest * stage.rows)];
    const clamp = (value, content, shown) => Math.max(0, Math.min(value, content - shown));
    this.x = clamp(this.x, cell * stage.columns, width);
    this.y = clamp(this.y, cell * stage.rows, height);
    return {
      ratio,
      cell,
      smallest,
      width,
      height,
      left: Math.round(MARGIN.left * ratio),
      top: Math.round(MARGIN.top * ratio),
      norms: Math.round(norms * ratio),
    };
  }

  // Fit a canvas to the measures and return its context.
  place(canvas) {
    const { left, top, width, height, norms, ratio } = this.size;
    const [wide, high] = [left + width + norms, top + height + norms];
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    canvas.style.width = `${wide / ratio}px`;
    canvas.style.height = `${high / ratio}px`;
    return canvas.getContext("2d");
  }

  // Places of rows or columns between the stored order (share 0) and the order by residue (share 1).
  places(count) {
    if (!this.share) return (i) => i;
    const sorted = residuePlaces(count, this.drawn.p);
    return (i) => i + (sorted[i] - i) * ease(this.share);
  }

  // ---- painting ----
  paint() {
    if (!this.drawn || !this.room) return;
    const { stage } = this.drawn;
    this.size = this.measure();
    this.colours = palette();
    const context = this.place(this.base);
    context.fillStyle = css(this.colours.card);
    context.fillRect(0, 0, this.base.width, this.base.height);
    Object.assign(this, { rowAt: this.places(stage.rows), columnAt: this.places(stage.columns) });
    this.paintCells(context);
    this.paintMargin(context, stage.columns, stage.columnGroup, this.columnAt, true);
    this.paintMargin(context, stage.rows, stage.rowGroup, this.rowAt, false);
    if (this.drawn.weights) this.paintNorms(context);
    const { cell, left, top, width, height } = this.size;
    Object.assign(this.base.dataset, { cell, left, top, x: this.x, y: this.y, width, height });
    this.paintHighlight();
    this.onView();
  }

  paintCells(context) {
    const { stage, k, weights, lit, plain } = this.drawn;
    const { cell, width, height, left, top } = this.size;
    if (!this.image || this.image.width !== width || this.image.height !== height)
      this.image = context.createImageData(width, height);
    paintStage(new Uint32Array(this.image.data.buffer), width, height, stage, {
      cell,
      k,
      colours: this.colours,
      weights,
      lit,
      plain: plain ? this.colours.left : null,
      x: this.x,
      y: this.y,
      rowAt: this.rowAt,
      columnAt: this.columnAt,
    });
    context.putImageData(this.image, left, top);
  }

  // Numbers and a strip in the colour of each group, above the columns or beside the rows.
  paintMargin(context, count, group, at, across) {
    const { size, colours } = this;
    const { stage } = this.drawn;
    const [strip, gap] = [Math.round(6 * size.ratio), Math.round(3 * size.ratio)];
    const [first, room] = across ? [this.x, size.width] : [this.y, size.height];
    const every = [1, 2, 4, 8, 16, 32, 64, 128].find((step) => step * size.cell >= 22 * size.ratio) || 128;
    const resting = this.share % 1 === 0;
    context.font = `${Math.round(11 * size.ratio)}px system-ui, sans-serif`;
    context.textAlign = across ? "center" : "right";
    context.textBaseline = across ? "bottom" : "middle";
    for (let i = 0; i < count; i++) {
      const start = Math.round(at(i) * size.cell) - first;
      if (start < 0 || start + size.cell > room) continue;
      const [x, y] = across ? [size.left + start, size.top - strip - gap] : [size.left - strip - gap, size.top + start];
      const own = group(i);
      if (own !== null && stage.groups > 1) {
        context.fillStyle = css(colours.hue(own, stage.groups));
        context.fillRect(x, y, across ? size.cell : strip, across ? strip : size.cell);
      }
      if (resting ? Math.round(at(i)) % every : every > 1) continue;
      context.fillStyle = css(colours.soft);
      context.fillText(String(i), across ? x + size.cell / 2 : x - gap, across ? y - gap : y + size.cell / 2);
    }
  }

  // Bars at the right and the lower edge: the norm of each filter and of each channel.
  paintNorms(context) {
    const { weights } = this.drawn;
    const { size } = this;
    const [gap, room] = [Math.round(4 * size.ratio), size.norms - Math.round(8 * size.ratio)];
    const bar = (norm, largest) => Math.max(1, Math.round((room * norm) / largest));
    const thick = Math.max(1, size.cell - (size.cell > 3 ? 1 : 0));
    context.fillStyle = css(this.colours.soft);
    weights.rowNorms.forEach((norm, s) => {
      const start = Math.round(this.rowAt(s) * size.cell) - this.y;
      if (start < 0 || start + thick > size.height) return;
      context.fillRect(size.left + size.width + gap, size.top + start, bar(norm, weights.largestRow), thick);
    });
    weights.columnNorms.forEach((norm, j) => {
      const start = Math.round(this.columnAt(j) * size.cell) - this.x;
      if (start < 0 || start + thick > size.width) return;
      context.fillRect(size.left + start, size.top + size.height + gap, thick, bar(norm, weights.largestColumn));
    });
  }

  // ---- highlights: the row and the column of the active cell, pinned cells with their numbers ----
  paintHighlight() {
    if (!this.size) return;
    const { size, colours } = this;
    const context = this.place(this.over);
    context.clearRect(0, 0, this.over.width, this.over.height);
    const { active, pins = [], axis } = this.highlight;
    context.save();
    context.translate(size.left, size.top);
    const line = Math.max(1, Math.round(1.5 * size.ratio));
    if (active) {
      const [left, top] = this.corner(active);
      context.fillStyle = `rgb(${colours.ink.join(" ")} / 14%)`;
      if (axis !== "rows") context.fillRect(-size.left, top, size.left + size.width, size.cell); // M counts along a row
      if (axis !== "columns") context.fillRect(left, -size.top, size.cell, size.top + size.height);
      this.outline(context, left, top, line + 1);
    }
    pins.forEach((pin, index) => {
      const [left, top] = this.corner(pin);
      this.outline(context, left, top, line);
      this.badge(context, left, top, String(index + 1));
    });
    context.restore();
  }

  corner({ s, j }) {
    return [
      Math.round(this.columnAt(j) * this.size.cell) - this.x,
      Math.round(this.rowAt(s) * this.size.cell) - this.y,
    ];
  }

  outline(context, left, top, line) {
    const { cell } = this.size;
    context.strokeStyle = css(this.colours.ink);
    context.lineWidth = line;
    context.strokeRect(left - line / 2, top - line / 2, cell + line - 1, cell + line - 1);
  }

  badge(context, left, top, text) {
    const { ratio, cell } = this.size;
    context.fillStyle = css(this.colours.ink);
    context.beginPath();
    context.arc(left + cell, top, 8 * ratio, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = css(this.colours.card);
    context.font = `700 ${Math.round(11 * ratio)}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(text, left + cell, top + ratio * 0.5);
  }

  // ---- what others call ----
  // drawn: {stage, k, p, weights (a real layer or null), lit (kinds or null), plain (one colour, the standard's)}
  show(drawn) {
    const before = this.drawn?.stage;
    if (before && (before.rows !== drawn.stage.rows || before.columns !== drawn.stage.columns))
      Object.assign(this, { zoom: 1, x: 0, y: 0 });
    this.drawn = drawn;
    this.paint();
  }

  // highlight: {active: cell, pins: cells, axis: "rows", "columns" or null}
  mark(highlight) {
    this.highlight = highlight;
    this.paintHighlight();
  }

  // Return a pointer's place in device pixels from the first cell shown.
  local(event) {
    const box = this.base.getBoundingClientRect();
    const { ratio, left, top } = this.size;
    return [(event.clientX - box.left) * ratio - left, (event.clientY - box.top) * ratio - top];
  }

  // Return the cell {s, j} under a pointer, or null.
  cellAt(event) {
    if (!this.size || this.share % 1) return null;
    const { width, height, cell } = this.size;
    const [x, y] = this.local(event);
    if (x < 0 || y < 0 || x >= width || y >= height) return null;
    return this.cellIn(Math.floor((y + this.y) / cell), Math.floor((x + this.x) / cell));
  }

  // Return the cell that stands in a row and column of the picture, or null.
  cellIn(row, column) {
    const { stage, p } = this.drawn;
    if (row < 0 || column < 0 || row >= stage.rows || column >= stage.columns) return null;
    const back = (count, at) => (this.share ? residuePlaces(count, p).indexOf(at) : at);
    return { s: back(stage.rows, row), j: back(stage.columns, column) };
  }

  placeOf({ s, j }) {
    return { row: Math.round(this.rowAt(s)), column: Math.round(this.columnAt(j)) };
  }

  zoomTo(zoom, [px, py] = [this.size.width / 2, this.size.height / 2]) {
    const { cell, smallest, ratio } = this.size;
    const largest = Math.max(1, (LARGEST_CELL * 1.5 * ratio) / smallest);
    this.zoom = Math.max(1, Math.min(zoom, largest));
    const grown = Math.max(1, Math.round(smallest * this.zoom)) / cell;
    this.x = Math.round((this.x + px) * grown - px);
    this.y = Math.round((this.y + py) * grown - py);
    this.paint();
  }

  pan(dx, dy) {
    this.x += Math.round(dx);
    this.y += Math.round(dy);
    this.paint();
  }

  // Scroll an enlarged grid so that a cell can be seen.
  reveal(cell) {
    const [left, top] = this.corner(cell);
    const { cell: side, width, height } = this.size;
    const dx = left < 0 ? left : Math.max(0, left + side - width);
    const dy = top < 0 ? top : Math.max(0, top + side - height);
    if (dx || dy) this.pan(dx, dy);
  }

  // Move rows and columns to the order by residue, or back.
  sort(sorted, moving = true) {
    cancelAnimationFrame(this.frame);
    const [from, to] = [this.share, sorted ? 1 : 0];
    if (!moving || still() || from === to || !this.drawn) {
      this.share = to;
      this.paint();
      return;
    }
    const start = performance.now();
    const step = (now) => {
      const passed = Math.max(0, Math.min(1, (now - start) / SORT_MS));
      this.share = passed < 1 ? from + (to - from) * passed : to;
      this.paint();
      if (passed < 1) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }
}
