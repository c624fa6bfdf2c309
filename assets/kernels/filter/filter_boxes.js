// What the detector finds on the picture, and what has become of it with kernels switched off.
import { detectionsOf, match, placed } from "../../shared/boxes.js";
import { make } from "../../shared/elements.js";
import { className, fixed, t } from "../../shared/language.js";

const USUAL = { confidence: 0.25, iou: 0.45 };

// Return what an answer finds at the thresholds of the Detect tab.
export const foundIn = (answer, { confidence, iou } = USUAL) => detectionsOf(answer, confidence, iou, className);

// Return what became of each box: {kept: [[before, now]], lost, gained}.
export function changes(before, now) {
  const pairs = match(before, now);
  const [old, young] = [new Set(pairs.map(([i]) => i)), new Set(pairs.map(([, j]) => j))];
  return {
    kept: pairs.map(([i, j]) => [before[i], now[j]]).sort(([a], [b]) => b.confidence - a.confidence),
    lost: before.filter((_, index) => !old.has(index)),
    gained: now.filter((_, index) => !young.has(index)),
  };
}

const scored = ({ name, confidence }) => `${name} ${fixed(confidence, 2)}`;

function sentence(before, now, isOff) {
  if (!isOff) return before.length ? before.map(scored).join(", ") : t("filter_nothing_found");
  const { kept, lost, gained } = changes(before, now);
  const parts = [
    ...kept.map(([old, young]) => `${scored(old)} → ${fixed(young.confidence, 2)}`),
    ...lost.map((old) => t("filter_box_lost", { box: scored(old) })),
    ...gained.map((young) => t("filter_box_new", { box: scored(young) })),
  ];
  return parts.length ? parts.join("; ") : t("filter_nothing_found");
}

export class Boxes {
  constructor() {
    this.image = make("img", { class: "hv-picture", alt: t("picture_alt") });
    this.layer = make("div", { class: "hv-boxes" });
    this.mark = make("div", { class: "hv-filter-mark" });
    this.stage = make("div", { class: "hv-stage" }, this.image, this.layer, this.mark);
    this.words = make("p", { class: "hv-small hv-filter-found", role: "status" });
  }

  // before: the detections of the detector as trained; now: with kernels off, or null while they are not known.
  show({ url, width, height }, before, now, isOff) {
    if (this.image.src !== url) this.image.src = url;
    this.stage.style.setProperty("--hv-ratio", width / height);
    this.size = { width, height };
    const shown = isOff ? (now ?? []) : before;
    const ghosts = isOff ? before : [];
    const box = (look) => (detection) => {
      const tag = look === "hv-ghost" ? null : make("span", { class: "hv-tag" }, scored(detection));
      const element = make("div", { class: look }, tag);
      if (detection.box[1] < 0.14 * height) element.classList.add("hv-inside");
      Object.assign(element.style, placed(detection.box, this.size));
      return element;
    };
    this.layer.replaceChildren(...ghosts.map(box("hv-ghost")), ...shown.map(box("hv-box")));
    this.words.textContent = isOff && !now ? t("filter_working") : sentence(before, now ?? [], isOff);
  }

  // Show what part of the picture lies behind a pixel: [left, top, right, bottom].
  point(place) {
    Object.assign(this.mark.style, placed(place, this.size));
  }
}
