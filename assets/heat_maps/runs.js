// A long run: one server call a step, with progress and a button that stops it.
import { make } from "../shared/elements.js";
import { t } from "../shared/language.js";

export class Run {
  turn = 0;

  // steps: what `call(question, step)` is asked one after another; show(index, answer) draws a step, reset() forgets
  // them, question() gives what is asked about (null: nothing yet), fail(answer) says what went wrong.
  constructor(title, steps, { call, show, reset, question, fail }) {
    Object.assign(this, { steps, call, show, reset, question, fail });
    this.progress = make("progress", { max: steps.length, value: 0, hidden: true, "aria-label": title });
    this.said = make("span", { class: "hv-small", role: "status" });
    const button = (kind, text, onclick) => make("button", { type: "button", class: `hv-${kind}`, onclick }, text);
    this.startButton = button("primary", title, () => this.start());
    this.stopButton = button("secondary", t("stop"), () => this.finish("stopped"));
    this.stopButton.hidden = true;
    this.root = make("div", { class: "hv-actions" }, this.startButton, this.stopButton, this.progress, this.said);
  }

  finish(key) {
    this.turn++;
    this.progress.hidden = this.stopButton.hidden = true;
    this.startButton.disabled = false;
    this.said.textContent = key ? t(key, { done: this.progress.value, all: this.steps.length }) : "";
    if (key === "stopped") this.startButton.focus();
  }

  clear() {
    this.finish("");
    this.reset();
  }

  async start() {
    const turn = ++this.turn;
    const question = this.question();
    if (!question) return;
    this.reset();
    this.fail(null);
    this.progress.value = 0;
    this.progress.hidden = this.stopButton.hidden = false;
    this.startButton.disabled = true;
    for (const [index, step] of this.steps.entries()) {
      this.said.textContent = t("progress", { done: index, all: this.steps.length });
      const answer = await this.call(question, step).catch(() => ({ error: "failed" }));
      if (turn !== this.turn) return;
      if (!answer || answer.error) {
        this.fail(answer || { error: "failed" });
        this.finish("");
        return;
      }
      this.show(index, answer);
      this.progress.value = index + 1;
    }
    this.finish("progress");
  }
}
