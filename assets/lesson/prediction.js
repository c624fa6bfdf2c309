// A question with a guess, and the reveal, which opens without a guess too. Guesses stay in the page.
import { make } from "../shared/elements.js";
import { fixed, t } from "../shared/language.js";

let groups = 0;

// Return a field for a number: {root, value() (null: none yet), text()}.
export function numberField(unit = "") {
  const input = make("input", { type: "number", step: "any", inputmode: "decimal", "aria-label": t("lesson_guess") });
  const value = () => (input.value.trim() === "" || !input.checkValidity() ? null : Number(input.value));
  const text = () => `${fixed(value(), Number.isInteger(value()) ? 0 : 1)}${unit}`;
  const root = make("div", { class: "hv-lesson-number-field" }, input, unit && make("span", {}, unit));
  return { root, value, text };
}

// Return a field of radio buttons, options being [value, text]: {root, value() (null: none yet), text()}.
export function choiceField(options, legend = "") {
  const name = `hetviz-lesson-choice-${++groups}`;
  const inputs = options.map(([value]) => make("input", { type: "radio", name, value }));
  const labels = options.map(([, text], index) => make("label", {}, inputs[index], make("span", {}, text)));
  const root = make(
    "fieldset",
    { class: "hv-lesson-choices" },
    make("legend", { class: legend ? "" : "hv-hidden" }, legend || t("lesson_guess")),
    ...labels,
  );
  const chosen = () => inputs.findIndex(({ checked }) => checked);
  const value = () => (chosen() < 0 ? null : options[chosen()][0]);
  return { root, value, text: () => options[chosen()][1] };
}

export class Prediction {
  // question: the sentence; fields: what is guessed; answers(): the right values, null where none is known yet;
  // told(): how the answer reads; more: what the reveal holds besides.
  constructor({ question, fields, answers, told, more = [], opened = () => {} }) {
    Object.assign(this, { fields, answers, told, opened });
    this.verdict = make("p", { class: "hv-lesson-verdict", role: "status" });
    this.answer = make("p", {});
    const onsubmit = (event) => {
      event.preventDefault();
      this.judge();
    };
    const button = make("button", { class: "hv-primary" }, t("lesson_check_guess"));
    const roots = fields.map(({ root }) => root);
    const asked = make("p", { class: "hv-lesson-question" }, question);
    const row = make("div", { class: "hv-lesson-fields" }, ...roots, button);
    this.form = make("form", { class: "hv-lesson-ask", novalidate: true, onsubmit }, asked, row, this.verdict);
    const ontoggle = () => this.show();
    const summary = make("summary", {}, t("lesson_show"));
    const body = make("div", { class: "hv-lesson-answer" }, this.answer, ...more);
    this.reveal = make("details", { class: "hv-lesson-reveal", ontoggle }, summary, body);
  }

  judge() {
    const guesses = this.fields.map((field) => field.value());
    if (guesses.includes(null)) {
      this.verdict.textContent = t("lesson_guess_first");
      return;
    }
    const answers = this.answers();
    const said = this.fields.map((field) => field.text()).join(t("lesson_comma"));
    const right = answers && guesses.every((guess, index) => String(guess) === String(answers[index]));
    const key = answers ? (right ? "lesson_right" : "lesson_wrong") : "lesson_noted";
    this.verdict.textContent = t(key, { guess: said });
    this.verdict.dataset.verdict = answers ? (right ? "right" : "wrong") : "noted";
    this.unfold();
  }

  unfold() {
    this.reveal.open = true;
    this.show();
  }

  show() {
    if (!this.reveal.open) return;
    this.answer.textContent = this.told();
    this.opened();
  }
}
