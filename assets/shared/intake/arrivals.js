// What is dropped or pasted, on whichever tab: taken by the tab that can use it, or answered by a sentence. The browser
// never leaves the page for it.
import { make } from "../elements.js";
import { t, together } from "../language.js";
import { showTab } from "../address/navigation.js";
import { TAKERS, planOf } from "./plan.js";

const waiting = {}; // taker -> a file for it that came before it was there
const takers = {}; // tab, or "own" for weights -> what takes its files
const SAID_MS = 12_000;
let notice = null;
let clock = 0;

// Have the files that are meant for a tab, or are weights ("own"), taken, one that came before among them.
export function receive(name, taker) {
  takers[name] = taker;
  if (waiting[name]) taker(waiting[name]);
  delete waiting[name];
}

const isShown = (tab) => Boolean(document.getElementById(TAKERS[tab].view)?.offsetParent);

// Say something on whichever tab is shown, for a while.
export function announce(sentence) {
  notice.textContent = sentence;
  clearTimeout(clock);
  clock = setTimeout(() => notice.replaceChildren(), SAID_MS);
}

function take(arrived) {
  const shown = Object.keys(TAKERS).find(isShown);
  const { taker, file, sentences } = planOf(arrived, shown);
  announce(together(...sentences.map(([key, facts]) => t(key, facts))));
  if (!file) return;
  if (TAKERS[taker] && shown !== taker && !TAKERS[shown]?.follows.includes(taker)) showTab(taker);
  if (takers[taker]) takers[taker](file);
  else waiting[taker] = file;
}

// What a drop or the clipboard holds; to be read before the event is over.
function contentsOf(data) {
  const items = [...(data?.items || [])].filter(({ kind }) => kind === "file");
  const folders = items.filter((item) => item.webkitGetAsEntry?.()?.isDirectory).length;
  const files = items.filter((item) => !item.webkitGetAsEntry?.()?.isDirectory).map((item) => item.getAsFile());
  const text = data?.getData("text/uri-list") || data?.getData("text/plain") || "";
  return { folders, files: files.filter(Boolean), text };
}

const isField = (target) => Boolean(target?.closest?.("input:not([type=file]), textarea, [contenteditable]"));
const holdsFiles = (data) => [...(data?.types || [])].includes("Files");

// Return the element in which is said what came; from now on drops and pastes are received.
export function arrivals() {
  let own = false; // something of the page itself is being dragged
  const dropping = (on) => document.documentElement.classList.toggle("hv-dropping", on);
  window.addEventListener("dragstart", () => (own = true));
  window.addEventListener("dragend", () => (own = false));
  const isText = (event) => isField(event.target) && !holdsFiles(event.dataTransfer); // for the field itself
  window.addEventListener("dragover", (event) => {
    if (isText(event)) return;
    event.preventDefault();
    dropping(!own);
  });
  window.addEventListener("dragleave", (event) => event.relatedTarget || dropping(false));
  window.addEventListener("drop", (event) => {
    dropping(false);
    if (isText(event)) return;
    event.preventDefault();
    if (!own) take(contentsOf(event.dataTransfer));
  });
  document.addEventListener("paste", (event) => {
    const contents = contentsOf(event.clipboardData);
    if (isField(event.target) && !contents.files.length) return;
    event.preventDefault();
    take(contents);
  });
  notice = make("p", { class: "hv-notice", role: "status" });
  return notice;
}
