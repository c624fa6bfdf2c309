// Terms of the field inside sentences: a button that says what it means when it is pointed at, focused or tapped.
import { make } from "./elements.js";
import { t } from "./language.js";
import { parted } from "./sentences.js";

const EDGE = 8; // pixels between an explanation and the edge of the page
let count = 0;
let close = () => {}; // the explanation that is shown

// Put what is said below its term, inside the page's width.
function place(says, root) {
  says.style.left = "0px";
  const { left, width } = says.getBoundingClientRect();
  const room = document.documentElement.clientWidth - EDGE - width;
  says.style.left = `${Math.max(EDGE, Math.min(left, room)) - root.getBoundingClientRect().left}px`;
}

function term(key, word) {
  const id = `hetviz-term-${++count}`;
  const says = make("span", { class: "hv-term-says", role: "tooltip", id, hidden: true }, t(`term_${key}_says`));
  const hide = () => {
    says.hidden = true;
  };
  const show = () => {
    if (!says.hidden) return;
    close();
    close = hide;
    says.hidden = false;
    place(says, root);
  };
  const onkeydown = (event) => event.key === "Escape" && hide();
  const about = { type: "button", class: "hv-term", "aria-describedby": id };
  const button = make("button", { ...about, onfocus: show, onblur: hide, onclick: show, onkeydown }, word);
  const leave = () => document.activeElement !== button && hide();
  const root = make("span", { class: "hv-term-place", onpointerenter: show, onpointerleave: leave }, button, says);
  return root;
}

// Return a sentence as texts and terms: of each term of `keys` that it has, the first place can be asked.
export function explained(sentence, keys) {
  const words = Object.fromEntries(keys.map((key) => [key, t(`term_${key}`)]));
  return parted(sentence, words).map((part) => (typeof part === "string" ? part : term(...part)));
}
