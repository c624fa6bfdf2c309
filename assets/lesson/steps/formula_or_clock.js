// Step 8: the operators' data flows beside each other, and what a clock says of one layer.
import { shareOf } from "../../costs/clock/times.js";
import { flow } from "../../kernels/operators.js";
import { counted, OPERATORS, stageCount } from "../../kernels/rules.js";
import { make } from "../../shared/elements.js";
import { fixed, t } from "../../shared/language.js";
import { measure } from "../../shared/race.js";
import { modelName } from "../../shared/variants.js";
import { numberField, Prediction } from "../prediction.js";

const SHAPE = { m: 64, n: 64, k: 3, d: 40, p: 4 };
const SHOWN = ["standard", "hetconv", "dwc_pwc", "gwc_pwc"];
const FORMS = ["loop", "coarse"]; // most public code's, and the one that runs here
const percent = (share) => `${fixed(100 * share, 0)} %`;

export class Clock {
  link = { tab: "costs", section: "clock", p: SHAPE.p };
  report = null;

  constructor({ props, server }) {
    Object.assign(this, { server, props });
    this.start = make(
      "button",
      { type: "button", class: "hv-primary", onclick: () => this.run() },
      t("costs_clock_start"),
    );
    this.progress = make("progress", { max: 1, value: 0, hidden: true, "aria-label": t("costs_clock_progress") });
    this.status = make(
      "p",
      { class: "hv-lesson-said", role: "status" },
      t("lesson_clock_ready", { m: SHAPE.m, side: SHAPE.d, p: SHAPE.p }),
    );
    this.bars = make("ul", { class: "hv-lesson-bars" });
    const cards = SHOWN.map((key) => card(key));
    this.thing = make(
      "div",
      { class: "hv-lesson-clocked" },
      make("ul", { class: "hv-lesson-flows" }, ...cards),
      make("div", { class: "hv-actions" }, this.start, this.progress),
      this.status,
      this.bars,
    );
    const stored = make("p", {}, this.storedText());
    this.prediction = new Prediction({
      question: t("lesson_clock_question", { percent: percent(counted("hetconv", SHAPE).ratio) }),
      fields: [numberField(" %")],
      answers: () => null, // a clock's answer is never exactly anyone's
      told: () => this.told(),
      more: [stored],
    });
    window.addEventListener("pagehide", () => this.ticket && server.cancel_clock(this.ticket));
  }

  share(form) {
    const rows = this.report?.rows || [];
    const row = rows.find((candidate) => candidate.form === form);
    return row ? shareOf(rows, row) : null;
  }

  told() {
    const promise = percent(counted("hetconv", SHAPE).ratio);
    const [loop, coarse] = FORMS.map((form) => this.share(form));
    if (loop === null || coarse === null) return t("lesson_clock_unknown");
    return t("lesson_clock_answer", { promise, loop: percent(loop), coarse: percent(coarse) });
  }

  // What the weights' manifest says of both whole detectors.
  storedText() {
    const entries = ["left", "right"].map((side) =>
      this.props.numbers.own_yolo.rivals.find(({ variant }) => variant === this.props.detectors[side]),
    );
    if (!entries.every((entry) => entry?.speed)) return "";
    const [left, right] = entries.map(({ variant, speed }) => `${modelName(variant)} ${fixed(speed.milliseconds, 2)}`);
    return t("lesson_clock_stored", { left, right, ...entries[1].speed });
  }

  async run() {
    this.start.disabled = true;
    this.status.textContent = t("costs_clock_preparing");
    const asked = { scope: "layer", channels: SHAPE.m, side: SHAPE.d, p: SHAPE.p };
    const last = await measure(this.server, asked, {
      began: (ticket) => {
        this.ticket = ticket;
        this.progress.hidden = false;
      },
      standing: (answer) => this.showStanding(answer),
    });
    this.ticket = null;
    this.start.disabled = false;
    this.progress.hidden = true;
    if (last?.state !== "finished")
      this.status.textContent = t(last?.error === "busy" ? "costs_clock_busy" : "costs_clock_failed");
    else this.showDone();
  }

  showStanding({ report, done, total }) {
    if (total) Object.assign(this.progress, { max: total, value: done });
    if (total) this.status.textContent = t("costs_clock_running", { done, total });
    if (!report) return;
    this.report = report;
    this.showBars();
  }

  showDone() {
    const { processor, threads, rounds } = this.report;
    const facts = { processor, threads, rounds, channels: SHAPE.m, side: SHAPE.d, p: SHAPE.p };
    this.status.textContent = t("costs_clock_layer_convention", facts);
    this.prediction.show();
  }

  showBars() {
    const rows = [bar(t("lesson_clock_formula"), counted("hetconv", SHAPE).ratio, "counted", "formula")];
    FORMS.forEach((form) => {
      const share = this.share(form);
      if (share !== null) rows.push(bar(t(`lesson_clock_${form}`), share, "guess", form));
    });
    this.bars.replaceChildren(...rows);
  }
}

// A bar whose whole track is twice the standard convolution.
function bar(name, share, kind, key) {
  const fill = make("span", { class: `hv-lesson-fill hv-lesson-${kind}` });
  fill.style.width = `${Math.min(100, 50 * share)}%`;
  const value = make("span", { class: "hv-number", "data-form": key, "data-share": share }, percent(share));
  return make(
    "li",
    {},
    make("span", {}, name),
    make("span", { class: "hv-lesson-track hv-lesson-twice" }, fill),
    value,
  );
}

function card(key) {
  const { flow: stages, name } = OPERATORS[key];
  const extra = stageCount(key) - 1;
  const share = percent(counted(key, SHAPE).ratio);
  return make(
    "li",
    { "data-operator": key },
    make("strong", {}, name),
    flow(stages, SHAPE),
    make("span", { class: "hv-small", "data-extra": extra }, t("lesson_clock_stages", { extra, share })),
  );
}
