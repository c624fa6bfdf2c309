// Where a step leads: the tab that shows more, in a state.
import { travel } from "../shared/address/address.js";
import { make } from "../shared/elements.js";
import { addressOf } from "./step_address.js";

// Return whether a click asks for this window, not for one of its own.
export const isPlain = ({ button, ctrlKey, metaKey, shiftKey, altKey }) =>
  !(button || ctrlKey || metaKey || shiftKey || altKey);

// Return a link to a state of the page, {tab, p, …}, which is shown without loading the page anew.
export function linkTo(text, asked) {
  const href = addressOf(location.href, asked);
  const onclick = (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    travel(href);
  };
  const arrow = make("span", { "aria-hidden": "true" }, "\u00a0→");
  return make("p", { class: "hv-lesson-link" }, make("a", { href, onclick }, text, arrow));
}
