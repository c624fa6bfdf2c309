// A menu beside a detector's name: the detector as a file for other programs. The server makes and checks it when asked.
import { make } from "../elements.js";
import { save } from "./files.js";
import { t } from "../language.js";
import { pairName } from "../comparing/pair.js";

const addressOf = (variant, format) => new URL(`hetviz-detectors/${variant}-${format}.zip`, document.baseURI);

export class TakeAlong {
  variant = null;

  constructor(formats) {
    this.said = make("p", { class: "hv-small", role: "status" });
    const buttons = formats.map((format) => this.button(format));
    this.title = make("summary", {}, t("take_along"));
    const list = make("div", { class: "hv-actions" }, ...buttons);
    this.panel = make(
      "div",
      { class: "hv-take-panel" },
      make("p", { class: "hv-small" }, t("take_along_hint")),
      list,
      this.said,
    );
    this.root = make("details", { class: "hv-take", onkeydown: (event) => this.close(event) }, this.title, this.panel);
    this.buttons = buttons;
  }

  button(format) {
    const attributes = { type: "button", class: "hv-secondary", "data-format": format };
    return make("button", { ...attributes, onclick: () => this.take(format) }, t(`take_along_${format}`));
  }

  close(event) {
    if (event.key !== "Escape" || !this.root.open) return;
    this.root.open = false;
    this.title.focus();
  }

  // Show the menu of a detector, or none.
  show(variant) {
    this.root.hidden = !variant;
    if (variant === this.variant) return;
    this.variant = variant;
    this.said.textContent = "";
    if (variant) this.title.setAttribute("aria-label", t("take_along_label", { model: pairName(variant) }));
  }

  async take(format) {
    const { variant } = this;
    const model = pairName(variant);
    this.buttons.forEach((button) => button.setAttribute("aria-disabled", "true"));
    this.said.textContent = t("take_along_working", { model });
    const answer = await fetch(addressOf(variant, format)).catch(() => null);
    const content = answer?.ok ? await answer.blob().catch(() => null) : null;
    this.buttons.forEach((button) => button.removeAttribute("aria-disabled"));
    if (content) save(content, "application/zip", `${variant}-${format}.zip`);
    if (variant === this.variant)
      this.said.textContent = t(content ? "take_along_done" : "take_along_failed", { model });
  }
}
