// What is chosen in the control: P on a slider of stops, class count and input size, the two detectors.
import { choices } from "../data.js";
import { make } from "../shared/elements.js";
import { fixed, t } from "../shared/language.js";
import { choose, listen, set, setting } from "../shared/setting.js";
import { listenToOwn } from "../shared/own/own_detectors.js";
import { detectors, modelName, ownOf, variants } from "../shared/variants.js";

const parts = choices.p;

// Return the choice of P with its stops, and what P means; show() follows the setting.
export function stopsOf() {
  const slider = make("input", {
    type: "range",
    ...{ min: 0, max: parts.length - 1, step: 1, value: parts.indexOf(setting.p) },
    id: "hetviz-p",
    "aria-describedby": "hetviz-p-meaning",
    oninput: () => set({ p: parts[slider.value] }),
    onchange: () => set({ p: parts[slider.value] }, "release"),
  });
  const stop = (p) => {
    const attributes = { type: "button", class: "hv-stop", tabindex: -1, "aria-hidden": "true" };
    return make("button", { ...attributes, onclick: () => choose({ p }) }, String(p));
  };
  const stops = parts.map(stop);
  const chosen = make("output", { class: "hv-p-value", for: "hetviz-p" });
  const meaning = make("p", { class: "hv-small", id: "hetviz-p-meaning" });
  const label = make("label", { class: "hv-hidden", for: "hetviz-p" }, t("p_title"));

  function show() {
    const { p } = setting;
    chosen.textContent = `P = ${p}`;
    slider.value = parts.indexOf(p);
    slider.setAttribute("aria-valuetext", `P = ${p}`);
    stops.forEach((button, index) => button.classList.toggle("hv-chosen", parts[index] === p));
    meaning.textContent = p === 1 ? t("p_standard") : t("p_meaning", { share: fixed(100 / p, p > 4 ? 2 : 0) });
  }
  const track = make("div", { class: "hv-p-track" }, label, slider, make("div", { class: "hv-stops" }, ...stops));
  return { chosen, track, meaning, show };
}

function numberSelect(key, values, text) {
  const options = values.map((value) => make("option", { value, selected: value === setting[key] }, text(value)));
  const attributes = { id: `hetviz-${key}`, onchange: () => set({ [key]: Number(field.value) }) };
  const field = make("select", attributes, ...options);
  listen("change", () => {
    field.value = setting[key];
  });
  return field;
}

// The usual class counts, and those of the visitor's own detectors.
function classSelect() {
  const field = numberSelect("classes", choices.classes, String);
  listenToOwn((keys) => {
    const counts = new Set([...choices.classes, ...keys.map((key) => ownOf(key).classes.length)]);
    field.replaceChildren(...[...counts].map((value) => make("option", { value }, String(value))));
    field.value = setting.classes;
  });
  return field;
}

// Return the choices of class count and input size.
export function countChoices() {
  const classes = classSelect();
  const size = numberSelect("size", choices.size, (side) => `${side} × ${side}`);
  const labels = [make("label", {}, t("classes"), classes), make("label", {}, t("input_size"), size)];
  return make("div", { class: "hv-selects" }, ...labels);
}

const families = new Set(choices.detector.map((variant) => variants[variant].family));
const optionName = (variant) =>
  families.size > 1 ? `${detectors[variant].family} ${modelName(variant)}` : modelName(variant);
const modelOption = (variant) => make("option", { value: variant }, optionName(variant));

// Return the choice of one detector of the page or of the visitor's own.
export function modelSelect(side) {
  const attributes = { id: `hetviz-${side}`, "aria-label": t(`detector_${side}`) };
  const onchange = () => choose({ [side]: field.value });
  const field = make("select", { ...attributes, onchange }, ...choices.detector.map(modelOption));
  listenToOwn((keys) => {
    field.replaceChildren(...[...choices.detector, ...keys].map(modelOption));
    field.value = setting[side];
  });
  return field;
}
