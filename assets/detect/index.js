// The Detect tab: one picture, two detectors, linked boxes. Thresholds and suppression act here, on candidates that the
// server sent once. props: examples [{key, source, thumbnail}], trained (variant -> entry), formats, limits, processor
import { detectionsOf } from "../shared/boxes.js";
import { announce, receive } from "../shared/intake/arrivals.js";
import { make } from "../shared/elements.js";
import { className, fixed, t, together } from "../shared/language.js";
import { roundedUp } from "../shared/numbers.js";
import { listen, publish, setting } from "../shared/setting.js";
import { pairName } from "../shared/comparing/pair.js";
import { isServed } from "../shared/variants.js";
import { compared } from "./found.js";
import { Input } from "./input.js";
import { groups, timing } from "./results.js";
import { linkedViews } from "./view.js";

const SIDES = ["left", "right"];
const bySide = (value) => Object.fromEntries(SIDES.map((side) => [side, value(side)]));

function slider(key, value, onchange) {
  const output = make("output", {}, fixed(value, 2));
  const input = make("input", {
    type: "range",
    ...{ min: 0.05, max: 0.95, step: 0.01, value, id: `hetviz-${key}` },
    oninput: () => {
      output.textContent = fixed(Number(input.value), 2);
      onchange();
    },
  });
  const root = make("label", { class: "hv-slider" }, make("span", {}, t(key), " ", output), input);
  return { root, value: () => Number(input.value) };
}

class Detect {
  // Where the picture comes from, its size, each side's answer (null: none). While something newer is asked for,
  // `pending` is its source and `asked` names the sides; `turn` counts the questions.
  state = { source: null, picture: null, answers: { left: null, right: null }, pending: null, asked: [], turn: 0 };

  constructor({ element, props, server, upload }) {
    Object.assign(this, { props, server, upload, trained: props.trained });
    const told = { take: (file) => this.take(file), examine: (source) => this.examine(source) };
    this.input = new Input(element, props, told);
    this.status = make("p", { class: "hv-status", role: "status", "aria-live": "polite" });
    this.credit = make("p", { class: "hv-small hv-credit" });
    this.confidence = slider("confidence", 0.25, () => this.render());
    this.overlap = slider("nms_iou", 0.45, () => this.render());
    this.views = linkedViews(() => this.results, props.formats);
    this.groups = groups();
    this.timing = timing(props.processor);
    const small = (key) => make("p", { class: "hv-small" }, t(key));
    const sliders = [this.confidence.root, this.overlap.root, small("sliders_hint")];
    this.results = make(
      "div",
      { class: "hv-results" },
      this.status,
      make("div", { class: "hv-views" }, this.views.left.root, this.views.right.root),
      this.credit,
      this.input.limits,
      make("div", { class: "hv-sliders" }, ...sliders),
      this.groups.root,
      small("matched_hint"),
      small("confidence_says"),
      this.timing.root,
    );
    element.querySelector(".hv-root").replaceChildren(this.input.root, this.results);
    listen("change", () => this.render());
    listen("release", () => this.refresh());
    listen("examine", (source) => (source.file ? this.take(source.file) : this.examine(source)));
    receive("detect", (file) => this.take(file));
    if (!this.state.turn && props.examples.length) this.examine({ example: props.examples[0].key }, true);
  }

  // ---- asking the server ----
  // A source is {example: key} or {file}. Only the newest question is answered on the page: a late answer is dropped.
  // Where `kept`, an answer will do that the server has kept. Return {picture, notes, answers: side -> the answer of its
  // detector, null where that has no weights}.
  async ask(source, sides, kept = false) {
    const turn = ++this.state.turn;
    Object.assign(this.state, { pending: source, asked: sides });
    this.input.failure.textContent = "";
    this.status.textContent = t("working");
    this.markStale();
    const wanted = sides.map((side) => setting[side]);
    const variants = [...new Set(wanted)].filter((variant) => isServed(variant, this.trained));
    const answer = await this.locate(source)
      .then((place) => this.server.find({ ...place, variants, kept }))
      .catch(() => null);
    if (turn !== this.state.turn) return null;
    Object.assign(this.state, { pending: null, asked: [] });
    if (answer?.answers) {
      const answers = sides.map((side, index) => [side, answer.answers[wanted[index]] || null]);
      return { ...answer, answers: Object.fromEntries(answers) };
    }
    this.status.textContent = "";
    this.render();
    this.say(answer?.error || "failed", answer?.facts);
    return null;
  }

  // Return what the server knows the source by; a file is sent once, whatever is asked about it.
  async locate(source) {
    if (!source.file) return source;
    source.sent ??= this.upload(source.file);
    return { path: (await source.sent).path };
  }

  say(code, facts) {
    const said = t(`error_${code}`, facts) + (this.state.picture ? ` ${t("go_on")}` : "");
    this.input.failure.textContent = said;
    if (!this.input.root.offsetParent) announce(said); // dropped on another tab
  }

  async examine(source, kept = false) {
    const answer = await this.ask(source, SIDES, kept);
    if (!answer) return;
    const { picture, answers, notes } = answer;
    Object.assign(this.state, { source, place: await this.locate(source), picture, answers });
    this.input.notes.textContent = together(...notes.map((code) => t(`note_${code}`)));
    this.showCredit(this.input.mark(source));
    SIDES.forEach((side) => this.views[side].showPicture(picture));
    this.render();
  }

  showCredit(example) {
    const link = { href: example?.source, target: "_blank", rel: "noreferrer" };
    const said = this.creditText();
    this.credit.replaceChildren(...(example ? [`${said} · `, make("a", link, t("source"))] : [said]));
  }

  creditText() {
    const { example, file } = this.state.source;
    return example ? t(`credit_${example}`) : t("picture_name", { name: file.name });
  }

  async take(chosen) {
    const megabytes = chosen.size / 2 ** 20;
    const limit = this.props.limits.megabytes;
    if (!chosen.size) this.say("empty", {});
    else if (megabytes > limit) this.say("too_many_bytes", { megabytes: fixed(roundedUp(megabytes), 1), limit });
    else await this.examine({ file: chosen });
  }

  // A choice was let go: ask for the boxes of detectors whose answer is not there.
  async refresh() {
    if (this.state.pending) {
      await this.examine(this.state.pending);
      return;
    }
    const stale = SIDES.filter((side) => isServed(setting[side], this.trained) && !this.fresh(side));
    if (!this.state.picture || !stale.length) return;
    const answer = await this.ask(this.state.source, stale);
    if (!answer) return;
    Object.assign(this.state.answers, answer.answers);
    this.render();
  }

  // ---- showing ----
  fresh(side) {
    return this.state.answers[side]?.variant === setting[side];
  }

  // Return the answer to show: an older one stays, marked, until its successor comes; without weights there is none.
  shownAnswer(side) {
    return isServed(setting[side], this.trained) ? this.state.answers[side] : null;
  }

  // Return the name of the detector whose boxes a side shows; of the chosen one where it shows none.
  nameOf(side) {
    return pairName(this.shownAnswer(side)?.variant || setting[side]);
  }

  markStale() {
    SIDES.forEach((side) => {
      const asked = this.state.asked.includes(side);
      this.views[side].mark(asked, Boolean(this.shownAnswer(side)) && (asked || !this.fresh(side)));
    });
  }

  kept(side) {
    const answer = this.shownAnswer(side);
    return answer ? detectionsOf(answer, this.confidence.value(), this.overlap.value(), className) : [];
  }

  render() {
    if (!this.state.picture) return;
    this.markStale();
    const shown = bySide((side) => this.kept(side));
    const found = compared(shown);
    SIDES.forEach((side) => this.showSide(side, shown[side], found.partner[side]));
    const missing = !SIDES.every((side) => this.shownAnswer(side));
    this.groups.show("both", found.both, missing);
    SIDES.forEach((side) => this.groups.show(`only_${side}`, found[`only_${side}`], missing, this.nameOf(side)));
    if (!this.state.pending) this.status.textContent = missing ? "" : this.statusText(shown, found);
    this.showTiming();
    this.publish(shown);
  }

  showSide(side, detections, partners) {
    this.views[side].show({
      name: this.nameOf(side),
      variant: setting[side],
      answered: Boolean(this.shownAnswer(side)),
      trained: isServed(setting[side], this.trained),
      detections,
      partners,
      picture: this.state.picture,
    });
  }

  statusText({ left, right }, { both }) {
    const models = { left_model: this.nameOf("left"), right_model: this.nameOf("right") };
    return t("found_status", { left: left.length, right: right.length, both: both.length, ...models });
  }

  showTiming() {
    const times = (side) => this.shownAnswer(side)?.milliseconds;
    const sides = SIDES.map((side) => ({ side, name: this.nameOf(side), milliseconds: times(side) }));
    this.timing.show(sides, this.state.answers.left || this.state.answers.right);
  }

  publish(found) {
    const fresh = SIDES.filter((side) => this.fresh(side));
    publish({
      source: this.state.place,
      picture: this.state.picture,
      credit: this.creditText(),
      found,
      variants: Object.fromEntries(fresh.map((side) => [side, setting[side]])),
      confidence: this.confidence.value(),
      iou: this.overlap.value(),
    });
  }
}

export const mount = (view) => void new Detect(view);
