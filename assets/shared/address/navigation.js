// Tabs by name: showing one, also because the page's address asks for it by `tab`.
import { texts } from "../../data.js";
import { hold } from "./address.js";
import { oneOf } from "./keys.js";
import { language } from "../language.js";
import { set } from "../setting.js";

const PREFIX = "tab_"; // of the sentences that name the tabs
const TABS = Object.keys(texts[language])
  .filter((key) => key.startsWith(PREFIX))
  .map((key) => key.slice(PREFIX.length));

// By the id that Gradio puts on a tab's button, never by its words: those depend on the language.
const tabs = () => [...document.querySelectorAll("[role=tab]")].filter((tab) => TABS.includes(tab.dataset.tabId));
const tabOf = (name) => tabs().find((tab) => tab.dataset.tabId === name);

const held = hold({ tab: oneOf(TABS, "detect") }, ({ tab }) => showTab(tab));

export const hasTab = (name) => Boolean(tabOf(name));
export const showTab = (name) => tabOf(name)?.click();

// Show a layer {variant, path} in Kernels.
export function openLayer(layer) {
  set({ layer }, "layer");
  showTab("kernels");
}

// Call `act` as soon as it is true that `there()`, of elements that Gradio is still to add.
function once(there, act) {
  if (there()) {
    act();
    return;
  }
  const waiting = new MutationObserver(() => {
    if (!there()) return;
    waiting.disconnect();
    act();
  });
  waiting.observe(document, { childList: true, subtree: true });
}

// A tab that is shown is a step of the visitor's, unless the address has brought it.
function keepShown() {
  const shown = tabs().find((tab) => tab.getAttribute("aria-selected") === "true");
  if (shown && shown.dataset.tabId !== held.values.tab) held.keep({ tab: shown.dataset.tabId }, { step: true });
}

// Show the tab that the address asks for, as soon as it is there; from then on the address follows the tabs.
export function followTabs() {
  const { tab } = held.values;
  once(
    () => hasTab(tab),
    () => {
      showTab(tab);
      const chosen = { subtree: true, attributes: true, attributeFilter: ["aria-selected"] };
      new MutationObserver(keepShown).observe(document, chosen);
    },
  );
}
