// The channels that reach a layer as small maps in the order of the grid's columns: above what goes in, then the kernel,
// below what it adds. All in one canvas, and all maps in another behind it, so that 128 channels are painted in a few
// milliseconds: a canvas for each map would cost far more than its pixels.
import { make } from "../../shared/elements.js";
import { t } from "../../shared/language.js";
import { palette } from "../grid/palette.js";
import { css } from "../grid/pixels.js";
import { inputOf, largest, partOf } from "./numbers/arithmetic.js";
import { drawKernel, paintMaps } from "./painting.js";
import { channelOrder, tileAt, tiling } from "./numbers/places.js";

const ICON = 15; // pixels of a kernel

export class Tiles {
  marked = { channel: null, pixel: null };

  // point(j, pixel or null): a channel is pointed at, and a pixel of its maps. choose: the same, clicked.
  constructor({ point, choose, leave }) {
    this.canvas = make("canvas", { class: "hv-filter-tiles", tabindex: 0, role: "application" });
    this.base = make("canvas");
    this.maps = make("canvas"); // of each channel what goes in, then what it adds, below each other
    Object.assign(this, { point, choose, leave });
    this.canvas.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.tell(event, point));
    this.canvas.addEventListener("click", (event) => this.tell(event, choose));
    this.canvas.addEventListener("pointerleave", () => leave());
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.resize()).observe(this.canvas);
  }

  tell(event, say) {
    if (!this.shown) return;
    const bounds = this.canvas.getBoundingClientRect();
    const place = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
    const found = tileAt(place, this.layout, this.order.length, this.shown.layer);
    if (found) say(this.order[found.index], found.pixel);
  }

  key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.layout?.columns, ArrowDown: this.layout?.columns }[
      event.key
    ];
    if (!step || !this.shown) return;
    event.preventDefault();
    const index = this.order.indexOf(this.marked.channel) + step;
    if (index >= 0 && index < this.order.length) this.choose(this.order[index], null);
  }

  // shown: {layer, s, filter (see arithmetic.filterAt), sorted, limits: {inputs, adds, kernels}}
  show(shown) {
    this.shown = shown;
    const { layer } = shown;
    this.order = channelOrder(layer, shown.sorted);
    const width = this.canvas.parentElement.clientWidth || 320;
    this.width = width;
    this.layout = tiling(layer.m, width);
    this.ratio = Math.min(3, window.devicePixelRatio || 1);
    const size = [width, this.layout.height];
    [this.canvas, this.base].forEach((canvas) => {
      [canvas.width, canvas.height] = size.map((length) => Math.round(length * this.ratio));
    });
    this.canvas.style.height = `${this.layout.height}px`;
    this.paintBase();
    this.canvas.setAttribute("aria-label", t("filter_tiles_label", { count: layer.m }));
  }

  resize() {
    const width = this.canvas.parentElement?.clientWidth;
    if (!this.shown || !width || width === this.width) return;
    this.show(this.shown);
    this.mark(this.marked);
  }

  corner(index) {
    const { columns, cell } = this.layout;
    return [(index % columns) * cell.width, Math.floor(index / columns) * cell.height];
  }

  paintBase() {
    const context = this.base.getContext("2d");
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.imageSmoothingEnabled = false;
    this.paintAllMaps();
    this.order.forEach((j, index) => this.paintTile(context, j, ...this.corner(index)));
  }

  paintAllMaps() {
    const { layer, filter, limits } = this.shown;
    const maps = filter.adds.flatMap((adds, j) => [
      { map: inputOf(layer, j), limit: limits.inputs },
      { map: adds, limit: limits.adds },
    ]);
    paintMaps(this.maps, maps, layer);
  }

  paintTile(context, j, x, y) {
    const { layer, s, filter, limits } = this.shown;
    const { height, width } = layer;
    const { side, sign } = this.layout;
    const kernel = filter.kernels[j];
    const on = kernel.kxk !== null || kernel.dot !== null;
    const below = y + side + sign;
    context.globalAlpha = on ? 1 : 0.25;
    [y, below].forEach((top, row) => {
      context.drawImage(this.maps, 0, (2 * j + row) * height, width, height, x, top, side, side);
    });
    context.globalAlpha = 1;
    const icon = { x: x + (side - ICON) / 2, y: y + side + (sign - ICON) / 2, side: ICON };
    drawKernel(context, kernel, { layer, s, limit: limits.kernels }, icon);
    const colours = palette();
    const isMarked = kernel.hasKxk && filter.kernels.some(({ hasDot }) => hasDot); // otherwise all are 3×3
    context.lineWidth = isMarked ? 2 : 1;
    context.strokeStyle = css(isMarked ? colours.hue(partOf(layer, j), layer.p) : colours.line);
    context.strokeRect(x, y, side, side);
    context.strokeRect(x, below, side, side);
  }

  // marked: {channel, pixel}: what is lit. In a map that goes in: the nine pixels of a 3×3, the one of a dot.
  mark(marked) {
    this.marked = marked;
    if (!this.shown) return;
    const context = this.canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.base, 0, 0);
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.order.forEach((j, index) => this.markTile(context, j, ...this.corner(index)));
  }

  markTile(context, j, x, y) {
    const { layer, filter } = this.shown;
    const { side, sign } = this.layout;
    const { channel, pixel } = this.marked;
    const kernel = filter.kernels[j];
    const colours = palette();
    if (j === channel) {
      context.strokeStyle = css(colours.ink);
      context.lineWidth = 2;
      context.strokeRect(x - 2, y - 2, side + 4, 2 * side + sign + 4);
    }
    if (!pixel) return;
    const edge = kernel.kxk ? (layer.k - 1) / 2 : 0;
    if (kernel.kxk || kernel.dot !== null) this.markPixels(context, [x, y], pixel, edge);
    this.markPixels(context, [x, y + side + sign], pixel, 0);
  }

  markPixels(context, [left, top], { x, y }, edge) {
    const { width, height } = this.shown.layer;
    const [across, down] = [this.layout.side / width, this.layout.side / height];
    const [columns, rows] = [2 * edge + 1, 2 * edge + 1];
    const place = [left + (x - edge) * across, top + (y - edge) * down, columns * across, rows * down];
    context.save();
    context.beginPath();
    context.rect(left, top, this.layout.side, this.layout.side);
    context.clip();
    [
      [css(palette().card), 4],
      [css(palette().ink), 2],
    ].forEach(([colour, thickness]) => {
      context.strokeStyle = colour;
      context.lineWidth = thickness;
      context.strokeRect(...place);
    });
    context.restore();
  }
}

// Return the numbers at which colours are full: of what goes in, of what is added, of kernels.
export function limitsOf(layer, s, filter) {
  const { m, k } = layer;
  const taps = layer.kxk.subarray(s * m * k * k, (s + 1) * m * k * k);
  const dots = layer.dots.subarray(s * m, (s + 1) * m);
  return {
    inputs: largest(layer.inputs),
    adds: Math.max(largest(filter.kxk), largest(filter.dots), largest(filter.output)),
    kernels: Math.max(largest(taps), largest(dots)),
  };
}
