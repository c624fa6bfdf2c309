// A stepper for P beside what P changes: the same setting as everywhere, one stop at a time.
import { choices } from "../../data.js";
import { make } from "../elements.js";
import { t } from "../language.js";
import { choose, listen, setting } from "../setting.js";

// Return its element; it follows the setting, whoever moves it.
export function partsStepper() {
  const parts = choices.p;
  const next = (by) => parts[parts.indexOf(setting.p) + by];
  const button = (by, text, key) => {
    const onclick = () => next(by) && choose({ p: next(by) });
    return make("button", { type: "button", class: "hv-step", "aria-label": t(key), onclick }, text);
  };
  const buttons = [
    [-1, button(-1, "−", "p_less")],
    [1, button(1, "+", "p_more")],
  ];
  const chosen = make("output", { class: "hv-p-value" });
  function show() {
    chosen.textContent = `P = ${setting.p}`;
    buttons.forEach(([by, element]) => element.setAttribute("aria-disabled", String(!next(by)))); // keeps the focus
  }
  listen("change", show);
  show();
  const [less, more] = buttons.map(([, element]) => element);
  return make("div", { class: "hv-stepper", role: "group", "aria-label": t("p_title") }, less, chosen, more);
}
