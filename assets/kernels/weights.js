// Real weights: a trained detector and one of its layers. Kernels come once from the server; norms, colours and the share
// of energy in the centre tap are worked out here.
import { t, count, fixed } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { setting } from "../shared/setting.js";
import { modulo } from "./rules.js";
import { palette, colourScale, css } from "./paint.js";

const BINS = 20;

// Return the numbers behind base64 of little-endian float32.
export function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

// Return a layer as the grid shows it: values, norms of filters and channels, and the weight of full colour.
function layerOf(answer, variant, path) {
  const values = unpacked(answer.values);
  const { m, n, k, p, operator } = answer;
  const [rows, columns] = [new Float64Array(n), new Float64Array(m)];
  let [used, total] = [0, 0];
  values.forEach((value, i) => {
    const square = value * value;
    rows[Math.floor(i / (m * k * k))] += square;
    columns[Math.floor(i / (k * k)) % m] += square;
    total += square;
    used += value !== 0;
  });
  const [rowNorms, columnNorms] = [rows.map(Math.sqrt), columns.map(Math.sqrt)];
  return {
    variant,
    path,
    operator,
    p,
    values,
    columns: m,
    k,
    rowNorms,
    columnNorms,
    largestRow: Math.max(...rowNorms, 1e-12),
    largestColumn: Math.max(...columnNorms, 1e-12),
    limit: 3 * Math.sqrt(total / Math.max(1, used)) || 1,
  };
}

// Return the function that makes the table cells of one real kernel: number, and its colour behind it.
export function tapCell(model, s, j, raster) {
  const { values, columns, k, limit } = model.layer;
  const start = (s * columns + j) * k * k;
  const colours = palette();
  const scale = colourScale(colours, limit);
  return (index) => {
    const value = values[start + (raster ? index : (k * k - 1) / 2)];
    const [r, g, b] = scale(value);
    const bright = 0.3 * r + 0.59 * g + 0.11 * b > 140;
    return make(
      "td",
      {
        class: "hv-kernels-tap",
        style: `background: ${css([r, g, b])}; color: ${bright ? "#10151b" : "#ffffff"}`,
        "data-value": value,
      },
      fixed(value, 3).replace("-", "−"),
    );
  };
}

// Return for every kernel that is K×K the share of its energy in the centre tap, and the energy by place.
function centreShares(layer, kindIsRaster) {
  const { values, columns, k } = layer;
  const size = k * k;
  const shares = [];
  for (let start = 0, cell = 0; start < values.length; start += size, cell++) {
    if (!kindIsRaster(Math.floor(cell / columns), cell % columns)) continue;
    let energy = 0;
    for (let tap = 0; tap < size; tap++) energy += values[start + tap] ** 2;
    if (energy > 0) shares.push(values[start + (size - 1) / 2] ** 2 / energy);
  }
  return shares.sort((a, b) => a - b);
}

// Return the share of a standard layer's energy that a HetConv(P) could hold: K×K where the rule allows, else centres.
function energyKept({ values, columns, k }, p) {
  let [kept, total] = [0, 0];
  values.forEach((value, i) => {
    const cell = Math.floor(i / (k * k));
    const own = modulo((cell % columns) - Math.floor(cell / columns), p) === 0;
    total += value * value;
    if (own || i % (k * k) === (k * k - 1) / 2) kept += value * value;
  });
  return kept / total;
}

export function weights(model, server, layers) {
  const variants = Object.keys(layers);
  const failure = make("p", { class: "hv-error", role: "alert" });
  const status = make("p", { class: "hv-small hv-kernels-status", role: "status" });
  const variant = make(
    "select",
    {
      class: "hv-kernels-variant",
      onchange: () => {
        listLayers();
        open();
      },
    },
    make("option", { value: "" }, t("kernels_pattern_only")),
    ...variants.map((name) => make("option", { value: name }, name)),
  );
  const path = make("select", { class: "hv-kernels-path", onchange: () => open() });
  const pathLabel = make("label", {}, t("kernels_layer"), path);
  const histogram = make("div", { class: "hv-kernels-bars", role: "img" });
  const sentences = { median: make("p", {}), kept: make("p", {}) };
  const lost = make(
    "section",
    { class: "hv-kernels-lost" },
    make("h4", {}, t("kernels_lost")),
    histogram,
    make(
      "div",
      { class: "hv-kernels-axis hv-small", "aria-hidden": "true" },
      make("span", {}, "0 %"),
      make("span", {}, t("kernels_axis")),
      make("span", {}, "100 %"),
    ),
    sentences.median,
    sentences.kept,
  );
  const root = make(
    "div",
    { class: "hv-kernels-controls" },
    make("label", {}, t("kernels_detector"), variant),
    pathLabel,
  );
  let asked = 0;
  let pending = false;

  function listLayers() {
    path.replaceChildren(
      ...(layers[variant.value] || []).map((row) =>
        make(
          "option",
          { value: row.path },
          t("kernels_layer_option", {
            path: row.path,
            m: row.m,
            n: row.n,
            what: row.operator === "standard" ? `${row.k}×${row.k}` : t(`kernels_name_${row.operator}`, row),
          }),
        ),
      ),
    );
  }

  async function open() {
    const turn = ++asked;
    failure.textContent = "";
    pending = false;
    if (!variant.value) {
      status.textContent = "";
      model.set({ layer: null });
      return;
    }
    const question = { variant: variant.value, path: path.value };
    status.textContent = t("kernels_loading");
    pending = true;
    const answer = await server.layer(question).catch(() => null);
    if (turn !== asked) return;
    pending = false;
    status.textContent = "";
    if (!answer || answer.error) {
      failure.textContent = t(`error_${answer ? answer.error : "failed"}`, answer ? answer.facts : {});
      return;
    }
    const { operator, m, n, k } = answer;
    model.set({
      operator,
      m,
      n,
      k,
      stage: 0,
      pins: [],
      lit: null,
      axis: null,
      layer: layerOf(answer, question.variant, question.path),
    });
  }

  // Open a layer that another tab asks for.
  function choose(wanted) {
    const known = (layers[wanted.variant] || []).some((row) => row.path === wanted.path);
    failure.textContent = !layers[wanted.variant]
      ? t("error_no_weights", wanted)
      : known
        ? ""
        : t("kernels_layer_absent", wanted);
    if (!known) return;
    variant.value = wanted.variant;
    listLayers();
    path.value = wanted.path;
    open();
  }

  function showLost() {
    const stage = model.stages()[0];
    const shares = centreShares(model.layer, (s, j) => stage.kind(s, j) >= 2);
    const bins = new Array(BINS).fill(0);
    shares.forEach((share) => bins[Math.min(BINS - 1, Math.floor(share * BINS))]++);
    const highest = Math.max(...bins, 1);
    histogram.replaceChildren(
      ...bins.map((number, i) =>
        make("span", {
          style: `height: ${(100 * number) / highest}%`,
          title: t("kernels_bin", { from: i * 5, to: i * 5 + 5, count: count(number) }),
        }),
      ),
    );
    const median = shares.length ? shares[Math.floor(shares.length / 2)] : 0;
    const facts = {
      count: count(shares.length),
      median: fixed(100 * median, 1),
      k: model.k,
      even: fixed(100 / model.k ** 2, 1),
    };
    sentences.median.textContent = t("kernels_median", facts);
    histogram.setAttribute("aria-label", sentences.median.textContent);
    const kept = 100 * energyKept(model.layer, setting.p);
    sentences.kept.textContent =
      model.operator === "standard"
        ? t("kernels_kept", { p: setting.p, kept: fixed(kept, 1), lost: fixed(100 - kept, 1) })
        : t("kernels_lost_hint");
  }

  function show() {
    if (!model.layer && !pending) variant.value = ""; // the pattern was changed by hand
    pathLabel.hidden = !variant.value;
    lost.hidden = !model.layer;
    if (model.layer) showLost();
  }
  return { root, lost, failure, status, show, choose };
}
