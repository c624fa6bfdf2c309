// The P control: a slider of five stops, class count, input size, and what they do to the counts. No request is made.
// props: parts, classCounts, inputSizes, costs (classes -> size -> variant -> {params, flops}),
// layer {channels, weights: P -> count}, trained (variant -> entry)
const { t, make, count, fixed, signed, setting, set, listen } = window.hetviz;
const { parts, classCounts, inputSizes, costs, layer, trained } = props;
const REFERENCE = "v5n-c3";

const cell = () => make("td", { class: "hv-number" });
const cells = {};
function row(key) {
  cells[key] = { reference: cell(), own: cell(), difference: make("td") };
  return make("tr", {}, make("th", { scope: "row" }, t(key)), ...Object.values(cells[key]));
}

const slider = make("input", {
  type: "range", min: 0, max: parts.length - 1, step: 1, value: parts.indexOf(setting.p), id: "hetviz-p",
  "aria-describedby": "hetviz-p-meaning",
  oninput: () => set({ p: parts[slider.value] }),
  onchange: () => set({ p: parts[slider.value] }, "release"),
});
const stops = parts.map((p, index) =>
  make("button", {
    type: "button", class: "hv-stop", tabindex: -1, "aria-hidden": "true",
    onclick: () => { slider.value = index; set({ p }); set({ p }, "release"); },
  }, String(p)),
);
function select(key, values, text) {
  const options = values.map((value) => make("option", { value, selected: value === setting[key] }, text(value)));
  const field = make("select", { id: `hetviz-${key}`, onchange: () => set({ [key]: Number(field.value) }) }, ...options);
  return field;
}
const classSelect = select("classes", classCounts, String);
const sizeSelect = select("size", inputSizes, (size) => `${size} × ${size}`);
const chosen = make("output", { class: "hv-p-value", for: "hetviz-p" });
const meaning = make("p", { class: "hv-small", id: "hetviz-p-meaning" });
const glance = make("p", { class: "hv-glance" });
const convention = make("p", { class: "hv-small hv-p-convention" });
const missing = make("p", { class: "hv-missing", role: "status" });
const ownHead = make("th", { scope: "col", class: "hv-right" });

element.querySelector(".hv-root").replaceChildren(
  make("section", { class: "hv-card hv-p", "aria-label": t("p_title") },
    make("div", { class: "hv-p-choice" },
      make("div", { class: "hv-p-title" }, make("label", { for: "hetviz-p" }, t("p_title")), chosen),
      slider, make("div", { class: "hv-stops" }, ...stops), meaning,
      make("div", { class: "hv-selects" },
        make("label", {}, t("classes"), classSelect), make("label", {}, t("input_size"), sizeSelect)),
      missing),
    make("div", { class: "hv-p-numbers" }, glance,
      make("table", {},
        make("thead", {}, make("tr", {}, make("td"),
          make("th", { scope: "col", class: "hv-left" }, "C3"), ownHead, make("th", { scope: "col" }, t("difference")))),
        make("tbody", {}, row("layer"), row("parameters"), row("gflops"), row("map50")))),
    convention),
);

function compare(key, reference, own, text) {
  cells[key].reference.textContent = text(reference);
  cells[key].own.textContent = text(own);
  const percent = signed((100 * (own - reference)) / reference, (value) => fixed(value, 1));
  const part = (value) => make("span", { class: "hv-number" }, value);
  cells[key].difference.replaceChildren(part(signed(own - reference, text)), " ", part(`(${percent} %)`));
  cells[key].difference.className = own < reference ? "hv-less" : own > reference ? "hv-more" : "";
}

function showMap(variant) {
  const entries = [trained[REFERENCE], trained[variant]];
  const shown = (entry) => Math.round(1000 * entry.map50) / 1000; // the difference is that of the numbers on the page
  const [reference, own] = entries.map((entry) => (entry ? fixed(entry.map50, 3) : t("not_trained")));
  cells.map50.reference.textContent = reference;
  cells.map50.own.textContent = own;
  cells.map50.difference.textContent =
    entries[0] && entries[1] ? signed(shown(entries[1]) - shown(entries[0]), (value) => fixed(value, 3)) : "–";
  const entry = entries[1] || entries[0];
  return entry ? t("map_convention", { images: entry.images, size: entry.size }) : "";
}

// Say what P does to one layer, and how little of that is left in the whole detector.
function showGlance(p, table, variant) {
  const saved = 1 - layer.weights[p] / layer.weights[1];
  const change = table[variant].params / table[REFERENCE].params - 1;
  const key = p === 1 ? "glance_standard" : change > 0 ? "glance_heavier" : "glance_lighter";
  const percent = (share) => fixed(100 * Math.abs(share), 1);
  glance.textContent = t(key, { p, layer: percent(saved), detector: percent(change) });
}

function show() {
  const { p, classes, size } = setting;
  const variant = `v5n-csphet-p${p}`;
  const table = costs[classes][size];
  compare("layer", layer.weights[1], layer.weights[p], count);
  compare("parameters", table[REFERENCE].params, table[variant].params, count);
  compare("gflops", table[REFERENCE].flops / 1e9, table[variant].flops / 1e9, (value) => fixed(value, 3));
  showGlance(p, table, variant);
  convention.textContent = `${t("counts_convention", { classes, size, channels: layer.channels })} ${showMap(variant)}`;
  chosen.textContent = `P = ${p}`;
  ownHead.textContent = `CSPHet P=${p}`;
  slider.value = parts.indexOf(p);
  slider.setAttribute("aria-valuetext", `P = ${p}`);
  stops.forEach((stop, index) => stop.classList.toggle("hv-chosen", parts[index] === p));
  meaning.textContent = p === 1 ? t("p_standard") : t("p_meaning", { share: fixed(100 / p, p > 4 ? 2 : 0) });
  const others = parts.filter((part) => trained[`v5n-csphet-p${part}`]).map((part) => `P = ${part}`);
  missing.textContent = trained[variant] ? "" : t("p_without_weights", { p, trained: others.join(", ") || "–" });
}

listen("change", show);
show();
