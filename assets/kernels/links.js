// What belongs together: a cell, its filter, its channel and the sentence that says why it is 3×3 or 1×1. The active
// cell has a panel; pinned ones have a list.
import { make } from "../shared/elements.js";
import { t } from "../shared/language.js";
import { Choices, listenToKeys, Pointers } from "./grid/hands.js";
import { reasonOf } from "./reasons.js";
import { KIND } from "./rules.js";
import { tapCell } from "./weights/taps.js";

// Return one kernel as a small table: its weights where they are real, otherwise which taps have a weight.
function cellTable(model, { s, j }) {
  const { k } = model.shape();
  const kind = model.stages()[model.stage].kind(s, j);
  const none = { [KIND.none]: "kernels_no_kernel", [KIND.pass]: "kernels_no_weight_copied" }[kind];
  if (none) return make("p", { class: "hv-small" }, t(none));
  const raster = kind === KIND.raster || kind === KIND.both;
  const side = raster ? k : 1;
  const twice = (index) => kind === KIND.both && index === (k * k - 1) / 2;
  const sign = (index) => make("td", { class: "hv-kernels-tap" }, twice(index) ? "w + w" : "w");
  const tap = model.layer ? tapCell(model.layer, s, j, raster) : sign;
  const numbers = [...Array(side).keys()];
  const rows = numbers.map((y) => make("tr", {}, ...numbers.map((x) => tap(y * side + x))));
  const size = `${side}×${side}${kind === KIND.both ? " + 1×1" : ""}`;
  const caption = make("caption", { class: "hv-small" }, size);
  return make("table", { class: "hv-kernels-taps" }, caption, make("tbody", {}, ...rows));
}

export class Links {
  shown = ""; // what the list of pins shows

  constructor(model, view) {
    Object.assign(this, { model, view });
    this.choices = new Choices(model, view);
    listenToKeys(model, view, this.choices);
    new Pointers(model, view, this.choices);
    this.live = make("p", { class: "hv-kernels-why", "aria-live": "polite" });
    this.title = make("h4", {});
    this.picture = make("div", { class: "hv-kernels-cell" });
    const onclick = () => this.choices.togglePin(model.active);
    this.pinButton = make("button", { type: "button", class: "hv-secondary", onclick });
    const parts = [this.title, this.live, this.picture, this.pinButton];
    this.panel = make("section", { class: "hv-kernels-active" }, ...parts);
    this.pinned = make("ol", { class: "hv-kernels-pins" });
  }

  reason(cell) {
    const { key, facts } = reasonOf(this.model.operator, this.model.stage, cell, this.model.shape());
    return t(key, facts);
  }

  pinItem(pin) {
    const words = [make("strong", {}, t("kernels_cell", pin)), make("p", { class: "hv-small" }, this.reason(pin))];
    const onclick = () => this.choices.togglePin(pin);
    const label = { "aria-label": t("kernels_unpin_one", pin) };
    const remove = make("button", { type: "button", class: "hv-kernels-remove", ...label, onclick }, "×");
    return make("li", {}, make("div", {}, ...words), cellTable(this.model, pin), remove);
  }

  show() {
    const { active, pins, axis } = this.model;
    if (!active) return;
    this.title.textContent = t("kernels_cell", active);
    const sentence = this.reason(active);
    if (this.live.textContent !== sentence) this.live.textContent = sentence; // said once
    this.picture.replaceChildren(cellTable(this.model, active));
    this.pinButton.textContent = t(this.choices.isPinned(active) ? "kernels_unpin" : "kernels_pin");
    this.showPins();
    this.view.mark({ active, pins, axis });
  }

  // Only when they have changed: a button that has the focus stays the same element.
  showPins() {
    const { pins, operator, stage, layer } = this.model;
    const look = document.body.className;
    const now = JSON.stringify([pins, operator, stage, this.model.shape(), layer?.path, layer?.variant, look]);
    if (now === this.shown) return;
    this.shown = now;
    const focused = this.pinned.contains(document.activeElement);
    this.pinned.replaceChildren(...pins.map((pin) => this.pinItem(pin)));
    if (focused) (this.pinned.querySelector("button") || this.pinButton).focus();
  }
}
