// Do the dots do the work? The 3×3s' share of the variance on this picture, for every trained P, and by depth.
import { make, makeSvg } from "../../shared/elements.js";
import { t } from "../../shared/language.js";
import { setting } from "../../shared/setting.js";
import { pairName } from "../../shared/comparing/pair.js";
import { detectors, layersOf, movedByP, ownOf } from "../../shared/variants.js";
import { percent } from "./numbers/filter_numbers.js";

const ROOM = { height: 300, left: 48, right: 96, top: 12, bottom: 66 };
const [NARROWEST, WIDEST] = [300, 560];
const K = 3;

// Return what share of a filter's kernels is K×K, and of its weights; a DualConv(P) has dots on its own channels too.
export const kernelShare = (p, dual = false) => 1 / (dual ? p + 1 : p);
export const weightShare = (p, dual = false, k = K) => (k * k) / (k * k + (dual ? p : p - 1));
// Return heights of texts that stand at least so far apart, in the order of the given ones.
export function apart(heights, room = 14) {
  const order = heights.map((_, index) => index).sort((a, b) => heights[a] - heights[b]);
  const placed = [...heights];
  order.slice(1).forEach((index, before) => {
    placed[index] = Math.max(placed[index], placed[order[before]] + room);
  });
  return placed;
}

export const mean = (layers) => layers.reduce((sum, { share }) => sum + share, 0) / layers.length;

const isDual = (variant) => detectors[variant].block === "c3dual";

// A chart of shares in the width of its figure: 0 to 100 % down, so many places across.
class Chart {
  constructor(figure, label, title, count) {
    this.width = Math.max(NARROWEST, Math.min(WIDEST, figure.clientWidth || WIDEST));
    this.count = count;
    const { height, left, right } = ROOM;
    const middle = (left + this.width - right) / 2;
    const attributes = {
      viewBox: `0 0 ${this.width} ${height}`,
      role: "img",
      "aria-label": label,
      class: "hv-filter-chart",
    };
    this.svg = makeSvg("svg", attributes, ...[0, 0.25, 0.5, 0.75, 1].flatMap((share) => this.level(share)));
    this.write([middle, height - 6], title, { "text-anchor": "middle" });
    figure.replaceChildren(make("figcaption", {}, label), this.svg);
  }

  level(share) {
    const y = this.y(share);
    return [
      makeSvg("line", { x1: ROOM.left, x2: this.width - ROOM.right, y1: y, y2: y, class: "hv-grid" }),
      makeSvg("text", { x: ROOM.left - 6, y: y + 4, "text-anchor": "end" }, `${100 * share} %`),
    ];
  }

  x(index) {
    return ROOM.left + (index / Math.max(1, this.count - 1)) * (this.width - ROOM.left - ROOM.right);
  }

  y(share) {
    return ROOM.top + (1 - share) * (ROOM.height - ROOM.top - ROOM.bottom);
  }

  write([x, y], text, attributes = {}) {
    this.svg.append(makeSvg("text", { x, y, ...attributes }, text));
  }

  // Draw shares, one a place, and return the way.
  line(shares, look) {
    const points = shares.map((share, index) => `${this.x(index)},${this.y(share)}`).join(" ");
    const way = makeSvg("polyline", { class: `hv-filter-line ${look}`, points });
    this.svg.append(way);
    return way;
  }

  dot(index, share, look, said) {
    const title = makeSvg("title", {}, said);
    this.svg.append(makeSvg("circle", { cx: this.x(index), cy: this.y(share), r: 5, class: look }, title));
  }
}

export class Shares {
  found = new Map(); // variant -> its layers {path, p, share}
  turn = 0;

  constructor(server, layers) {
    Object.assign(this, { server, layers });
    this.sentence = make("p", { class: "hv-sentence", role: "status" });
    this.overP = make("figure", {});
    this.overDepth = make("figure", {});
    this.table = make("table", {});
    this.root = make(
      "section",
      { class: "hv-card hv-filter-shares" },
      make("h3", {}, t("filter_shares")),
      this.sentence,
      make("div", { class: "hv-filter-charts" }, this.overP, this.overDepth),
      make("div", { class: "hv-scroll" }, this.table),
      make("p", { class: "hv-small" }, t("filter_shares_how")),
    );
  }

  // Return the detectors that have dots: those of the page, and the visitor's own where it is shown.
  names() {
    const own = [setting.left, setting.right].filter(ownOf);
    const mixed = (variant) => layersOf(variant, this.layers).some(({ operator }) => operator !== "standard");
    return [...Object.keys(this.layers), ...new Set(own)].filter(mixed);
  }

  // Ask for one detector after the other; source: {example} or {path} of the picture.
  async ask(source) {
    const turn = ++this.turn;
    this.found.clear();
    this.root.setAttribute("aria-busy", "true");
    const first = (variant) => variant !== setting.right;
    for (const variant of this.names().sort((a, b) => first(a) - first(b))) {
      const answer = await this.server.variance_shares({ ...source, variant }).catch(() => null);
      if (turn !== this.turn) return;
      if (answer?.layers?.length) this.found.set(variant, answer.layers);
      this.show(this.path);
    }
    this.root.setAttribute("aria-busy", "false");
  }

  // Return [variant, layers] of the page's CSPHets that P moves, the smallest P first.
  hets() {
    const found = [...this.found].filter(([variant]) => movedByP(variant));
    return found.sort(([a], [b]) => detectors[a].p - detectors[b].p);
  }

  // Charts and table are drawn where something in them has changed, which another filter of a layer does not.
  show(path) {
    this.path = path;
    const { left, right } = setting;
    const drawn = [path, this.turn, this.found.size, left, right, this.overP.clientWidth].join();
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const hets = this.hets();
    if (!hets.length) {
      this.sentence.textContent = t("filter_working");
      return;
    }
    this.showSentence();
    this.drawOverP(hets);
    this.drawOverDepth(hets);
    this.showTable();
  }

  showSentence() {
    const own = this.found.get(setting.right) ?? this.found.get(this.hets().at(-1)[0]);
    const { p } = own[0];
    const facts = {
      p,
      kernels: percent(kernelShare(p)),
      weights: percent(weightShare(p)),
      variance: percent(mean(own)),
    };
    this.sentence.textContent = t(p === 1 ? "filter_shares_one" : "filter_shares_say", facts);
  }

  drawOverP(hets) {
    const parts = hets.map(([, [{ p }]]) => p);
    const chart = new Chart(this.overP, t("filter_over_p"), "P", parts.length);
    const rows = {
      kernels: parts.map((p) => kernelShare(p)),
      weights: parts.map((p) => weightShare(p)),
      variance: hets.map(([, layers]) => mean(layers)),
    };
    const right = chart.width - ROOM.right + 10;
    Object.entries(rows).forEach(([key, shares]) => {
      const name = t(`filter_line_${key}`);
      chart.line(shares, `hv-filter-line-${key}`);
      chart.write([right, chart.y(shares.at(-1)) + 4], name, { class: `hv-filter-text-${key}` });
      shares.forEach((share, index) => {
        chart.dot(index, share, `hv-filter-dot-${key}`, `P = ${parts[index]}: ${percent(share, 1)} ${name}`);
      });
    });
    parts.forEach((p, index) => {
      const look = { "text-anchor": "middle", class: setting.p === p ? "hv-chosen" : "" };
      chart.write([chart.x(index), ROOM.height - ROOM.bottom + 20], String(p), look);
    });
  }

  drawOverDepth(hets) {
    const paths = hets[0][1].map(({ path }) => path);
    const chart = new Chart(this.overDepth, t("filter_over_depth"), t("filter_depth_axis"), paths.length);
    const here = paths.indexOf(this.path);
    const bottom = ROOM.height - ROOM.bottom;
    if (here >= 0) {
      const x = chart.x(here);
      chart.svg.append(makeSvg("line", { x1: x, x2: x, y1: ROOM.top, y2: bottom, class: "hv-filter-here" }));
    }
    const ends = apart(hets.map(([, layers]) => chart.y(layers.at(-1).share)));
    hets.forEach(([variant, layers], rank) => {
      const chosen = variant === setting.right ? "hv-chosen" : "";
      const way = chart.line(
        layers.map(({ share }) => share),
        `hv-filter-depth ${chosen}`,
      );
      way.style.setProperty("--hv-rank", rank / Math.max(1, hets.length - 1));
      chart.write([chart.width - ROOM.right + 10, ends[rank] + 4], `P = ${layers[0].p}`, { class: chosen });
    });
    this.nameBlocks(chart, paths, bottom);
  }

  // Write the block of each layer under its first one, in rows, so that they have room.
  nameBlocks(chart, paths, bottom) {
    const blocks = paths.map((path) => path.split(".")[0]);
    const lines = chart.width < 420 ? 3 : 2;
    const firsts = blocks.map((block, index) => (block === blocks[index - 1] ? null : index)).filter((i) => i !== null);
    firsts.forEach((index, rank) => {
      chart.write([chart.x(index), bottom + 14 + 13 * (rank % lines)], blocks[index], { class: "hv-filter-tick" });
    });
  }

  showTable() {
    const head = (key) => make("th", { scope: "col" }, t(key));
    const heads = [
      "filter_detector",
      "filter_line_kernels",
      "filter_line_weights",
      "filter_line_variance",
      "filter_range",
    ];
    const row = ([variant, layers]) => {
      const { p } = layers[0];
      const shares = layers.map(({ share }) => share);
      const range = `${percent(Math.min(...shares))} – ${percent(Math.max(...shares))}`;
      const counted = [kernelShare(p, isDual(variant)), weightShare(p, isDual(variant)), mean(layers)];
      const cells = [...counted.map((share) => percent(share, 1)), range];
      const named = make("th", { scope: "row" }, pairName(variant));
      return make(
        "tr",
        { "data-variant": variant, "data-share": mean(layers) },
        named,
        ...cells.map((text) => make("td", { class: "hv-number" }, text)),
      );
    };
    const others = [...this.found].filter(([variant]) => !movedByP(variant));
    this.table.replaceChildren(
      make("thead", {}, make("tr", {}, ...heads.map(head))),
      make("tbody", {}, ...[...this.hets(), ...others].map(row)),
    );
  }

  // Return the shares for a file.
  rows() {
    return [...this.found].flatMap(([variant, layers]) =>
      layers.map(({ path, p, share }) => [variant, path, p, share]),
    );
  }
}
