// Tabs by name: showing one, also because a link asks for it by `?tab=`.
import { texts } from "../data.js";
import { language } from "./language.js";
import { set } from "./setting.js";

// By the id that Gradio puts on a tab's button, never by its words: those depend on the language.
const tabOf = (name) => [...document.querySelectorAll("[role=tab]")].find((tab) => tab.dataset.tabId === name);

const isNamed = (name) => texts[language][`tab_${name}`] !== undefined;

export const hasTab = (name) => isNamed(name) && Boolean(tabOf(name));
export const showTab = (name) => tabOf(name)?.click();

// Show a layer {variant, path} in Kernels.
export function openLayer(layer) {
  set({ layer }, "layer");
  showTab("kernels");
}

// Show the tab that the address asks for, as soon as it is there.
export function followLink() {
  const linked = new URLSearchParams(location.search).get("tab");
  if (!isNamed(linked)) return;
  const shown = () => hasTab(linked) && (showTab(linked), true);
  if (shown()) return;
  const waiting = new MutationObserver(() => shown() && waiting.disconnect());
  waiting.observe(document, { childList: true, subtree: true });
}
