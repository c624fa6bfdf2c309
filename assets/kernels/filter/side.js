// One detector's layer at work: picture, what the 3×3s add, what the dots add, the filter's output; its channels; a pixel.
import { make } from "../../shared/elements.js";
import { count, fixed, t, together } from "../../shared/language.js";
import { scientific } from "../../shared/numbers.js";
import { pairName } from "../../shared/comparing/pair.js";
import { correlation, difference, filterAt, largest, networkOf, shareOf } from "./numbers/arithmetic.js";
import { Boxes } from "./filter_boxes.js";
import { gradient, paintMap } from "./painting.js";
import { Pixel } from "./pixel.js";
import { inPicture, movedPixel } from "./numbers/places.js";
import { limitsOf, Tiles } from "./tiles.js";
import { percent, short } from "./numbers/filter_numbers.js";

const MAPS = ["kxk", "dots", "output"];
const SIGNS = { kxk: "", dots: "+", output: "=" };

export class Side {
  shown = null;
  channel = null; // the channel that is written out; null: the strongest

  // choose({y, x}): a pixel is chosen; hover({y, x} or null): one is pointed at, or none any more.
  constructor(side, { choose, hover }) {
    Object.assign(this, { choose, hover });
    this.title = make("h4", { class: `hv-kernels-${side}-name` });
    this.about = make("p", { class: "hv-small" });
    this.message = make("p", { class: "hv-filter-message", role: "status" });
    this.boxes = new Boxes();
    this.maps = Object.fromEntries(MAPS.map((key) => [key, this.mapOf(key)]));
    this.tiles = new Tiles({
      point: (_, pixel) => hover(pixel),
      choose: (j, pixel) => this.chooseChannel(j, pixel),
      leave: () => hover(null),
    });
    this.pixel = new Pixel();
    this.check = make("p", { class: "hv-small hv-filter-check" });
    this.body = this.bodyOf();
    this.root = make(
      "section",
      { class: `hv-filter-side hv-${side}` },
      this.title,
      this.about,
      this.message,
      this.body,
    );
    this.say(t("filter_working"), true);
  }

  mapOf(key) {
    const canvas = make("canvas");
    const mark = make("div", { class: "hv-filter-mark" });
    const stage = make("div", { class: "hv-filter-stage", "data-map": key }, canvas, mark);
    const placeOf = (event) => {
      const bounds = canvas.getBoundingClientRect();
      const share = (at, from, length) => Math.max(0, Math.min(0.9999, (at - from) / length));
      return {
        y: Math.floor(share(event.clientY, bounds.top, bounds.height) * canvas.height),
        x: Math.floor(share(event.clientX, bounds.left, bounds.width) * canvas.width),
      };
    };
    stage.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.hover(placeOf(event)));
    stage.addEventListener("pointerleave", () => this.hover(null));
    stage.addEventListener("click", (event) => this.choose(placeOf(event)));
    if (key === "output") this.listenToKeys(stage);
    const strong = make("strong", { class: "hv-filter-share" });
    const words = make("span", {});
    const sign = make("span", { class: "hv-filter-sign", "aria-hidden": "true" }, SIGNS[key]);
    const root = make(
      "figure",
      { class: `hv-filter-map hv-filter-${key}` },
      stage,
      make("figcaption", {}, strong, words),
    );
    return { canvas, mark, strong, words, root, sign, stage };
  }

  listenToKeys(stage) {
    Object.entries({ tabindex: 0, role: "application", "aria-label": t("filter_output_label") }).forEach(
      ([name, value]) => stage.setAttribute(name, value),
    );
    stage.addEventListener("keydown", (event) => {
      if (!this.shown || event.ctrlKey || event.metaKey || event.altKey) return;
      const moved = movedPixel(this.place, event.key, this.shown.layer);
      if (!moved) return;
      event.preventDefault();
      this.choose(moved);
    });
  }

  bodyOf() {
    this.bar = make("div", { class: "hv-filter-bar", "aria-hidden": "true" });
    this.stops = { inputs: make("span", {}), adds: make("span", {}), kernels: make("span", {}) };
    const legend = make("div", { class: "hv-filter-legend hv-small" }, this.bar, ...Object.values(this.stops));
    const picture = make("figure", { class: "hv-filter-picture" }, this.boxes.stage);
    const maps = MAPS.flatMap((key) => [this.maps[key].sign, this.maps[key].root]);
    this.equation = make("div", { class: "hv-filter-equation" }, ...maps);
    this.count = make("h4", {});
    return make(
      "div",
      { class: "hv-filter-body" },
      make("div", { class: "hv-filter-seen" }, picture, this.equation),
      this.boxes.words,
      legend,
      this.check,
      this.count,
      make("p", { class: "hv-small" }, t("filter_tiles_how")),
      make("div", {}, this.tiles.canvas),
      this.pixel.root,
    );
  }

  chooseChannel(j, pixel) {
    this.channel = j;
    this.choose(pixel ?? this.place);
  }

  // Say why there is nothing, or what is waited for; what is shown stays, faint.
  say(text, empty) {
    this.message.textContent = text;
    this.body.hidden = empty;
    this.root.setAttribute("aria-busy", String(!empty && Boolean(text)));
  }

  // shown: {variant, layer (whose numbers are shown), network (whose outputs are checked against, or null), s, off, sorted,
  // before, now (detections)}
  show(shown) {
    const { layer, s, off, variant } = shown;
    if (this.shown?.layer.layer !== layer.layer || this.shown?.s !== s) this.channel = null;
    const filter = filterAt(layer, s, off);
    const limits = limitsOf(layer, s, filter);
    this.shown = { ...shown, filter, limits };
    this.say("", false);
    this.title.textContent = pairName(variant);
    const operator = t(`filter_name_${layer.operator}`, layer);
    this.about.textContent = t("filter_about", { ...layer, path: layer.layer, operator, s });
    this.showMaps();
    this.showLegend();
    this.showCheck();
    const isOff = off.kxk || off.dots || off.part !== null;
    this.boxes.show(layer.picture, shown.before, shown.now, isOff);
    this.count.textContent = t("filter_tiles", { count: layer.m });
    this.tiles.show(this.shown);
    this.root.dataset.shown = `${layer.layer} ${s}`;
  }

  showMaps() {
    const { layer, filter, limits } = this.shown;
    const counted = (key) => filter.kernels.filter((kernel) => kernel[key]).length;
    const numbers = { kxk: counted("hasKxk"), dots: counted("hasDot") };
    const share = shareOf(filter);
    const gone = { kxk: !filter.kernels.some(({ kxk }) => kxk), dots: !filter.kernels.some(({ dot }) => dot !== null) };
    const shares = { kxk: percent(share), dots: percent(share === null ? null : 1 - share), output: "" };
    MAPS.forEach((key) => {
      const { canvas, strong, words, root } = this.maps[key];
      const said = key === "dots" && !numbers.dots ? "filter_map_none" : `filter_map_${key}`;
      const text = t(said, { count: count(numbers[key]), k: layer.k });
      root.classList.toggle("hv-none", key === "dots" && !numbers.dots);
      paintMap(canvas, filter[key], layer, limits.adds);
      strong.textContent = numbers.dots ? (gone[key] ? t("filter_off") : shares[key]) : "";
      words.textContent = text;
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", `${text} ${strong.textContent}`);
    });
    Object.assign(this.root.dataset, { share: share ?? "", operator: layer.operator, p: layer.p });
  }

  showLegend() {
    this.bar.style.background = gradient();
    const { limits } = this.shown;
    Object.entries(this.stops).forEach(([key, stop]) => {
      stop.textContent = t(`filter_legend_${key}`, { limit: short(limits[key]) });
    });
  }

  showCheck() {
    const { network, filter, s } = this.shown;
    if (!network) {
      this.check.textContent = t("filter_working");
      return;
    }
    const own = networkOf(network, s);
    const apart = difference(filter.output, own);
    const joint = correlation(filter.kxk, filter.dots);
    const top = largest(own);
    const facts = { difference: short(apart), share: scientific(apart / (top || 1), fixed), largest: short(top) };
    const alike = joint !== null && t("filter_correlation", { value: fixed(joint, 2).replace("-", "−") });
    this.check.textContent = together(t("filter_check", facts), alike);
    Object.assign(this.check.dataset, { difference: apart, largest: top });
  }

  // Light a pixel.
  point(pixel) {
    if (!this.shown) return;
    const { layer } = this.shown;
    this.place = this.inside(pixel);
    const channel = this.pixel.show(this.shown, this.place, this.channel);
    this.tiles.mark({ channel, pixel: this.place });
    const { y, x } = this.place;
    const style = {
      left: `${(100 * x) / layer.width}%`,
      top: `${(100 * y) / layer.height}%`,
      width: `${100 / layer.width}%`,
      height: `${100 / layer.height}%`,
    };
    MAPS.forEach((key) => Object.assign(this.maps[key].mark.style, style));
    this.boxes.point(inPicture(this.place, layer, layer.placing));
  }

  inside({ y, x }) {
    const { height, width } = this.shown.layer;
    return { y: Math.min(y, height - 1), x: Math.min(x, width - 1) };
  }

  // Return the pixel at which the output is largest.
  peak() {
    const { filter, layer } = this.shown;
    const top = largest(filter.output);
    const index = filter.output.findIndex((value) => Math.abs(value) === top);
    return { y: Math.floor(index / layer.width), x: index % layer.width };
  }
}
