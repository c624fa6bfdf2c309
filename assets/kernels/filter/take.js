// Picture and numbers of a filter at work, to take away.
import { csvOf } from "../../shared/downloads/csv.js";
import { make } from "../../shared/elements.js";
import { save } from "../../shared/downloads/files.js";
import { t } from "../../shared/language.js";
import { pairName } from "../../shared/comparing/pair.js";
import { publicName } from "../../shared/variants.js";
import { palette } from "../grid/palette.js";
import { css } from "../grid/pixels.js";
import { networkOf, shareOf } from "./numbers/arithmetic.js";
import { paintMap } from "./painting.js";
import { percent, short } from "./numbers/filter_numbers.js";

const SIDE = 300; // pixels of a map in the picture
const GAP = 40;
const HEAD = 84;
const MAPS = ["kxk", "dots", "output"];

// Return a row a pixel: what the K×K kernels add, the dots, their sum, and the network's own value.
export function csvRows({ layer, s, filter, network }) {
  const own = network ? networkOf(network, s) : [];
  const head = ["row", "column", "kxk", "dots", "output", "network"];
  const row = (_, i) => [
    ...[Math.floor(i / layer.width), i % layer.width],
    ...[filter.kxk[i], filter.dots[i], filter.output[i], own[i] ?? ""],
  ];
  return [head, ...Array.from(filter.output, row)];
}

// Return all that is shown of one detector as plain data.
export function facts({ variant, layer, s, off, filter }, found) {
  const { operator, p, m, n, k, height, width } = layer;
  const kernels = filter.kernels.map(({ j, kxk, dot }) => ({ channel: j, kxk: kxk && [...kxk], dot }));
  const pixel = { counts: found.counts, sums: found.sums, output: found.output, network: found.network };
  const products = found.channels.map(({ j, kxk, dot, adds }) => ({ channel: j, kxk, dot, adds }));
  return {
    ...{
      variant: publicName(variant),
      layer: layer.layer,
      operator,
      p,
      channels: m,
      filters: n,
      kernel_size: k,
      height,
      width,
      filter: s,
      off,
    },
    variance_share_kxk: shareOf(filter),
    kernels,
    pixel: { ...pixel, products },
  };
}

// Return a canvas with the maps of both sides, one row a detector.
function picture(sides) {
  const canvas = make("canvas", { width: 3 * (SIDE + GAP) + GAP, height: sides.length * (SIDE + HEAD + GAP) });
  const context = canvas.getContext("2d");
  const colours = palette();
  context.fillStyle = css(colours.card);
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  sides.forEach(({ shown }, index) => paintRow(context, shown, index * (SIDE + HEAD + GAP), colours));
  return canvas;
}

function paintRow(context, { variant, layer, s, filter, limits }, top, colours) {
  const write = (text, x, y, size) => {
    context.fillStyle = css(colours.ink);
    context.font = `${size}px system-ui, sans-serif`;
    context.fillText(text, x, y);
  };
  const operator = t(`filter_name_${layer.operator}`, layer);
  write(`${pairName(variant)} · ${t("filter_about", { path: layer.layer, operator, s, ...layer })}`, GAP, top + 34, 20);
  const share = shareOf(filter);
  const shares = {
    kxk: percent(share),
    dots: percent(share === null ? null : 1 - share),
    output: `±${short(limits.adds)}`,
  };
  const counted = (key) => filter.kernels.filter((kernel) => kernel[key]).length;
  const numbers = { kxk: counted("hasKxk"), dots: counted("hasDot") };
  MAPS.forEach((key, column) => {
    const x = GAP + column * (SIDE + GAP);
    context.drawImage(paintMap(make("canvas"), filter[key], layer, limits.adds), x, top + HEAD, SIDE, SIDE);
    write(`${t(`filter_map_${key}`, { count: numbers[key], k: layer.k })} ${shares[key]}`, x, top + HEAD - 10, 16);
    if (column) write(column === 1 ? "+" : "=", x - 26, top + HEAD + SIDE / 2, 26);
  });
}

export class Take {
  // view() gives {sides: those that show something, source, pixel, shares: rows}
  constructor(view) {
    const button = (kind, act) => {
      const attributes = { type: "button", class: "hv-secondary", "data-save": kind, onclick: () => act(view()) };
      return make("button", attributes, t(`filter_save_${kind}`));
    };
    const name = ({ sides }, kind) =>
      `filter-${sides.map(({ shown }) => publicName(shown.variant)).join("-")}-${sides[0].shown.s}.${kind}`;
    this.root = make(
      "div",
      { class: "hv-actions" },
      button("png", (now) => picture(now.sides).toBlob((blob) => save(blob, "image/png", name(now, "png")))),
      button("csv", (now) => save(csvOf(this.table(now)), "text/csv", name(now, "csv"))),
      button("json", (now) => save(this.json(now), "application/json", name(now, "json"))),
    );
  }

  table({ sides }) {
    const rows = sides.map(({ shown }) => csvRows(shown).map((row) => [publicName(shown.variant), ...row]));
    const [[, ...head]] = rows[0];
    return [["variant", ...head], ...rows.flatMap(([, ...body]) => body)];
  }

  json({ sides, source, shares }) {
    const detectors = sides.map(({ shown, place, pixel }) => ({ ...facts(shown, pixel.found), place }));
    const layers = shares.map(([variant, path, p, share]) => ({ variant: publicName(variant), path, p, share }));
    return JSON.stringify({ picture: source.example ?? "upload", detectors, variance_shares: layers }, null, 1);
  }
}
