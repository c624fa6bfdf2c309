// Five questions at the end; a wrong answer leads back to its step. Right answers come from the counting code.
import { make } from "../shared/elements.js";
import { fixed, t } from "../shared/language.js";
import { ownChannels } from "./channels.js";
import { choiceField } from "./prediction.js";

const listed = (channels) => channels.join(t("lesson_comma"));

// Return the questions: {key, step (where the answer is taught), options [[value, text]], right, facts}.
export function questionsOf({ filter, channels, parts, half, change, ratio }) {
  const own = (s) => listed(ownChannels(s, channels, parts));
  const question = (key, step, right, names, facts) => {
    const options = names.map((name) => [name, t(`lesson_check_${key}_${name}`, facts)]);
    return { key, step, right, options, facts };
  };
  const rows = [0, filter, 1].map((s) => [own(s), own(s)]);
  const heavier = { percent: fixed(100 * Math.abs(change), 1), p: half };
  const share = { percent: fixed(100 * ratio, 0) };
  return [
    { key: "channels", step: 2, right: own(filter), options: rows, facts: { filter, channels, p: parts } },
    question("half", 4, change < 0 ? "fewer" : "more", ["fewer", "more"], heavier),
    question("same", 7, "dual", ["gwc", "dual", "pconv"], { p: parts }),
    question("linear", 6, "activation", ["norm", "activation", "deeper"], {}),
    question("time", 8, "unknown", ["third", "less", "unknown"], share),
  ];
}

export class SelfCheck {
  constructor(numbers, open) {
    this.open = open;
    this.score = make("p", { class: "hv-lesson-score", role: "status" });
    this.right = new Map();
    const questions = questionsOf(numbers);
    const items = questions.map((question) => make("li", {}, this.item(question, questions.length)));
    const lead = make("p", { class: "hv-lesson-idea" }, t("lesson_check_lead"));
    this.parts = [lead, make("ol", { class: "hv-lesson-check-list" }, ...items), this.score];
  }

  item(question, count) {
    const { key, facts } = question;
    const field = choiceField(question.options, t(`lesson_check_${key}`, facts));
    const verdict = make("p", { class: "hv-lesson-verdict", role: "status" });
    const onchange = () => {
      this.say(verdict, question, field.value());
      this.score.textContent = t("lesson_check_score", {
        right: [...this.right.values()].filter(Boolean).length,
        count,
      });
    };
    return make("form", { class: "hv-lesson-check-item", "data-question": key, onchange }, field.root, verdict);
  }

  say(verdict, { key, step, right, facts }, chosen) {
    const good = chosen === right;
    this.right.set(key, good);
    verdict.dataset.verdict = good ? "right" : "wrong";
    const said = t(`lesson_check_${key}_told`, { ...facts, answer: right });
    const onclick = () => this.open(step);
    const back = make("button", { type: "button", class: "hv-link", onclick }, t("lesson_check_back", { step }));
    const parts = good ? [t("lesson_check_right"), " ", said] : [t("lesson_check_wrong"), " ", back];
    verdict.replaceChildren(...parts);
  }
}
