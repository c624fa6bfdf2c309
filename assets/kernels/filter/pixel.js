// One pixel of the output, written out: how many products, the two sums, and the products of one channel.
import { make } from "../../shared/elements.js";
import { count, t } from "../../shared/language.js";
import { palette } from "../grid/palette.js";
import { css } from "../grid/pixels.js";
import { networkOf, pixelAt, strongest } from "./numbers/arithmetic.js";
import { scaleOf } from "./painting.js";
import { kernelName, short, withSign } from "./numbers/filter_numbers.js";

const isBright = ([r, g, b]) => 0.3 * r + 0.59 * g + 0.11 * b > 140;

// Return numbers as a small square table, coloured in the scale of a limit.
function square(title, numbers, limit) {
  const side = Math.round(Math.sqrt(numbers.length));
  const scale = scaleOf(limit);
  const cell = (value) => {
    const colour = scale(value);
    const style = `background: ${css(colour)}; color: ${isBright(colour) ? "#10151b" : "#ffffff"}`;
    return make("td", { class: "hv-kernels-tap", style }, short(value));
  };
  const row = (_, y) => make("tr", {}, ...numbers.slice(y * side, (y + 1) * side).map(cell));
  const caption = make("caption", { class: "hv-small" }, title);
  const body = make("tbody", {}, ...Array.from({ length: side }, row));
  return make("table", { class: "hv-kernels-taps" }, caption, body);
}

const sign = (text) => make("span", { class: "hv-filter-sign", "aria-hidden": "true" }, text);

// Return a channel's products, written out as squares: inputs × weights = products.
function squares(products, limits) {
  const column = (key) => products.map((product) => product[key]);
  return make(
    "div",
    { class: "hv-filter-squares" },
    square(t("filter_inputs"), column("input"), limits.inputs),
    sign("×"),
    square(t("filter_weights"), column("weight"), limits.kernels),
    sign("="),
    square(t("filter_products"), column("product"), limits.adds),
  );
}

export const written = (products) =>
  products
    .map(({ input, weight }) => `${short(input)}·${weight < 0 ? `(${short(weight)})` : short(weight)}`)
    .join(" + ");

export class Pixel {
  constructor() {
    this.title = make("h4", {});
    this.sums = make("p", { class: "hv-filter-sums", "aria-live": "polite" });
    this.channel = make("p", { class: "hv-small" });
    this.squares = make("div", { class: "hv-filter-kernels" });
    this.body = make("tbody", {});
    const heads = ["channel", "kernel", "products", "adds"].map((key) =>
      make("th", { scope: "col" }, t(`filter_${key}`)),
    );
    const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), this.body);
    this.all = make(
      "details",
      { ontoggle: () => this.showAll() },
      make("summary", {}, t("filter_all_products")),
      make(
        "div",
        { class: "hv-scroll hv-filter-all", tabindex: 0, role: "group", "aria-label": t("filter_all_products") },
        table,
      ),
    );
    const parts = [this.title, this.sums, this.channel, this.squares, this.all];
    this.root = make("section", { class: "hv-filter-pixel" }, ...parts);
  }

  // shown: {layer, network (see Side), s, filter, limits}; place: {y, x}; channel: the one that is written out, or null: the strongest
  show(shown, place, channel) {
    const { layer, s, filter, limits } = shown;
    const network = shown.network ? networkOf(shown.network, s)[place.y * layer.width + place.x] : null;
    this.found = { ...pixelAt(layer, filter.kernels, place), network };
    const { channels, counts, sums, output } = this.found;
    const j = channel ?? strongest(channels);
    Object.assign(this, { shown });
    this.title.textContent = t("filter_pixel", { row: place.y, column: place.x });
    const facts = {
      ...{ k: layer.k, kxk_count: count(counts.kxk), dots_count: count(counts.dots) },
      ...{
        kxk: withSign(sums.kxk),
        dots: withSign(sums.dots),
        output: withSign(output),
        network: network === null ? "…" : withSign(network),
      },
    };
    const hasDots = filter.kernels.some(({ hasDot }) => hasDot);
    this.sums.textContent = t(hasDots ? "filter_sums" : "filter_sums_no_dots", facts);
    Object.assign(this.root.dataset, { output, network });
    const { kxk, dot, adds } = channels[j];
    const named = { channel: j, kernel: kernelName(filter.kernels[j], layer.k), adds: withSign(adds) };
    this.channel.textContent = t(kxk.length + dot.length ? "filter_channel_adds" : "filter_channel_off", named);
    const lists = [kxk, dot].filter((products) => products.length);
    this.squares.replaceChildren(...lists.map((products) => squares(products, limits)));
    this.squares.style.setProperty("--hv-edge-ink", css(palette().ink));
    this.showAll();
    return j;
  }

  showAll() {
    if (!this.all.open || !this.found) return;
    const { layer, filter } = this.shown;
    const row = ({ j, kxk, dot, adds }) => {
      const texts = [j, kernelName(filter.kernels[j], layer.k), written([...kxk, ...dot]) || "–"];
      const cells = texts.map((text) => make("td", {}, String(text)));
      return make("tr", {}, ...cells, make("td", { class: "hv-number" }, withSign(adds)));
    };
    this.body.replaceChildren(...this.found.channels.map(row));
  }
}
