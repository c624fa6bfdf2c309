// One side of the Detect tab: the picture with the boxes of a detector. A box that is pointed at or focused lights up
// with its partner on the other side; the others step back.
import { largestFirst, placed } from "../shared/boxes.js";
import { make } from "../shared/elements.js";
import { count, fixed, t } from "../shared/language.js";
import { TakeAlong } from "../shared/downloads/take_along.js";
import { ownOf } from "../shared/variants.js";

const NEAR_TOP = 0.1; // share of the height in which a name stands inside its box
const NEAR_RIGHT = 0.75; // share of the width from which a name is flush right

export class View {
  constructor(side, light, formats) {
    Object.assign(this, { light });
    this.title = make("h3", {});
    this.count = make("span", { class: "hv-count" });
    this.image = make("img", { class: "hv-picture", alt: t("picture_alt"), hidden: true });
    this.boxes = make("div", { class: "hv-boxes" });
    this.message = make("p", { class: "hv-message" });
    const waiting = make("p", { class: "hv-message hv-waiting" }, t("stale"));
    this.stage = make("div", { class: "hv-stage" }, this.image, this.boxes, this.message, waiting);
    this.taking = new TakeAlong(formats);
    const head = make("header", {}, this.title, this.taking.root, this.count);
    this.root = make("section", { class: `hv-view hv-${side}` }, head, this.stage);
  }

  showPicture({ url, width, height }) {
    this.image.src = url;
    this.image.hidden = false;
    this.stage.style.setProperty("--hv-ratio", width / height);
  }

  // asked: an answer is under way; stale: what is shown is older than the choice.
  mark(asked, stale) {
    this.root.classList.toggle("hv-stale", stale);
    this.root.setAttribute("aria-busy", String(asked));
  }

  // shown: {name, variant, answered, trained, detections, partners: index -> index on the other side, picture}
  show({ name, variant, answered, trained, detections, partners, picture }) {
    this.title.textContent = name;
    this.taking.show(trained && !ownOf(variant) ? variant : null);
    this.root.setAttribute("aria-label", t("view_label", { model: name }));
    this.count.textContent = answered ? t("objects", { count: count(detections.length) }) : "";
    this.message.textContent = trained ? "" : t("no_weights_no_boxes", { model: name });
    const focused = this.boxes.contains(document.activeElement) ? document.activeElement.dataset.index : null;
    const indexOf = new Map(detections.map((detection, index) => [detection, index]));
    const boxes = largestFirst(detections).map((detection) => {
      const index = indexOf.get(detection);
      return this.box(index, detection, partners.get(index), picture);
    });
    this.boxes.replaceChildren(...boxes);
    if (focused !== null) this.boxes.querySelector(`[data-index="${focused}"]`)?.focus();
  }

  box(index, detection, partner, { width, height }) {
    const [left, top] = detection.box;
    const score = fixed(detection.confidence, 2);
    const single = partner === undefined;
    const facts = { name: detection.name, confidence: score };
    const kinds = [
      single && "hv-single",
      top < NEAR_TOP * height && "hv-inside",
      left > NEAR_RIGHT * width && "hv-flip",
    ];
    const light = () => this.light.pair(this, index, partner);
    const attributes = {
      type: "button",
      class: ["hv-box", ...kinds.filter(Boolean)].join(" "),
      "data-index": index,
      "aria-label": t(single ? "box_single" : "box_both", facts),
      onpointerenter: light,
      onpointerleave: () => this.light.focused(),
      onfocus: light,
      onblur: () => this.light.none(),
    };
    const box = make("button", attributes, make("span", { class: "hv-tag" }, `${detection.name} ${score}`));
    Object.assign(box.style, placed(detection.box, { width, height }));
    return box;
  }

  lightUp(index) {
    this.boxes.querySelector(`[data-index="${index}"]`)?.classList.add("hv-lit");
  }
}

// Return two views {left, right} whose boxes light up together, inside `root()`; formats are those of files to take home.
export function linkedViews(root, formats) {
  const none = () => {
    root().classList.remove("hv-dim");
    root()
      .querySelectorAll(".hv-lit")
      .forEach((box) => box.classList.remove("hv-lit"));
  };
  const pair = (view, index, partner) => {
    none();
    view.lightUp(index);
    if (partner !== undefined) (view === views.left ? views.right : views.left).lightUp(partner);
    root().classList.add("hv-dim");
  };
  const focused = () => {
    none();
    if (document.activeElement.matches(".hv-box")) document.activeElement.dispatchEvent(new FocusEvent("focus"));
  };
  const light = { none, pair, focused };
  const views = { left: new View("left", light, formats), right: new View("right", light, formats) };
  return views;
}
