// The Heat maps tab: a box is clicked, both detectors show where they looked. Long runs are asked for step by step.
// props: examples, trained, methods, layers, scores, depths, fractions, draws, defaults {method, layers}, colours (256 × RGB)
import { bytesOf } from "../shared/bytes.js";
import { make } from "../shared/elements.js";
import { exampleRow } from "../shared/examples.js";
import { save } from "../shared/downloads/files.js";
import { className, fixed, t } from "../shared/language.js";
import { examine, examined, listen, setting } from "../shared/setting.js";
import { isServed, ownOf } from "../shared/variants.js";
import { paintMap } from "./drawing.js";
import { sameVariants } from "./maps.js";
import { MapView } from "./map_view.js";
import { channelSections, Curves, figureRows, trustStep } from "./measures.js";
import { Options } from "./options.js";
import { Run } from "./runs.js";
import { models, nameOf, short, SIDES } from "./writing.js";

const secondary = (text, onclick) => make("button", { type: "button", class: "hv-secondary", onclick }, text);

// Return whether the side of a chosen box shows another detector now whose classes may be others.
function otherClasses(before, now, chosen) {
  const [older, newer] = chosen ? [before, now].map(({ variants }) => variants[chosen.side]) : [];
  return older !== newer && Boolean(ownOf(older) || ownOf(newer));
}

class HeatMaps {
  // What is shown: the published picture, the chosen box {side, box, class}, and the last answer to its question.
  state = { examined: null, chosen: null, question: null, answer: null, turn: 0 };

  constructor({ element, props, server }) {
    Object.assign(this, { props, server });
    this.status = make("p", { class: "hv-status", role: "status", "aria-live": "polite" });
    this.failure = make("p", { class: "hv-error", role: "alert" });
    this.examples = exampleRow(props.examples, (key) => examine({ example: key }));
    this.options = new Options(props, {
      asks: () => this.explain(),
      scales: () => this.paintMaps(),
      fades: (opacity) => SIDES.forEach((side) => Object.assign(this.views[side].canvas.style, { opacity })),
    });
    this.views = Object.fromEntries(SIDES.map((side) => [side, this.view(side)]));
    this.addRuns();
    this.results = this.resultsOf();
    const hint = make("p", {}, t("heat_hint"));
    const asked = [this.examples.root, ...this.options.asked, this.failure, this.status];
    const input = make("section", { class: "hv-card hv-input" }, hint, ...asked);
    element.querySelector(".hv-root").replaceChildren(input, this.results);
    this.options.showMeaning();
    this.options.showOpacity();
    listen("picture", (published) => this.take(published));
    if (examined()) this.take(examined());
    else this.status.textContent = t("heat_no_picture");
  }

  view(side) {
    return new MapView(side, {
      choose: (detection) => this.choose(side, detection),
      miss: () => {
        if (this.state.examined) this.failure.textContent = t("heat_no_box");
      },
    });
  }

  addRuns() {
    const { depths, fractions, colours } = this.props;
    this.strip = make("div", { class: "hv-strip", role: "group", "aria-label": t("trust_title") });
    this.curves = new Curves(fractions);
    const common = {
      question: () => this.state.question,
      fail: (answer) => (answer ? this.say(answer) : this.failure.replaceChildren()),
    };
    this.trustRun = new Run(t("trust_run"), depths, {
      ...common,
      call: (question, depth) => this.server.trust({ ...question, depth }),
      show: (index, answer) => this.strip.append(trustStep(depths[index], answer, colours)),
      reset: () => this.strip.replaceChildren(),
    });
    this.curvesRun = new Run(t("curves_run"), fractions, {
      ...common,
      call: (question, fraction) => this.server.curves({ ...question, fraction }),
      show: (index, answer) => {
        this.curves.add(index, answer);
        this.showFigures();
      },
      reset: () => {
        this.curves.clear();
        this.showFigures();
      },
    });
  }

  resultsOf() {
    this.credit = make("p", { class: "hv-small hv-credit" });
    this.bar = make("canvas", { class: "hv-bar", role: "img", "aria-label": t("colour_bar") });
    this.barStops = [0, 0.5, 1].map(() => make("span", {}));
    this.saves = make("div", { class: "hv-actions" });
    this.figures = make("table", { class: "hv-figures" });
    this.channels = make("div", { class: "hv-channels" });
    const small = (key) => make("p", { class: "hv-small" }, t(key, { draws: this.props.draws }));
    const card = (...children) => make("section", { class: "hv-card hv-part" }, ...children);
    const part = (title, hint, ...children) => card(make("h4", {}, t(title)), small(hint), ...children);
    const table = make("div", { class: "hv-scroll" }, this.figures);
    return make(
      "div",
      { class: "hv-results", hidden: true },
      make("div", { class: "hv-views" }, this.views.left.root, this.views.right.root),
      make("div", { class: "hv-bar-row" }, this.bar, make("div", { class: "hv-bar-stops" }, ...this.barStops)),
      this.options.shown,
      this.credit,
      this.saves,
      card(make("h4", {}, t("figures_title")), table, small("figures_note")),
      part("trust_title", "trust_hint", this.trustRun.root, this.strip),
      part("curves_title", "curves_hint", this.curvesRun.root, this.curves.root),
      part("channels_title", "channels_hint", this.channels),
    );
  }

  // ---- asking the server ----
  // Only the newest question is answered on the page. Until then, and after a failure, the last maps stay.
  async explain() {
    this.options.showMeaning();
    if (!this.state.examined || !this.state.chosen) return;
    const turn = ++this.state.turn;
    const { source, variants, confidence, iou } = this.state.examined;
    const question = { ...source, variants, confidence, iou, ...this.state.chosen, ...this.options.values() };
    this.failure.textContent = "";
    this.status.textContent = t("explaining");
    this.results.setAttribute("aria-busy", "true");
    const answer = await this.server.maps(question).catch(() => null);
    if (turn !== this.state.turn) return;
    this.results.removeAttribute("aria-busy");
    if (!answer || answer.error) {
      this.say(answer);
      return;
    }
    Object.assign(this.state, { question, answer });
    this.show();
    const parts = await this.server.channels(question).catch(() => null);
    if (turn !== this.state.turn || !parts || parts.error) return;
    this.channels.replaceChildren(...channelSections(parts, this.props.colours));
  }

  say(answer) {
    this.failure.textContent = t(`error_${answer ? answer.error : "failed"}`, answer?.facts);
    this.status.textContent = "";
  }

  async save(extra) {
    const question = { ...this.state.question, same_range: this.options.sameScale(), ...extra };
    const answer = await this.server.download(question).catch(() => null);
    if (!answer || answer.error) this.say(answer);
    else save(bytesOf(answer.content), answer.type, answer.name);
  }

  // A picture was examined in the Detect tab, or its thresholds or P moved.
  take(published) {
    const before = this.state.examined;
    const same = before && before.picture === published.picture;
    const changed = !same || !sameVariants(before, published);
    this.state.examined = published;
    this.results.hidden = false;
    this.credit.textContent = published.credit;
    this.examples.mark(published.source.example);
    if (!same || otherClasses(before, published, this.state.chosen)) {
      this.state.chosen = null;
      this.failure.textContent = "";
    }
    if (changed) this.forget();
    this.showPictures();
    if (changed && this.state.chosen && published.variants[this.state.chosen.side]) this.explain();
    else if (changed || !this.state.chosen) this.chooseFirst();
  }

  chooseFirst() {
    const { variants, found } = this.state.examined;
    const side = SIDES.find((candidate) => variants[candidate] && found[candidate].length);
    if (side) this.choose(side, found[side][0]);
    else this.status.textContent = t("heat_nothing_found");
  }

  choose(side, { box, classId }) {
    this.state.chosen = { side, box, class: classId };
    this.markBoxes();
    this.explain();
  }

  // ---- showing ----
  forget() {
    Object.assign(this.state, { question: null, answer: null });
    this.state.turn++;
    SIDES.forEach((side) => this.views[side].forget());
    [this.saves, this.figures, this.channels].forEach((list) => list.replaceChildren());
    this.options.layerWhy.textContent = this.status.textContent = "";
    this.trustRun.clear();
    this.curvesRun.clear();
  }

  showPictures() {
    const { picture, found, variants } = this.state.examined;
    SIDES.forEach((side) => {
      const name = nameOf(side);
      const served = isServed(setting[side], this.props.trained);
      const excuse = served ? t("working") : t("error_no_weights", { variant: name });
      this.views[side].showPicture(name, picture, variants[side] ? found[side] : null, excuse);
    });
    this.markBoxes();
  }

  markBoxes() {
    const { answer, chosen } = this.state;
    SIDES.forEach((side) => this.views[side].mark(answer?.sides[side], chosen?.side === side ? chosen.box : null));
  }

  show() {
    const { sides, without, name } = this.state.answer;
    const answered = SIDES.filter((side) => sides[side]);
    answered.forEach((side) => this.views[side].showAnswer(sides[side]));
    without.forEach((side) => {
      this.views[side].showNone(t("own_other_classes", { model: nameOf(side), name: className(name) }));
    });
    this.markBoxes();
    this.paintMaps();
    this.options.showLayer(sides[this.state.question.side], this.state.question);
    this.showFigures();
    this.trustRun.clear();
    this.curvesRun.clear();
    const files = answered.map((side) =>
      secondary(t("save_npy", { model: nameOf(side) }), () => this.save({ kind: "npy", of: side })),
    );
    this.saves.replaceChildren(
      secondary(t("save_png"), () => this.save({ kind: "png" })),
      ...files,
    );
    const value = (side) => (sides[side] ? fixed(sides[side].confidence, 2) : "–");
    const found = { name: className(name), ...models() };
    this.status.textContent = t("explained", { left: value("left"), right: value("right"), ...found });
  }

  paintMaps() {
    if (!this.state.answer) return;
    const { colours } = this.props;
    const sides = SIDES.filter((side) => this.state.answer.sides[side]);
    const peak = Math.max(...sides.map((side) => this.views[side].map.peak));
    const same = this.options.sameScale();
    sides.forEach((side) => this.views[side].paint(colours, same ? this.views[side].map.peak / (peak || 1) : 1));
    const shares = Float32Array.from({ length: 256 }, (_, index) => index / 255);
    paintMap(this.bar, { width: 256, height: 1, shares }, colours);
    this.barStops.forEach((stop, index) => {
      stop.textContent = same ? short((peak * index) / 2) : `${50 * index} %`;
    });
  }

  showFigures() {
    if (!this.state.answer) return;
    const areas = (side, what) => this.curves.area(side, what);
    this.figures.replaceChildren(...figureRows(this.state.answer, areas));
  }
}

export const mount = (view) => void new HeatMaps(view);
