// Where a step leads: the tab that shows more, in a state.
import { make } from "../shared/elements.js";
import { addressOf } from "./address.js";

// Return a link to a state of the page, {tab, p, …}.
export function linkTo(text, asked) {
  const link = make(
    "a",
    { href: addressOf(location.href, asked) },
    text,
    make("span", { "aria-hidden": "true" }, " →"),
  );
  return make("p", { class: "hv-lesson-link" }, link);
}
