// The rail: the sections of the tab as links, each with an address of its own.
import { make } from "../shared/elements.js";
import { t } from "../shared/language.js";

const isPlain = ({ button, ctrlKey, metaKey, shiftKey, altKey }) =>
  !(button || ctrlKey || metaKey || shiftKey || altKey);

export class Rail {
  // choose(key): a section is wanted.
  constructor(keys, choose) {
    const link = (key) => {
      const onclick = (event) => {
        if (!isPlain(event)) return; // a window of its own
        event.preventDefault();
        choose(key);
      };
      return make("a", { "data-section": key, onclick }, t(`costs_room_${key}`));
    };
    this.links = new Map(keys.map((key) => [key, link(key)]));
    const items = [...this.links.values()].map((anchor) => make("li", {}, anchor));
    this.list = make("ul", {}, ...items);
    this.root = make("nav", { class: "hv-rail", "aria-label": t("costs_sections") }, this.list);
  }

  // Mark the section that is shown, and bring it into a row that is longer than the screen.
  mark(chosen) {
    this.links.forEach((anchor, key) => {
      if (key === chosen) anchor.setAttribute("aria-current", "true");
      else anchor.removeAttribute("aria-current");
    });
    const { offsetLeft, offsetWidth } = this.links.get(chosen);
    this.list.scrollLeft = offsetLeft - (this.list.clientWidth - offsetWidth) / 2;
  }

  // Give each link its address, beside the page's present one.
  follow(href) {
    this.links.forEach((anchor, key) => {
      const address = new URL(href);
      address.searchParams.set("tab", "costs");
      address.searchParams.set("section", key);
      anchor.href = address.href;
    });
  }
}
