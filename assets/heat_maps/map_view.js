// One side of the Heat maps tab: the picture, a map over it, and the boxes that may be clicked.
import { iou, largestFirst, placed } from "../shared/boxes.js";
import { make } from "../shared/elements.js";
import { fixed, t } from "../shared/language.js";
import { paintMap } from "./drawing.js";
import { strideOf, unpack } from "./maps.js";
import { short } from "./writing.js";

const NEAR_TOP = 0.07; // share of the height in which a name stands inside its box
const SAME = 0.95; // overlap from which a box is the explained one

export class MapView {
  // choose(detection): a box was clicked; miss(): a place without one was.
  constructor(side, { choose, miss }) {
    Object.assign(this, { choose, detections: new Map(), map: null });
    this.title = make("h3", {});
    this.count = make("span", { class: "hv-count" });
    this.canvas = make("canvas", { class: "hv-heat-map", hidden: true });
    this.image = make("img", { class: "hv-picture", alt: t("picture_alt"), hidden: true });
    this.boxes = make("div", { class: "hv-boxes" });
    this.message = make("p", { class: "hv-message" });
    this.how = make("p", {});
    this.range = make("p", { class: "hv-small hv-range" });
    const onclick = (event) => {
      if (!event.target.closest(".hv-box")) miss();
    };
    const layers = [this.image, this.canvas, this.boxes, this.message];
    this.stage = make("div", { class: "hv-stage", onclick }, ...layers);
    const head = make("header", {}, this.title, this.count);
    this.root = make("section", { class: `hv-view hv-${side}` }, head, this.stage, this.how, this.range);
  }

  forget() {
    this.canvas.hidden = true;
    [this.how, this.range, this.message].forEach((line) => {
      line.textContent = "";
    });
  }

  // There is no map of this side: its detector knows no such class.
  showNone(reason) {
    this.forget();
    this.how.textContent = reason;
  }

  // detections: null where the boxes of the chosen detector are not there, for which `excuse` has the reason.
  showPicture(name, picture, detections, excuse) {
    this.picture = picture;
    this.title.textContent = name;
    this.root.setAttribute("aria-label", t("heat_view", { model: name }));
    this.count.textContent = detections ? t("objects", { count: detections.length }) : "";
    this.image.src = picture.url;
    this.image.hidden = false;
    this.stage.style.aspectRatio = `${picture.width} / ${picture.height}`;
    this.detections.clear();
    this.boxes.replaceChildren(...largestFirst(detections || []).map((detection) => this.box(detection)));
    if (!detections) this.message.textContent = excuse;
  }

  box(detection) {
    const facts = { name: detection.name, confidence: fixed(detection.confidence, 2) };
    const inside = detection.box[1] < NEAR_TOP * this.picture.height;
    const attributes = {
      type: "button",
      class: `hv-box${inside ? " hv-inside" : ""}`,
      "aria-label": t("heat_explain_box", facts),
      onclick: () => this.choose(detection),
    };
    const box = make("button", attributes, make("span", { class: "hv-tag" }, `${facts.name} ${facts.confidence}`));
    Object.assign(box.style, placed(detection.box, this.picture));
    this.detections.set(box, detection);
    return box;
  }

  // Mark the box that is explained; a side without a box of its own gets a dashed outline instead.
  mark(answer, chosen) {
    this.boxes.querySelectorAll(".hv-ghost").forEach((ghost) => ghost.remove());
    const target = answer && answer.how !== "same_place" ? answer.box : chosen;
    this.detections.forEach((detection, box) => {
      const near = target && iou(detection.box, target) > SAME;
      box.setAttribute("aria-pressed", String(Boolean(near)));
    });
    if (answer?.how !== "same_place") return;
    const ghost = make("div", { class: "hv-ghost" });
    Object.assign(ghost.style, placed(answer.box, this.picture));
    this.boxes.append(ghost);
  }

  showAnswer(answer) {
    this.map = unpack(answer.map);
    this.canvas.hidden = Boolean(answer.reason);
    this.message.textContent = answer.reason ? t(`reason_${answer.reason}`, { stride: strideOf(answer.level) }) : "";
    this.how.textContent = t(`how_${answer.how}`, { confidence: fixed(answer.confidence, 3) });
    this.range.textContent = t("heat_range", { low: short(answer.low), high: short(answer.high) });
  }

  paint(colours, factor) {
    paintMap(this.canvas, this.map, colours, factor);
  }
}
