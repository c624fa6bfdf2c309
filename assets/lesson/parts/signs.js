// Kernels as small signs: a 3×3 raster or a dot.
import { make } from "../../shared/elements.js";
import { t } from "../../shared/language.js";

// Return the sign of a kernel; `named` gives it a name for who cannot see it.
export function kernelSign(raster, named = true) {
  const taps = raster ? [...Array(9)].map(() => make("i", {})) : [make("i", {})];
  const attributes = named
    ? { role: "img", "aria-label": raster ? "3×3" : t("lesson_dot") }
    : { "aria-hidden": "true" };
  return make("span", { class: `hv-lesson-kernel ${raster ? "hv-raster" : "hv-dot"}`, ...attributes }, ...taps);
}

// Return a reader's choice of P: a row of buttons, one for each stop, with the chosen one pressed. changed(p) is told.
export function stopsOf(parts, chosen, changed) {
  const buttons = parts.map((p) => {
    const onclick = () => {
      show(p);
      changed(p);
    };
    return make("button", { type: "button", class: "hv-lesson-stop", onclick }, String(p));
  });
  function show(p) {
    buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(parts[index] === p)));
  }
  show(chosen);
  const label = make("span", { class: "hv-lesson-stops-label" }, "P =");
  return make("div", { class: "hv-lesson-stops", role: "group", "aria-label": "P" }, label, ...buttons);
}
