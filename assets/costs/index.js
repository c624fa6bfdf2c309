// The Costs tab: formula, count and clock. Counts are asked for once a convention, for all detectors together, so that
// moving P asks nothing. props: parts, sizes, largest, variants, papers, newer, trained, curves, others (of other recipes: trained, curves), plotly,
// clock
import { hold, watch } from "../shared/address/address.js";
import { make } from "../shared/elements.js";
import { t } from "../shared/language.js";
import { onPaper } from "../shared/looks/paper.js";
import { listen, set, setting } from "../shared/setting.js";
import { onTheme } from "../shared/looks/theme.js";
import { Claims } from "./claims/claims.js";
import { Clock } from "./clock/clock.js";
import { newestSaying } from "./controls.js";
import { Conventions } from "./conventions.js";
import { keysOf, stateOf, valuesOf } from "./costs_keys.js";
import { Layers } from "./layers.js";
import { Newer } from "./newer.js";
import { Own } from "./own.js";
import { Papers } from "./papers.js";
import { fitAll } from "./plots/chart.js";
import { OverP } from "./plots/over_p.js";
import { Pareto } from "./plots/pareto.js";
import { Recipes } from "./plots/recipes.js";
import { Shares } from "./plots/shares.js";
import { Training } from "./plots/training.js";
import { Rail } from "./rail.js";

// The sections by key, in the order of the rail; the first one opens.
const SECTIONS = {
  plots: OverP,
  shares: Shares,
  layers: Layers,
  pareto: Pareto,
  clock: Clock,
  claims: Claims,
  newer: Newer,
  conventions: Conventions,
  papers: Papers,
  own: Own,
  training: Training,
  recipes: Recipes,
};

// What the sections share: the convention `state`, the newest `answer` under it, and what the clock has measured.
class Costs {
  answer = null;
  measured = { detector: {}, layer: {} }; // scope -> size or channels/side -> variant -> {value, low, high} in milliseconds
  latest = { detector: "", layer: "" }; // what was measured last

  constructor({ element, props, server }) {
    Object.assign(this, { props, server });
    this.held = hold(keysOf(props, Object.keys(SECTIONS)), (values) => this.restore(values));
    this.state = stateOf(this.held.values, setting);
    this.failure = make("p", { class: "hv-error", role: "alert" });
    this.ask = this.asker();
    const made = Object.entries(SECTIONS).map(([key, Section]) => [key, new Section(this)]);
    this.sections = Object.fromEntries(made);
    const shown = Object.keys(SECTIONS).filter((key) => this.sections[key].root);
    this.rooms = new Map(shown.map((key) => [key, this.sections[key].root]));
    this.rail = new Rail(shown, (key) => this.choose(key));
    const rooms = make("div", { class: "hv-rooms" }, this.failure, ...this.rooms.values());
    element.querySelector(".hv-root").replaceChildren(this.rail.root, rooms);
    watch((href) => this.rail.follow(href));
    this.open(this.held.values.section);
    this.follow();
    this.ask({ ...this.state });
  }

  // Show what the address says.
  restore(values) {
    this.set(stateOf(values, setting));
    this.sections.own.restore(values.own);
    this.open(values.section);
  }

  // Open a section of the visitor's choice: a step to which Back returns.
  choose(key) {
    this.held.keep({ section: key }, { step: true });
    this.open(key);
  }

  // Show one section, the first where there is none of that name.
  open(key) {
    this.chosen = this.rooms.has(key) ? key : [...this.rooms.keys()][0];
    this.rooms.forEach((root, own) => {
      root.hidden = own !== this.chosen;
    });
    this.rail.mark(this.chosen);
    this.show();
  }

  asker() {
    return newestSaying(
      this.failure,
      (question) => this.server.counted(question),
      (answer) => {
        this.answer = answer;
        this.show();
      },
    );
  }

  // Only what is seen is drawn; the others are when they are opened.
  show() {
    this.sections[this.chosen].show();
  }

  move() {
    const section = this.sections[this.chosen];
    if (section.move) section.move();
    else section.show();
  }

  // The page's class count, and its size, are this tab's too; a new P only moves what there is.
  follow() {
    let last = { ...setting };
    listen("change", () => {
      const news = ["classes", "size"].filter((key) => setting[key] !== last[key]).map((key) => [key, setting[key]]);
      last = { ...setting };
      if (news.length) this.set(Object.fromEntries(news));
      else this.move();
    });
    onTheme(() => this.show());
    onPaper(
      () => this.print(),
      () => this.unprint(),
    );
  }

  // On paper stand all sections.
  print() {
    this.rooms.forEach((root, key) => {
      root.hidden = false;
      this.sections[key].show();
    });
    fitAll();
  }

  unprint() {
    this.open(this.chosen);
    fitAll();
  }

  // There is one size, the page's: a new one comes back by `follow`.
  set(values) {
    Object.assign(this.state, values);
    this.held.keep(valuesOf(this.state, setting));
    if ("size" in values) this.sections.clock.subject.follow(this.state.size);
    if (this.state.size === setting.size) this.ask({ ...this.state });
    else set({ size: this.state.size });
  }

  milliseconds(scope, key, variant) {
    return this.measured[scope][key]?.[variant] || null;
  }

  unit(prefix) {
    return `${prefix}${this.state.flops ? "FLOPs" : "MACs"}`;
  }

  convention() {
    const { classes, size, flops, fused, terms } = this.state;
    const said = { unit: t(flops ? "costs_flops" : "costs_macs"), fused: t(fused ? "costs_fused" : "costs_unfused") };
    return t("costs_convention", { classes, size, ...said, terms: t(`costs_terms_${terms}`) });
  }

  // What operations are counted in, and at which size.
  countedAt() {
    return { unit: this.unit("G"), size: this.state.size };
  }

  // The size that mAP50 was measured at; undefined where nothing is trained.
  measuredSize() {
    return Object.values(this.props.trained)[0]?.size;
  }

  mapTitle() {
    const size = this.measuredSize();
    return size ? t("costs_map_at", { size }) : "mAP50";
  }

  // Return the sentence on accuracy that was measured at another size than the counts are of; "" where it was not.
  otherSize() {
    const measured = this.measuredSize();
    const { size } = this.state;
    return measured && measured !== size ? t("costs_other_size", { size, measured }) : "";
  }

  openBlock(block) {
    this.choose("layers");
    this.sections.layers.openBlock(block);
  }
}

export const mount = (view) => void new Costs(view);
