// The P control: a bar that stays in sight, with P on a slider of five stops and what it does to the detector on the right;
// it unfolds to the table of both detectors, class count and input size. No request is made.
// props: costs (classes -> size -> variant -> {params, flops}), layer {channels, weights: variant -> count}, trained
// (variant -> entry), differences
import { make } from "../shared/elements.js";
import { receive } from "../shared/intake/arrivals.js";
import { fixed, t, together } from "../shared/language.js";
import { listenToOwn, ownWeights, takeOwn } from "../shared/own/own_detectors.js";
import { listen, setting } from "../shared/setting.js";
import { explained } from "../shared/terms.js";
import { pairName } from "../shared/comparing/pair.js";
import { countedAs, detectors, isServed, ownOf } from "../shared/variants.js";
import { countChoices, stopsOf } from "./choices.js";
import { Comparison } from "./comparison.js";
import { copying } from "./copying.js";
import { Figures } from "./figures.js";
import { change, glanceKind } from "../shared/comparing/verdicts.js";

// Return how much a choice saves in one layer, and how little of that is left in the whole detector.
function glanceText({ costs, layer }) {
  const { left, right, classes, size } = setting;
  const table = costs[classes][size];
  const counted = [left, right].map(countedAs);
  const inLayer = change(...counted.map((variant) => layer.weights[variant]));
  const inAll = change(...counted.map((variant) => table[variant].params));
  const percent = (share) => fixed(100 * Math.abs(share), 1);
  const detector = percent(inAll);
  const blocks = [left, right].map((variant) => detectors[variant].block);
  const facts = { left: pairName(left), right: pairName(right), layer: percent(inLayer), detector };
  if (left === right) return t("glance_one", facts);
  return t(`glance_${glanceKind(inLayer, inAll, blocks)}`, {
    ...facts,
    all: inAll < 0 ? `−${detector}` : `+${detector}`,
  });
}

const familyNames = () =>
  [...new Set([setting.left, setting.right].map((key) => detectors[key].familyName))].join(", ");

// What is counted of an own detector with another number of classes than it has.
function ownText() {
  const models = new Set([setting.left, setting.right].filter(ownOf));
  const others = [...models].filter((variant) => ownOf(variant).classes.length !== setting.classes);
  return others.map((variant) => t("own_counted", { model: pairName(variant), count: ownOf(variant).classes.length }));
}

// Add the counts of the visitor's own detectors to those of the page.
function addCounts({ costs, layer }, keys) {
  keys.map(ownOf).forEach(({ variant, counts }) => {
    layer.weights[variant] = counts.layer;
    Object.entries(counts.costs).forEach(([classes, sizes]) => {
      costs[classes] ??= {};
      Object.entries(sizes).forEach(([size, rows]) => {
        costs[classes][size] = { ...costs[classes][size], ...rows };
      });
    });
  });
}

// Return on what the scores of both detectors were measured.
function scoresText(left, right) {
  if (left.size === right.size) return t("map_convention", left);
  const sizes = { left_size: left.size, right_size: right.size };
  return t("map_convention_sizes", {
    ...left,
    left: pairName(setting.left),
    right: pairName(setting.right),
    ...sizes,
  });
}

function conventionText({ layer, trained }) {
  const [left, right] = [trained[setting.left], trained[setting.right]];
  const entry = right || left;
  const alike = Object.values(trained).every(({ training }) => training === entry?.training);
  const speed = (right?.speed && right.speed) || left?.speed;
  return together(
    t("counts_convention", { families: familyNames(), ...setting, channels: layer.channels }),
    ...ownText(),
    entry && scoresText(left ?? entry, right ?? entry),
    alike && entry?.teacher && t("taught", entry),
    speed && t("speed_convention", speed),
  );
}

function missingText({ trained }) {
  const models = [setting.left, setting.right];
  const untrained = models.filter((variant) => !isServed(variant, trained)).map(pairName);
  const names = Object.keys(trained).map(pairName).join(", ") || "–";
  return untrained.length ? t("without_weights", { model: untrained.join(", "), trained: names }) : "";
}

// Return the button that unfolds a panel; Escape folds it again.
function unfolding(panel) {
  const words = make("span", { class: "hv-p-words" }, t("unfold"));
  const attributes = { type: "button", class: "hv-p-button hv-p-unfold", "aria-controls": panel.id };
  const button = make("button", { ...attributes, onclick: () => fold(!panel.hidden) }, words);
  function fold(folded) {
    panel.hidden = folded;
    button.setAttribute("aria-expanded", String(!folded));
  }
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    fold(true);
    button.focus();
  });
  fold(true);
  listen("fold", () => fold(true));
  return button;
}

export function mount({ element, props }) {
  const [stops, figures, comparison, copy] = [stopsOf(), new Figures(props), new Comparison(props), copying()];
  const glance = make("p", { class: "hv-glance" });
  const convention = make("p", { class: "hv-small hv-p-convention" });
  const missing = make("p", { class: "hv-missing", role: "status" });
  const choice = make("div", { class: "hv-p-choice" }, stops.meaning, countChoices(), ownWeights(), missing);
  const numbers = make("div", { class: "hv-p-numbers" }, glance, comparison.root);
  const panel = make("div", { class: "hv-p-panel", id: "hetviz-p-panel" }, choice, numbers, convention);
  const chosen = make("div", { class: "hv-p-chosen" }, stops.chosen, figures.against);
  const bar = [chosen, stops.track, figures.root, unfolding(panel), copy.button, copy.root];
  element
    .querySelector(".hv-root")
    .replaceChildren(
      make("section", { class: "hv-p", "aria-label": t("p_title") }, make("div", { class: "hv-p-bar" }, ...bar), panel),
    );

  function show() {
    stops.show();
    figures.show();
    comparison.show();
    glance.replaceChildren(...explained(glanceText(props), ["frame"]));
    convention.textContent = conventionText(props);
    missing.textContent = missingText(props);
  }
  listenToOwn((keys) => addCounts(props, keys));
  receive("own", takeOwn);
  listen("change", show);
  show();
}
