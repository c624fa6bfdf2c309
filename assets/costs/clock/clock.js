// The clock: one layer in its forms, or whole detectors, measured on the server while the page asks how far it is.
import { make } from "../../shared/elements.js";
import { t } from "../../shared/language.js";
import { listenToOwn } from "../../shared/own/own_detectors.js";
import { withP } from "../../shared/variants.js";
import { room, small } from "../controls.js";
import { het, originalOf } from "../detectors.js";
import { Report } from "./report.js";
import { Subject } from "./subject.js";
import { plotted } from "./times.js";

const POLL_MS = 300;
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Clock {
  ticket = null; // of the measurement under way; "" while one is asked for

  constructor(costs) {
    this.costs = costs;
    this.subject = new Subject(costs.props, () => this.show());
    this.report = new Report();
    const button = (kind, text, onclick) => make("button", { type: "button", class: `hv-${kind}`, onclick }, text);
    this.start = button("primary", t("costs_clock_start"), () => this.run());
    this.cancel = button("secondary", t("cancel"), () => this.stop());
    this.cancel.hidden = true;
    this.bar = make("progress", { max: 1, value: 0, hidden: true, "aria-label": t("costs_clock_progress") });
    this.status = make("p", { class: "hv-status", role: "status" });
    this.command = make("code", { class: "hv-command" });
    this.asCommand = small();
    window.addEventListener("pagehide", () => this.stop());
    this.root = room(
      "clock",
      make("p", {}, t("costs_clock_lead")),
      ...this.subject.parts,
      make("div", { class: "hv-actions" }, this.start, this.cancel),
      this.bar,
      this.status,
      ...this.report.parts,
      this.asCommand,
    );
    this.show();
    listenToOwn((keys) => this.subject.offer(keys));
  }

  show() {
    this.subject.limit();
    this.start.disabled = this.ticket !== null || this.subject.empty();
    this.command.textContent = this.subject.command();
    const says = t(this.subject.hasOwn() ? "costs_clock_command_named" : "costs_clock_command");
    this.asCommand.replaceChildren(says, " ", this.command);
    this.asCommand.hidden = this.subject.scope === "layer"; // there is a command for whole detectors alone
  }

  stop() {
    if (this.ticket) this.costs.server.cancel_clock(this.ticket);
  }

  async run() {
    const asked = this.subject.question();
    this.ticket = "";
    this.show();
    const begun = await this.costs.server.begin_clock(asked).catch(() => null);
    this.ticket = begun?.ticket || null;
    if (this.ticket) {
      this.bar.removeAttribute("value");
      this.bar.hidden = this.cancel.hidden = false;
      this.status.textContent = t("costs_clock_preparing");
      await this.follow(asked);
      this.ticket = null;
      this.bar.hidden = this.cancel.hidden = true;
    } else {
      this.status.textContent = refusal(begun);
    }
    this.show();
  }

  async follow(asked) {
    for (;;) {
      await pause(POLL_MS);
      const standing = await this.costs.server.ask_clock(this.ticket).catch(() => null);
      if (!standing || standing.error) {
        this.status.textContent = t("error_failed");
        return;
      }
      const { report, state } = standing;
      if (standing.total) this.showProgress(standing);
      if (report) this.report.show(report, asked);
      if (state === "running") continue;
      this.status.textContent = t(`costs_clock_${state}`, { rounds: report ? report.rounds : 0 });
      if (report) this.keep(report, asked);
      return;
    }
  }

  showProgress({ done, total }) {
    Object.assign(this.bar, { max: total, value: done });
    this.status.textContent = t("costs_clock_running", { done, total });
  }

  // Hand the times to the plots.
  keep({ rows }, { scope, channels, side, size, p }) {
    const key = scope === "layer" ? `${channels}/${side}` : String(size);
    const ofLayer = (row) => (row.form === "standard" ? originalOf(het()) : withP(p));
    const known = (this.costs.measured[scope][key] ??= {});
    plotted(rows, scope).forEach((row) => {
      const variant = scope === "layer" ? ofLayer(row) : row.variant;
      known[variant] = { value: row.median_ms, low: row.q1_ms, high: row.q3_ms };
    });
    this.costs.latest[scope] = key;
    this.costs.show();
  }
}

function refusal(begun) {
  if (!begun) return t("error_failed");
  const sentences = { busy: "costs_clock_busy", own_gone: "error_own_gone" };
  return t(sentences[begun.error] || "costs_refused", { rule: begun.rule });
}
