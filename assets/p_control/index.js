// The P control: a slider of five stops, class count, input size, and what they do to the counts. No request is made.
// props: parts, variants, classCounts, inputSizes, costs (classes -> size -> variant -> {params, flops}),
// layer {channels, weights: variant -> count}, trained (variant -> entry)
import { t, count, fixed, signed } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { setting, set, listen } from "../shared/setting.js";
import { modelName } from "../shared/variants.js";

export function mount({ element, props }) {
  const { parts, variants, classCounts, inputSizes, costs, layer, trained } = props;
  const SIDES = ["left", "right"];

  const cell = () => make("td", { class: "hv-number" });
  const cells = {};
  function row(key) {
    cells[key] = { left: cell(), right: cell(), difference: make("td") };
    return make("tr", {}, make("th", { scope: "row" }, t(key)), ...Object.values(cells[key]));
  }

  const remark = make("td", { class: "hv-small", colspan: 4, id: "hetviz-p-remark" });

  const slider = make("input", {
    type: "range",
    min: 0,
    max: parts.length - 1,
    step: 1,
    value: parts.indexOf(setting.p),
    id: "hetviz-p",
    "aria-describedby": "hetviz-p-meaning",
    oninput: () => set({ p: parts[slider.value] }),
    onchange: () => set({ p: parts[slider.value] }, "release"),
  });
  const stops = parts.map((p, index) =>
    make(
      "button",
      {
        type: "button",
        class: "hv-stop",
        tabindex: -1,
        "aria-hidden": "true",
        onclick: () => {
          slider.value = index;
          set({ p });
          set({ p }, "release");
        },
      },
      String(p),
    ),
  );
  function select(key, values, text) {
    const options = values.map((value) => make("option", { value, selected: value === setting[key] }, text(value)));
    const field = make(
      "select",
      { id: `hetviz-${key}`, onchange: () => set({ [key]: Number(field.value) }) },
      ...options,
    );
    return field;
  }
  const classSelect = select("classes", classCounts, String);
  const sizeSelect = select("size", inputSizes, (size) => `${size} × ${size}`);
  const chosen = make("output", { class: "hv-p-value", for: "hetviz-p" });
  const meaning = make("p", { class: "hv-small", id: "hetviz-p-meaning" });
  const glance = make("p", { class: "hv-glance" });
  const convention = make("p", { class: "hv-small hv-p-convention" });
  const missing = make("p", { class: "hv-missing", role: "status" });

  // The two detectors of the page are chosen where their numbers stand.
  function modelSelect(side) {
    const options = variants.map((variant) => make("option", { value: variant }, modelName(variant)));
    const field = make(
      "select",
      {
        id: `hetviz-${side}`,
        "aria-label": t(`detector_${side}`),
        onchange: () => {
          set({ [side]: field.value });
          set({ [side]: field.value }, "release");
        },
      },
      ...options,
    );
    return field;
  }
  const models = { left: modelSelect("left"), right: modelSelect("right") };
  const modelHead = (side) => make("th", { scope: "col", class: `hv-${side}` }, models[side]);

  element
    .querySelector(".hv-root")
    .replaceChildren(
      make(
        "section",
        { class: "hv-card hv-p", "aria-label": t("p_title") },
        make(
          "div",
          { class: "hv-p-choice" },
          make("div", { class: "hv-p-title" }, make("label", { for: "hetviz-p" }, t("p_title")), chosen),
          slider,
          make("div", { class: "hv-stops" }, ...stops),
          meaning,
          make(
            "div",
            { class: "hv-selects" },
            make("label", {}, t("classes"), classSelect),
            make("label", {}, t("input_size"), sizeSelect),
          ),
          missing,
        ),
        make(
          "div",
          { class: "hv-p-numbers" },
          glance,
          make(
            "table",
            {},
            make(
              "thead",
              {},
              make(
                "tr",
                {},
                make("td"),
                modelHead("left"),
                modelHead("right"),
                make("th", { scope: "col" }, t("difference")),
              ),
            ),
            make(
              "tbody",
              {},
              row("layer"),
              row("parameters"),
              row("gflops"),
              row("map50"),
              make("tr", { class: "hv-remark" }, remark),
              row("milliseconds"),
            ),
          ),
        ),
        convention,
      ),
    );

  function compare(key, left, right, text) {
    cells[key].left.textContent = text(left);
    cells[key].right.textContent = text(right);
    const percent = signed((100 * (right - left)) / left, (value) => fixed(value, 1));
    const part = (value) => make("span", { class: "hv-number" }, value);
    cells[key].difference.replaceChildren(part(signed(right - left, text)), " ", part(`(${percent} %)`));
    cells[key].difference.className = right < left ? "hv-less" : right > left ? "hv-more" : "";
  }

  // A difference of mAP50 is told against the widest range that several seeds of one detector have.
  const seedsOf = (entry) => Object.values(entry.seeds || {});
  const rangeOf = (entry) => Math.max(...seedsOf(entry)) - Math.min(...seedsOf(entry));
  const spread = Math.max(
    0,
    ...Object.values(trained)
      .filter((entry) => seedsOf(entry).length > 1)
      .map(rangeOf),
  );
  const rounded = (value) => Math.round(1000 * value) / 1000; // a difference is that of the numbers on the page
  const three = (value) => fixed(value, 3);

  function rangeText(side) {
    const seeds = seedsOf(trained[setting[side]]);
    const facts = {
      model: modelName(setting[side]),
      low: three(Math.min(...seeds)),
      high: three(Math.max(...seeds)),
      seeds: seeds.length,
    };
    return seeds.length > 1 ? t("seed_range", facts) : "";
  }

  function showMap(left, right) {
    cells.map50.left.textContent = left ? three(left.map50) : t("not_trained");
    cells.map50.right.textContent = right ? three(right.map50) : t("not_trained");
    cells.map50.difference.textContent = "–";
    remark.textContent = "";
    if (!left || !right || left === right) return;
    const difference = rounded(right.map50) - rounded(left.map50);
    const verdict = !spread ? "one_seed_each" : Math.abs(difference) > spread ? "beyond_spread" : "within_spread";
    cells.map50.difference.replaceChildren(make("span", { class: "hv-number" }, signed(difference, three)));
    remark.textContent = [...SIDES.map(rangeText), t(verdict, { spread: three(spread) })].filter(Boolean).join(" ");
  }

  // Times that were measured together, in one run on one processor.
  function showMilliseconds(left, right) {
    const milliseconds = (value) => t("milliseconds_value", { value: fixed(value, 2) });
    if (left?.speed && right?.speed) {
      compare("milliseconds", left.speed.milliseconds, right.speed.milliseconds, milliseconds);
      return;
    }
    [
      [cells.milliseconds.left, left],
      [cells.milliseconds.right, right],
    ].forEach(([shown, entry]) => {
      shown.textContent = entry?.speed ? milliseconds(entry.speed.milliseconds) : "–";
    });
    cells.milliseconds.difference.replaceChildren("–");
    cells.milliseconds.difference.className = "";
  }

  function conventions(left, right) {
    const entry = right || left;
    const speed = (right?.speed && right.speed) || left?.speed;
    return [
      t("counts_convention", { classes: setting.classes, size: setting.size, channels: layer.channels }),
      entry ? t("map_convention", { images: entry.images, size: entry.size }) : "",
      speed ? t("speed_convention", speed) : "",
    ].join(" ");
  }

  // Say how much a choice saves in one layer, and how little of that is left in the whole detector.
  function showGlance(table) {
    const [left, right] = SIDES.map((side) => setting[side]);
    const change = (numbers) => numbers[right] / numbers[left] - 1;
    const percent = (share) => fixed(100 * Math.abs(share), 1);
    const [inLayer, inAll] = [
      change(layer.weights),
      change({ [left]: table[left].params, [right]: table[right].params }),
    ];
    const facts = { left: modelName(left), right: modelName(right), layer: percent(inLayer), detector: percent(inAll) };
    const kind =
      inLayer < 0
        ? inAll < 0
          ? "less_less"
          : "less_more"
        : inLayer > 0
          ? inAll < 0
            ? "more_less"
            : "more_more"
          : "same";
    glance.textContent =
      left === right
        ? t("glance_one", facts)
        : t(`glance_${kind}`, { ...facts, all: inAll < 0 ? `−${facts.detector}` : `+${facts.detector}` });
  }

  function show() {
    const { p, classes, size, left, right } = setting;
    const table = costs[classes][size];
    compare("layer", layer.weights[left], layer.weights[right], count);
    compare("parameters", table[left].params, table[right].params, count);
    compare("gflops", table[left].flops / 1e9, table[right].flops / 1e9, (value) => fixed(value, 3));
    showMap(trained[left], trained[right]);
    showMilliseconds(trained[left], trained[right]);
    showGlance(table);
    convention.textContent = conventions(trained[left], trained[right]);
    SIDES.forEach((side) => {
      models[side].value = setting[side];
    });
    chosen.textContent = `P = ${p}`;
    slider.value = parts.indexOf(p);
    slider.setAttribute("aria-valuetext", `P = ${p}`);
    stops.forEach((stop, index) => stop.classList.toggle("hv-chosen", parts[index] === p));
    meaning.textContent = p === 1 ? t("p_standard") : t("p_meaning", { share: fixed(100 / p, p > 4 ? 2 : 0) });
    const untrained = SIDES.map((side) => setting[side])
      .filter((variant) => !trained[variant])
      .map(modelName);
    missing.textContent = untrained.length
      ? t("without_weights", {
          model: untrained.join(", "),
          trained: Object.keys(trained).map(modelName).join(", ") || "–",
        })
      : "";
  }

  listen("change", show);
  show();
}
