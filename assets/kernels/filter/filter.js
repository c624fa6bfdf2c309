// One filter at work on the visitor's picture: choosing, asking the server once for picture, layer and detector, showing.
import { hold } from "../../shared/address/address.js";
import { make } from "../../shared/elements.js";
import { t } from "../../shared/language.js";
import { examine, examined, listen, setting } from "../../shared/setting.js";
import { pairName } from "../../shared/comparing/pair.js";
import { layersOf } from "../../shared/variants.js";
import { layerOf } from "./numbers/arithmetic.js";
import { foundIn } from "./filter_boxes.js";
import { keysOf } from "./filter_keys.js";
import { layerAt } from "./numbers/places.js";
import { Shares } from "./variance_shares.js";
import { Side } from "./side.js";
import { ALL_ON, isOff, Switches } from "./switches.js";
import { Take } from "./take.js";

const SIDES = ["left", "right"];
const NEAR = "300px"; // so far below the view it begins to work
const KEPT = 16; // answers of the server
const FIRST = "stage3.m.0.cv2";

export class FilterAtWork {
  path = FIRST;
  s = 1; // as in the grid
  pixel = null;
  near = false;
  answers = new Map(); // question as text -> layer, newest last
  asked = new Set();
  nextFrame = 0;
  followed = null; // the grid's layer and filter that were taken over last, or a layer that is not to be

  // model: the grid's; server; layers: variant -> rows of its K×K layers; examples: keys
  constructor(model, server, { layers, examples }) {
    Object.assign(this, { model, server, layers, source: examined()?.source ?? null });
    this.sides = Object.fromEntries(SIDES.map((side) => [side, this.sideOf(side)]));
    this.switches = new Switches(() => this.set({}));
    this.shares = new Shares(server, layers);
    this.take = new Take(() => this.taken());
    this.failure = make("p", { class: "hv-error", role: "alert" });
    this.card = this.cardOf(examples);
    this.root = make("div", { class: "hv-filter" }, this.card, this.shares.root);
    this.held = hold(keysOf(layers, this), (values, given) => this.restore(values, given));
    this.restore(this.held.values, this.held.given);
    this.follow();
  }

  // A link to this view shows it, and its layer is not that of the grid, which opens later.
  openLink() {
    this.followed = new URLSearchParams(location.search).get("layer");
    requestAnimationFrame(() => this.root.scrollIntoView());
  }

  // Take what the address says; given: what of it stands there.
  restore({ place, filter, pixel, off }, given) {
    Object.assign(this, { path: place, s: filter, pixel });
    this.switches.off = { ...off };
    this.refresh();
    if (Object.keys(given).length) this.openLink();
  }

  keep() {
    this.held.keep({ place: this.path, filter: this.s, pixel: this.pixel, off: this.switches.off });
  }

  sideOf(side) {
    return new Side(side, {
      choose: (pixel) => this.set({ pixel }, () => this.point(pixel)),
      hover: (pixel) => this.point(pixel ?? this.pixel),
    });
  }

  fieldsOf(examples) {
    const options = examples.map((key) => make("option", { value: key }, t(`example_${key}`)));
    const own = make("option", { value: "", hidden: true }, t("filter_own_picture"));
    this.picture = make("select", { onchange: () => examine({ example: this.picture.value }) }, own, ...options);
    this.layerField = make("select", {
      class: "hv-filter-layer",
      onchange: () => this.set({ path: this.layerField.value }),
    });
    const step = (by, text, key) => {
      const attributes = { type: "button", class: "hv-kernels-zoom", "aria-label": t(key) };
      return make("button", { ...attributes, onclick: () => this.set({ s: this.inRange(this.s + by) }) }, text);
    };
    const oninput = () => this.set({ s: this.inRange(Number(this.number.value)) });
    this.number = make("input", {
      type: "number",
      min: 0,
      step: 1,
      inputmode: "numeric",
      class: "hv-filter-number",
      "aria-label": t("filter_filter"),
      oninput,
    });
    const stepper = make(
      "span",
      { class: "hv-filter-stepper" },
      step(-1, "−", "filter_previous"),
      this.number,
      step(1, "+", "filter_next"),
    );
    const label = (key, field) => make("label", {}, t(key), field);
    const fields = [
      label("filter_layer", this.layerField),
      make("div", { class: "hv-filter-field" }, make("span", {}, t("filter_filter")), stepper),
      label("kernels_picture", this.picture),
    ];
    const toGrid = { type: "button", class: "hv-secondary", onclick: () => this.toGrid() };
    return [...fields, make("button", toGrid, t("filter_to_grid"))];
  }

  cardOf(examples) {
    return make(
      "section",
      { class: "hv-card hv-filter-card" },
      make("h3", {}, t("filter_title")),
      make("p", {}, t("filter_intro")),
      make("div", { class: "hv-kernels-controls" }, ...this.fieldsOf(examples)),
      this.switches.root,
      this.failure,
      make("div", { class: "hv-filter-sides" }, ...SIDES.map((side) => this.sides[side].root)),
      make("p", { class: "hv-small" }, t("filter_keys")),
      this.take.root,
    );
  }

  // Nothing is asked for before the card is near the view.
  follow() {
    const watch = (entries) => {
      this.near = entries.at(-1).isIntersecting;
      if (this.near) this.refresh();
    };
    new IntersectionObserver(watch, { rootMargin: NEAR }).observe(this.root);
    listen("release", () => this.refresh());
    listen("change", () => this.refresh(false));
    listen("picture", (published) => this.takePicture(published));
  }

  takePicture({ source, confidence, iou }) {
    Object.assign(this, { source, thresholds: { confidence, iou } });
    this.picture.value = source.example ?? "";
    this.refresh();
  }

  set(values, show = () => this.refresh()) {
    Object.assign(this, values);
    this.keep();
    show();
  }

  // Return a filter's number within those of the layer.
  inRange(s) {
    const { n } = layerAt(this.rows(), this.path) ?? { n: 1 };
    return Math.max(0, Math.min(n - 1, Math.round(s) || 0));
  }

  // Return the layer of a side, or undefined.
  row(side) {
    return layerAt(layersOf(setting[side], this.layers), this.path);
  }

  // Return the layers of the side that has more of them; the other one's stand at the same places.
  rows() {
    const [left, right] = SIDES.map((side) => layersOf(setting[side], this.layers));
    return left.length > right.length ? left : right;
  }

  // The grid points at another filter of a real layer, or opens one.
  followGrid() {
    const { layer, active } = this.model;
    if (!layer) return;
    const [name, now] = [`${layer.variant}.${layer.path}`, `${layer.variant}.${layer.path} ${active.s}`];
    const isKnown = this.followed === name || this.followed === now;
    this.followed = now;
    if (!isKnown) this.set({ path: layer.path, s: active.s });
  }

  toGrid() {
    this.model.toGrid();
    const side = SIDES.findLast((name) => this.row(name));
    this.openInGrid({ variant: setting[side], path: this.row(side).path });
  }

  // ---- asking ----
  question(side, off) {
    const row = this.row(side);
    return row && { ...this.source, variant: setting[side], layer: row.path, ...off };
  }

  // Return the layer that answers a question, if it is here; otherwise ask for it, where that is wanted.
  answer(question, wanted) {
    const key = JSON.stringify(question);
    if (wanted && !this.answers.has(key)) this.ask(key, question);
    return this.answers.get(key) ?? null;
  }

  async ask(key, question) {
    if (this.asked.has(key)) return;
    this.asked.add(key);
    const answer = await this.server.at_work(question).catch(() => null);
    this.asked.delete(key);
    if (!answer || answer.error) {
      this.failure.textContent = t(`error_${answer ? answer.error : "failed"}`, answer?.facts);
      return;
    }
    this.answers.set(key, layerOf(answer));
    if (this.answers.size > KEPT) this.answers.delete(this.answers.keys().next().value);
    this.refresh();
  }

  // ---- showing ----
  // wanted: what is not here is asked for; while P is dragged it is not.
  refresh(wanted = true) {
    cancelAnimationFrame(this.nextFrame);
    this.nextFrame = requestAnimationFrame(() => this.show(wanted));
  }

  show(wanted) {
    if (!this.near || !this.root.offsetParent || !this.source) return;
    this.failure.textContent = "";
    this.showFields();
    SIDES.forEach((side) => this.showSide(side, wanted));
    this.point(this.pixel);
    const subject = JSON.stringify([this.source, this.shares.names()]);
    if (wanted && this.sharedSubject !== subject) {
      this.sharedSubject = subject;
      this.shares.ask(this.source);
    }
    this.shares.show(this.path);
  }

  showFields() {
    const rows = this.rows();
    const paths = rows.map(({ path }) => path);
    if (this.layerField.dataset.paths !== paths.join()) {
      this.layerField.dataset.paths = paths.join();
      this.layerField.replaceChildren(
        ...rows.map(({ path, m, n }) => make("option", { value: path }, t("filter_option", { path, m, n }))),
      );
    }
    this.path = layerAt(rows, this.path)?.path ?? paths[0];
    this.layerField.value = this.path;
    this.s = this.inRange(this.s);
    const { n } = layerAt(rows, this.path);
    Object.assign(this.number, { max: n - 1 });
    if (Number(this.number.value) !== this.s || !this.number.value) this.number.value = this.s;
    this.switches.show(this.parts());
  }

  parts() {
    const counts = SIDES.map((side) => this.row(side)?.p ?? 1);
    const parts = Math.max(...counts);
    if (this.switches.off.part >= parts) this.switches.off.part = null;
    return parts;
  }

  // Return what is switched off in the layer of a side: what it does not have is not.
  offOf(side) {
    const { kxk, dots, part, everywhere } = this.switches.off;
    const { operator, p } = this.row(side) ?? { operator: "standard", p: 1 };
    const has = operator !== "standard" && p > 1;
    const own = { kxk, dots: has && dots, part: has && part !== null && part < p ? part : null, everywhere };
    return isOff(own) ? own : ALL_ON;
  }

  showSide(side, wanted) {
    const view = this.sides[side];
    const off = this.offOf(side);
    const question = this.question(side, ALL_ON);
    if (!question) {
      view.say(t("filter_no_layer", { variant: pairName(setting[side]) }), true);
      return;
    }
    const trained = this.answer(question, wanted);
    const now = isOff(off) ? this.answer(this.question(side, off), wanted) : trained;
    const layer = off.everywhere ? now : trained;
    if (!layer || !trained) {
      view.say(t(wanted ? "filter_working" : "filter_stale"), !view.shown);
      return;
    }
    const found = (answer) => answer && foundIn(answer, this.thresholds);
    const s = Math.min(this.s, layer.n - 1);
    const shown = { variant: setting[side], layer, network: now, s, off, sorted: this.model.sorted };
    view.show({ ...shown, before: found(trained), now: found(now) });
  }

  // Light a pixel on both sides; without one, that where the output of the right side was largest at first.
  point(pixel) {
    const shown = SIDES.map((side) => this.sides[side]).filter((view) => view.shown);
    const subject = JSON.stringify([this.path, this.s, this.source]);
    if (!pixel && this.peak?.subject !== subject && shown.length) this.peak = { subject, ...shown.at(-1).peak() };
    shown.forEach((view) => view.point(pixel ?? this.peak));
  }

  taken() {
    const sides = SIDES.map((side) => this.sides[side]).filter(({ shown }) => shown);
    return { sides, source: this.source, shares: this.shares.rows() };
  }
}
