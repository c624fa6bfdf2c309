// The P control: a slider of five stops, class count, input size, and what they do to the counts. No request is made.
// props: parts, variants, classCounts, inputSizes, costs (classes -> size -> variant -> {params, flops}),
// layer {channels, weights: variant -> count}, trained (variant -> entry)
import { make } from "../shared/elements.js";
import { fixed, t } from "../shared/language.js";
import { listen, setting } from "../shared/setting.js";
import { explained } from "../shared/terms.js";
import { modelName, variants } from "../shared/variants.js";
import { countChoices, stopsOf } from "./choices.js";
import { Comparison } from "./comparison.js";
import { change, glanceKind } from "./verdicts.js";

// Return how much a choice saves in one layer, and how little of that is left in the whole detector.
function glanceText({ costs, layer }) {
  const { left, right, classes, size } = setting;
  const table = costs[classes][size];
  const inLayer = change(layer.weights[left], layer.weights[right]);
  const inAll = change(table[left].params, table[right].params);
  const percent = (share) => fixed(100 * Math.abs(share), 1);
  const detector = percent(inAll);
  const blocks = [left, right].map((variant) => variants[variant].block);
  const facts = { left: modelName(left), right: modelName(right), layer: percent(inLayer), detector };
  if (left === right) return t("glance_one", facts);
  return t(`glance_${glanceKind(inLayer, inAll, blocks)}`, {
    ...facts,
    all: inAll < 0 ? `−${detector}` : `+${detector}`,
  });
}

function conventionText({ layer, trained }) {
  const [left, right] = [trained[setting.left], trained[setting.right]];
  const entry = right || left;
  const speed = (right?.speed && right.speed) || left?.speed;
  return [
    t("counts_convention", { classes: setting.classes, size: setting.size, channels: layer.channels }),
    entry ? t("map_convention", { images: entry.images, size: entry.size }) : "",
    entry?.teacher ? t("taught", entry) : "",
    speed ? t("speed_convention", speed) : "",
  ].join(" ");
}

function missingText({ trained }) {
  const untrained = [setting.left, setting.right].filter((variant) => !trained[variant]).map(modelName);
  const names = Object.keys(trained).map(modelName).join(", ") || "–";
  return untrained.length ? t("without_weights", { model: untrained.join(", "), trained: names }) : "";
}

export function mount({ element, props }) {
  const stops = stopsOf(props.parts);
  const comparison = new Comparison(props);
  const glance = make("p", { class: "hv-glance" });
  const convention = make("p", { class: "hv-small hv-p-convention" });
  const missing = make("p", { class: "hv-missing", role: "status" });
  const counts = countChoices(props.classCounts, props.inputSizes);
  element
    .querySelector(".hv-root")
    .replaceChildren(
      make(
        "section",
        { class: "hv-card hv-p", "aria-label": t("p_title") },
        make("div", { class: "hv-p-choice" }, ...stops.parts, counts, missing),
        make("div", { class: "hv-p-numbers" }, glance, comparison.root),
        convention,
      ),
    );

  function show() {
    stops.show();
    comparison.show();
    glance.replaceChildren(...explained(glanceText(props), ["frame"]));
    convention.textContent = conventionText(props);
    missing.textContent = missingText(props);
  }
  listen("change", show);
  show();
}
