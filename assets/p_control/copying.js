// The button that copies the address with everything that is set.
import { completeAddress } from "../shared/address/address.js";
import { make, makeSvg } from "../shared/elements.js";
import { t } from "../shared/language.js";

const SAID_MS = 6000;

const copied = (text) =>
  navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  ) ?? false;

// Two links of a chain.
function chain() {
  const link = (d) => makeSvg("path", { d });
  const attributes = { viewBox: "0 0 24 24", "aria-hidden": "true" };
  return makeSvg(
    "svg",
    attributes,
    link("M10 14a5 5 0 0 1 0-7l3-3a5 5 0 0 1 7 7l-2 2"),
    link("M14 10a5 5 0 0 1 0 7l-3 3a5 5 0 0 1-7-7l2-2"),
  );
}

// Return the button, and what says that it has copied: where a browser does not let it, the address to copy by hand.
export function copying() {
  const said = make("span", { role: "status" });
  const field = make("input", { type: "text", readonly: true, hidden: true, "aria-label": t("link_field") });
  const root = make("p", { class: "hv-p-copied" }, said, field);
  let clock = 0;

  function say(sentence, address) {
    said.textContent = sentence;
    field.hidden = !address;
    field.value = address;
    clearTimeout(clock);
    if (address) field.select();
    else clock = setTimeout(() => said.replaceChildren(), SAID_MS);
  }
  field.addEventListener("blur", () => say("", ""));

  async function copy() {
    const address = completeAddress();
    if (await copied(address)) say(t("link_copied"), "");
    else say(t("link_by_hand"), address);
  }
  const words = make("span", { class: "hv-p-words" }, t("copy_link"));
  const button = make("button", { type: "button", class: "hv-p-button hv-p-copy", onclick: copy }, chain(), words);
  return { button, root };
}
