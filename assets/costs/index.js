// The Costs tab: formula, count and clock. Counts are asked for once a convention, for all detectors together, so that
// moving P asks nothing. props: parts, sizes, largest, variants, papers, trained, curves, second (of another recipe: trained, curves), plotly,
// clock
import { hold } from "../shared/address/address.js";
import { make } from "../shared/elements.js";
import { t } from "../shared/language.js";
import { listen, setting } from "../shared/setting.js";
import { Claims } from "./claims/claims.js";
import { Clock } from "./clock/clock.js";
import { newest } from "./controls.js";
import { Conventions } from "./conventions.js";
import { keysOf, stateOf, valuesOf } from "./costs_keys.js";
import { Layers } from "./layers.js";
import { Own } from "./own.js";
import { Papers } from "./papers.js";
import { OverP } from "./plots/over_p.js";
import { Pareto } from "./plots/pareto.js";
import { Shares } from "./plots/shares.js";
import { Second } from "./plots/second.js";
import { Training } from "./plots/training.js";

// The sections by key, in the order of the page.
const SECTIONS = {
  conventions: Conventions,
  plots: OverP,
  shares: Shares,
  layers: Layers,
  pareto: Pareto,
  training: Training,
  second: Second,
  clock: Clock,
  claims: Claims,
  papers: Papers,
  own: Own,
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
    const jumps = shown.map((key) => this.jump(key));
    const nav = make("nav", { class: "hv-jumps", "aria-label": t("tab_costs") }, ...jumps);
    const roots = shown.map((key) => this.sections[key].root);
    element.querySelector(".hv-root").replaceChildren(nav, this.failure, ...roots);
    this.element = element;
    this.follow();
    this.ask({ ...this.state });
    if (this.held.given.section) this.open(this.held.given.section);
  }

  // Show what the address says.
  restore(values) {
    this.set(stateOf(values, setting));
    this.sections.own.restore(values.own);
    this.open(values.section);
  }

  jump(key) {
    const onclick = () => {
      this.held.keep({ section: key }, { step: true });
      this.open(key);
    };
    return make("button", { type: "button", class: "hv-jump", onclick }, t(`costs_room_${key}`));
  }

  open(key) {
    const title = this.element.querySelector(`#hetviz-costs-${key}-title`);
    title?.scrollIntoView({ block: "start" });
    title?.focus({ preventScroll: true });
  }

  asker() {
    const take = (answer) => {
      this.answer = answer;
      this.failure.textContent = "";
      this.show();
    };
    const refuse = (rule) => {
      this.failure.textContent = rule ? t("costs_refused", { rule }) : t("error_failed");
    };
    return newest((question) => this.server.counted(question), take, refuse);
  }

  show() {
    Object.values(this.sections).forEach((section) => section.show());
  }

  // Class count and size of the page are this tab's too; a new P only moves what there is.
  follow() {
    let { classes, size } = setting;
    listen("change", () => {
      const changed = setting.classes !== classes || setting.size !== size;
      ({ classes, size } = setting);
      if (changed) this.set({ classes, size });
      else Object.values(this.sections).forEach((section) => (section.move ? section.move() : section.show()));
    });
  }

  set(values) {
    Object.assign(this.state, values);
    this.held.keep(valuesOf(this.state, setting));
    this.ask({ ...this.state });
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

  openBlock(block) {
    this.sections.layers.openBlock(block);
  }
}

export const mount = (view) => void new Costs(view);
