// The Lesson tab: ten steps and a self-check on one page, a rail that leads to each, the step in the address.
// props: numbers (by step), parts, block, layer {variant, path}, detectors {left, right}, examples, example, depths, method,
// colours (256 × RGB); see the tab's Python
import { hold, watch } from "../shared/address/address.js";
import { whole } from "../shared/address/keys.js";
import { make } from "../shared/elements.js";
import { t } from "../shared/language.js";
import { onPaper } from "../shared/looks/paper.js";
import { fold } from "../shared/setting.js";
import { onTheme } from "../shared/looks/theme.js";
import { withStep } from "./step_address.js";
import { isPlain, linkTo } from "./onward.js";
import { SelfCheck } from "./self_check.js";
import { Clock } from "./steps/formula_or_clock.js";
import { Dots } from "./steps/dots.js";
import { FoldDot } from "./steps/fold_dot.js";
import { OneFilter } from "./steps/one_filter.js";
import { OwnYolo } from "./steps/take_home.js";
import { SameObject } from "./steps/same_object.js";
import { StraightLine } from "./steps/straight_line.js";
import { TurnP } from "./steps/turn_p.js";
import { TwoLayers } from "./steps/two_layers.js";
import { WholeDetector } from "./steps/whole_detector.js";

// By key, in the order of the page. A step has `thing` to move, a `prediction` and `link`, the address that it leads to.
const STEPS = {
  one_filter: OneFilter,
  dots: Dots,
  turn_p: TurnP,
  whole_detector: WholeDetector,
  two_layers: TwoLayers,
  straight_line: StraightLine,
  fold_dot: FoldDot,
  clock: Clock,
  same_object: SameObject,
  own_yolo: OwnYolo,
};
const TITLES = [...Object.keys(STEPS), "check"];

class Lesson {
  current = 0;

  constructor({ element, props, server }) {
    Object.assign(this, { element, props, server });
    this.steps = Object.values(STEPS).map((Step) => new Step(this));
    const steps = Object.keys(STEPS).map((key, index) => this.section(key, index + 1, this.steps[index]));
    const check = new SelfCheck(props.numbers.check, (number) => this.choose(number));
    this.sections = [...steps, this.frame("check", TITLES.length, ...check.parts)];
    this.rail = TITLES.map((key, index) => this.railLink(key, index + 1));
    const head = [make("h2", {}, t("lesson_title")), make("p", {}, t("lesson_lead"))];
    this.head = make("header", { "data-step": 1 }, ...head);
    const nav = make("nav", { class: "hv-lesson-rail", "aria-label": t("lesson_rail") }, make("ol", {}, ...this.rail));
    const page = make("div", { class: "hv-lesson-steps" }, this.head, ...this.sections);
    element.querySelector(".hv-root").replaceChildren(nav, page);
    this.held = hold({ step: whole(1, TITLES.length, 1) }, ({ step }) => this.restore(step));
    watch((href) => this.rail.forEach((item, index) => this.address(item, href, index + 1)));
    this.mark(this.held.values.step);
    onTheme(() => this.steps.forEach((step) => step.repaint?.()));
    this.printAnswers();
    this.foldControl();
    if (this.held.given.step) this.restore(this.held.given.step, () => this.follow());
    else this.follow();
  }

  address(item, href, number) {
    item.firstChild.href = withStep(href, number);
  }

  // Whenever the lesson is shown, the P control's table is folded: the steps have the controls they need.
  foldControl() {
    let shown = false;
    new ResizeObserver(() => {
      const now = this.element.offsetParent !== null;
      if (now && !shown) fold();
      shown = now;
    }).observe(this.element);
  }

  // Paper cannot be clicked: it has every answer.
  printAnswers() {
    const reveals = this.steps.map(({ prediction }) => prediction.reveal);
    let closed = [];
    const open = () => {
      closed = reveals.filter((reveal) => !reveal.open);
      this.steps.forEach(({ prediction }) => prediction.unfold());
    };
    const close = () =>
      closed.forEach((reveal) => {
        reveal.open = false;
      });
    onPaper(open, close);
  }

  // Show the step of an address, as soon as the tab has its place on the page.
  restore(step, then = () => {}) {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (this.element.offsetParent) this.open(step);
        then();
      }),
    );
  }

  // A step: its idea, the thing to move, the question with its reveal, and where it leads.
  section(key, number, step) {
    const idea = make("p", { class: "hv-lesson-idea" }, t(`lesson_${key}_idea`));
    const thing = make("div", { class: "hv-lesson-thing" }, step.thing);
    const { form, reveal } = step.prediction;
    return this.frame(key, number, idea, thing, form, reveal, linkTo(t(`lesson_${key}_link`), step.link));
  }

  frame(key, number, ...content) {
    const id = `hetviz-lesson-${number}`;
    const mark = make("span", { class: "hv-lesson-number", "aria-hidden": "true" }, markOf(number));
    const title = make("h3", { id: `${id}-title`, tabindex: -1 }, mark, t(`lesson_${key}_title`));
    const attributes = { class: `hv-card hv-lesson-step hv-lesson-${key}`, id, "aria-labelledby": `${id}-title` };
    return make("section", { ...attributes, "data-step": number }, title, ...content);
  }

  railLink(key, number) {
    const onclick = (event) => {
      if (!isPlain(event)) return;
      event.preventDefault();
      this.choose(number);
    };
    const mark = make("span", { class: "hv-lesson-number", "aria-hidden": "true" }, markOf(number));
    const name = make("span", { class: "hv-lesson-name" }, t(`lesson_${key}_title`));
    return make("li", {}, make("a", { onclick }, mark, name));
  }

  // Open a step of the visitor's choice, to which Back returns.
  choose(number) {
    this.held.keep({ step: number }, { step: true });
    this.open(number);
  }

  // Show a step and put the focus on its title.
  open(number) {
    const section = this.sections[number - 1];
    section.scrollIntoView({ block: "start" });
    section.querySelector("h3").focus({ preventScroll: true });
    this.mark(number);
  }

  mark(number) {
    if (number === this.current) return;
    this.current = number;
    this.rail.forEach((item, index) => {
      const link = item.firstChild;
      if (index + 1 === number) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    });
  }

  // The step that the middle of the window shows is marked in the rail, and named in the address.
  follow() {
    const seen = (entries) => {
      const entry = entries.find(({ isIntersecting }) => isIntersecting);
      if (!entry) return;
      const number = Number(entry.target.dataset.step);
      this.mark(number);
      this.held.keep({ step: number });
    };
    const observer = new IntersectionObserver(seen, { rootMargin: "-45% 0px -54% 0px" });
    [this.head, ...this.sections].forEach((part) => observer.observe(part));
  }
}

const markOf = (number) => (number > Object.keys(STEPS).length ? "✓" : String(number));

export const mount = (view) => void new Lesson(view);
