// The example photographs as a row of buttons. examples: [{key, thumbnail}].
import { make } from "./elements.js";
import { t } from "./language.js";

// Return the row; mark(key) shows which one is chosen, none where the key is none of theirs.
export function exampleRow(examples, onclick) {
  const buttons = examples.map(({ key, thumbnail }) => {
    const title = t(`example_${key}`);
    const image = make("img", { src: thumbnail, alt: title, width: 72, height: 54 });
    return make("button", { type: "button", class: "hv-example", title, onclick: () => onclick(key) }, image);
  });
  const hint = make("span", { class: "hv-small" }, t("examples"));
  const root = make("div", { class: "hv-examples", role: "group", "aria-label": t("examples") }, hint, ...buttons);
  const mark = (chosen) =>
    examples.forEach(({ key }, index) => buttons[index].setAttribute("aria-pressed", String(key === chosen)));
  return { root, mark };
}
