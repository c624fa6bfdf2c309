// Step 9: heat maps of one box in both detectors, while the weights are made random from the head down.
import { paintMap } from "../../heat_maps/drawing.js";
import { unpack } from "../../heat_maps/maps.js";
import { some } from "../../heat_maps/writing.js";
import { detectionsOf, placed } from "../../shared/boxes.js";
import { make } from "../../shared/elements.js";
import { className, fixed, t } from "../../shared/language.js";
import { modelName } from "../../shared/variants.js";
import { choiceField, Prediction } from "../prediction.js";

const SIDES = ["left", "right"];
const [CONFIDENCE, IOU] = [0.25, 0.45];
const two = (value) => fixed(value, 2);

export class SameObject {
  question = null; // about the one box
  answers = new Map(); // depth -> {sides}
  correlation = null;
  link = { tab: "heat_maps", p: 4 };

  constructor({ props, server }) {
    Object.assign(this, { props, server });
    this.said = make("p", { class: "hv-lesson-said", role: "status" }, t("explaining"));
    this.views = Object.fromEntries(SIDES.map((side) => [side, this.view(side)]));
    const [first, last] = [0, props.depths.length - 1];
    const onchange = () => this.ask();
    const oninput = () => this.name();
    this.output = make("output", {});
    this.depth = make("input", { type: "range", min: first, max: last, step: 1, value: first, onchange, oninput });
    const label = make("span", {}, t("lesson_same_object_depth"), " ", this.output);
    const slider = make("label", { class: "hv-lesson-slider" }, label, this.depth);
    const both = make("div", { class: "hv-lesson-maps" }, ...SIDES.map((side) => this.views[side].root));
    this.thing = make("div", { class: "hv-lesson-same" }, both, slider, this.said);
    this.name();
    this.prediction = this.predictionOf();
    this.whenNear(() => this.begin());
  }

  predictionOf() {
    const options = ["yes", "no"].map((value) => [value, t(`lesson_same_object_${value}`)]);
    return new Prediction({
      question: t("lesson_same_object_question"),
      fields: [choiceField(options)],
      answers: () => ["no"],
      told: () => t("lesson_same_object_answer", { correlation: some(this.correlation, two) }),
    });
  }

  view(side) {
    const image = make("img", { class: "hv-picture", alt: "" });
    const canvas = make("canvas", { class: "hv-heat-map" });
    const box = make("span", { class: "hv-lesson-box" });
    const stage = make("div", { class: "hv-lesson-stage" }, image, canvas, box);
    const number = make("span", { class: "hv-number" });
    const title = make("h4", { class: `hv-${side}` }, modelName(this.props.detectors[side]));
    const root = make(
      "section",
      { class: `hv-lesson-map hv-${side}` },
      title,
      stage,
      make("p", { class: "hv-small" }, number),
    );
    return { root, stage, image, canvas, box, number };
  }

  // The maps are made when they come into sight.
  whenNear(act) {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        act();
      },
      { rootMargin: "300px" },
    );
    observer.observe(this.thing);
  }

  name() {
    this.output.textContent = t(`depth_${this.props.depths[this.depth.value]}`);
    this.depth.setAttribute("aria-valuetext", this.output.textContent);
  }

  async begin() {
    const { example, detectors, method } = this.props;
    const variants = Object.values(detectors);
    const found = await this.server.find({ example, variants }).catch(() => null);
    const detections = found?.answers ? detectionsOf(found.answers[detectors.left], CONFIDENCE, IOU, className) : [];
    if (!detections.length) {
      this.said.textContent = t("error_failed");
      return;
    }
    const { box, classId, name } = detections[0];
    this.showPicture(found.picture, box);
    const setting = { confidence: CONFIDENCE, iou: IOU, method, layer: "", score: "confidence" };
    this.question = { example, variants: detectors, side: "left", box, class: classId, ...setting };
    this.object = name;
    await this.ask();
  }

  showPicture(picture, box) {
    SIDES.forEach((side) => {
      const { stage, image, box: outline } = this.views[side];
      image.src = picture.url;
      stage.style.aspectRatio = `${picture.width} / ${picture.height}`;
      Object.assign(outline.style, placed(box, picture));
    });
  }

  // Ask for the depth that the slider shows; what was answered is kept.
  async ask() {
    if (!this.question) return;
    const depth = this.props.depths[this.depth.value];
    if (!this.answers.has(depth)) {
      this.said.textContent = t("explaining");
      const [first] = this.props.depths;
      const ask = depth === first ? this.server.maps(this.question) : this.server.trust({ ...this.question, depth });
      const answer = await ask.catch(() => null);
      if (!answer || answer.error) {
        this.said.textContent = t(`error_${answer?.error || "failed"}`, answer?.facts);
        return;
      }
      this.answers.set(depth, answer);
    }
    if (this.props.depths[this.depth.value] === depth) this.show(depth);
  }

  show(depth) {
    const { sides, agreement } = this.answers.get(depth);
    if (agreement) this.correlation = agreement.correlation;
    SIDES.forEach((side) => {
      const { canvas, number } = this.views[side];
      paintMap(canvas, unpack(sides[side].map), this.props.colours);
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", t("heat_view", { model: modelName(this.props.detectors[side]) }));
      const { correlation } = sides[side];
      number.textContent = agreement
        ? t("lesson_same_object_confidence", { confidence: two(sides[side].confidence) })
        : t("lesson_same_object_own", { correlation: some(correlation, two) });
    });
    const key = agreement ? "lesson_same_object_said" : "lesson_same_object_random";
    this.said.textContent = t(key, {
      name: this.object,
      correlation: some(this.correlation, two),
      depth: t(`depth_${depth}`),
    });
    this.said.dataset.correlation = this.correlation;
    this.prediction.show();
  }
}
