// The clock: one layer in its forms, or whole detectors, measured on the server while the page asks how far it is.
import { t, count, fixed } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { setting } from "../shared/setting.js";
import { choice, select, cell, heading, room, small } from "./controls.js";

const POLL_MS = 300;
const NOISY = 0.5; // middle half as a share of the median
const pause = (milliseconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

export function clock(shared) {
  const { props, server } = shared;
  const { channels, sides, sizes, most } = props.clock;
  const layer = { channels: 64, side: 40 };
  const detectors = { size: 416, variants: new Set(["v5n-c3", shared.het()]) };
  let scope = "layer";
  let ticket = null;

  // ---- what to measure ----
  const square = (side) => `${side} × ${side}`;
  const layerFields = make(
    "div",
    { class: "hv-controls" },
    select(
      t("costs_clock_channels"),
      channels.map((m) => [m, `${m} → ${m}`]),
      layer.channels,
      (m) => {
        layer.channels = m;
      },
    ).root,
    select(
      t("costs_clock_side"),
      sides.map((side) => [side, square(side)]),
      layer.side,
      (side) => {
        layer.side = side;
      },
    ).root,
  );
  const boxes = props.variants.map((variant) => {
    const input = make("input", {
      type: "checkbox",
      value: variant,
      checked: detectors.variants.has(variant),
      onchange: () => {
        if (input.checked) detectors.variants.add(variant);
        else detectors.variants.delete(variant);
        settle();
      },
    });
    return { input, root: make("label", { class: "hv-check" }, input, make("span", {}, shared.title(variant))) };
  });
  const size = select(
    t("input_size"),
    sizes.map((side) => [side, square(side)]),
    detectors.size,
    (side) => {
      detectors.size = side;
      settle();
    },
  );
  const detectorFields = make(
    "div",
    { hidden: true, class: "hv-clock-detectors" },
    make(
      "fieldset",
      { class: "hv-choice" },
      make("legend", {}, t("costs_clock_detectors", { most })),
      make("div", { class: "hv-checks" }, ...boxes.map((box) => box.root)),
    ),
    size.root,
  );
  const scopes = [
    ["layer", t("costs_scope_layer")],
    ["detector", t("costs_scope_detectors")],
  ];
  const scopeChoice = choice(t("costs_clock_scope"), scopes, scope, (value) => {
    scope = value;
    layerFields.hidden = value !== "layer";
    detectorFields.hidden = value === "layer";
    settle();
  });

  // ---- the measurement ----
  const start = make("button", { type: "button", class: "hv-primary", onclick: run }, t("costs_clock_start"));
  const stop = () => {
    if (ticket) server.cancel_clock(ticket);
  };
  const cancel = make("button", { type: "button", class: "hv-secondary", hidden: true, onclick: stop }, t("cancel"));
  const bar = make("progress", { max: 1, value: 0, hidden: true, "aria-label": t("costs_clock_progress") });
  const status = make("p", { class: "hv-status", role: "status" });
  const command = make("code", { class: "hv-command" });
  const sentence = make("p", { class: "hv-sentence" });
  const table = make("table", { class: "hv-clocked" });
  const convention = small();
  const noisy = make("p", { class: "hv-missing" });
  const why = make("p", { hidden: true }, t("costs_clock_why"));

  function settle() {
    const chosen = [...detectors.variants];
    boxes.forEach(({ input }) => {
      input.disabled = !input.checked && chosen.length >= most;
    });
    start.disabled = Boolean(ticket) || (scope === "detector" && !chosen.length);
    command.textContent = `python -m hetviz.measure --variants ${chosen.join(",") || "v5n-c3"} --size ${detectors.size} --json`;
  }

  function question() {
    return scope === "layer"
      ? { scope, ...layer, p: setting.p }
      : { scope, variants: [...detectors.variants], size: detectors.size };
  }

  async function run() {
    const asked = question();
    ticket = "…";
    settle();
    const begun = await server.begin_clock(asked).catch(() => null);
    ticket = begun && !begun.error ? begun.ticket : null;
    if (!ticket) {
      const refused =
        begun && (begun.error === "busy" ? t("costs_clock_busy") : t("costs_refused", { rule: begun.rule }));
      status.textContent = refused || t("error_failed");
      settle();
      return;
    }
    bar.removeAttribute("value");
    bar.hidden = cancel.hidden = false;
    status.textContent = t("costs_clock_preparing");
    await follow(asked);
    ticket = null;
    bar.hidden = cancel.hidden = true;
    settle();
  }

  async function follow(asked) {
    for (;;) {
      await pause(POLL_MS);
      const standing = await server.ask_clock(ticket).catch(() => null);
      if (!standing || standing.error) {
        status.textContent = t("error_failed");
        return;
      }
      if (standing.total) {
        bar.max = standing.total;
        bar.value = standing.done;
        status.textContent = t("costs_clock_running", { done: standing.done, total: standing.total });
      }
      if (standing.report) draw(standing.report, asked);
      if (standing.state === "running") continue;
      status.textContent = t(`costs_clock_${standing.state}`, {
        rounds: standing.report ? standing.report.rounds : 0,
      });
      if (standing.report) keep(standing.report, asked);
      return;
    }
  }

  // ---- what came out ----
  // A row is compared with the standard convolution, or with the original detector doing the same.
  function reference(rows, row) {
    if (row.channels) return rows.find((other) => other.form === "standard");
    return rows.find(
      (other) =>
        other.variant === props.originals[row.variant] && other.what === row.what && other.engine === row.engine,
    );
  }

  function bars(promise, measured) {
    const widest = Math.max(1, promise, measured || 0);
    const piece = (kind, value) => {
      const element = make("span", { class: `hv-cost-bar hv-cost-bar-${kind}` });
      element.style.width = `${(100 * value) / widest}%`;
      return element;
    };
    return make(
      "td",
      { class: "hv-bars", "aria-hidden": "true" },
      piece("promise", promise),
      piece("measured", measured || 0),
    );
  }

  function share(rows, row) {
    const other = reference(rows, row);
    return other ? row.median_ms / other.median_ms : null;
  }

  function tableRow(rows, row) {
    const measured = share(rows, row);
    const percent = (value) => `${fixed(100 * value, 0)} %`;
    const form = t(`costs_form_${row.form}`);
    const name = row.channels ? form : `${shared.title(row.variant)}, ${row.engine} ${row.precision}, ${form}`;
    const kind = measured === null || Math.abs(measured - 1) < 0.02 ? "" : measured > 1 ? "hv-more" : "hv-less";
    const what = row.channels ? `${count(row.macs / 1e6)}M` : t(`costs_what_${row.what}`);
    const key = [row.variant || "layer", row.engine || "torch", row.form, row.what || ""].join("/");
    return make(
      "tr",
      { "data-row": key },
      make("th", { scope: "row" }, name),
      cell(what),
      cell(percent(row.promise)),
      make("td", { class: kind }, make("span", { class: "hv-number" }, measured === null ? "–" : percent(measured))),
      cell(`${fixed(row.median_ms, 3)} ms`, "hv-median"),
      cell(`${fixed(row.q1_ms, 3)} – ${fixed(row.q3_ms, 3)}`),
      bars(row.promise, measured),
    );
  }

  function draw(report, asked) {
    const { rows } = report;
    const isLayer = asked.scope === "layer";
    table.replaceChildren(
      make("caption", { class: "hv-hidden" }, t("costs_room_clock")),
      heading([
        t("costs_form"),
        isLayer ? t("costs_clock_multiplied") : t("costs_clock_what"),
        [t("costs_clock_promise"), "hv-promise"],
        [t("costs_clock_time"), "hv-measured"],
        t("costs_clock_median"),
        t("costs_clock_quartiles"),
        "",
      ]),
      make("tbody", {}, ...rows.map((row) => tableRow(rows, row))),
    );
    const slowest = isLayer && rows.find((row) => row.form === "loop");
    const fastest = isLayer && rows.find((row) => row.form === "coarse");
    sentence.textContent =
      slowest && fastest
        ? t("costs_clock_sentence", {
            p: asked.p,
            promise: fixed(100 * slowest.promise, 0),
            loop: fixed(100 * share(rows, slowest), 0),
            coarse: fixed(100 * share(rows, fastest), 0),
          })
        : "";
    why.hidden = false;
    noisy.textContent = rows.some((row) => row.q3_ms - row.q1_ms > NOISY * row.median_ms) ? t("costs_clock_noisy") : "";
    convention.textContent = t(isLayer ? "costs_clock_layer_convention" : "costs_clock_detector_convention", {
      processor: report.processor,
      threads: report.threads,
      rounds: report.rounds,
      ...(isLayer ? { channels: asked.channels, side: asked.side, p: asked.p } : { size: asked.size }),
    });
  }

  // Hand the times to the plots: torch, CSPHet in its coarse form, the network alone.
  function keep({ rows }, asked) {
    const isLayer = asked.scope === "layer";
    const plain = (row) => row.what === "network" && row.engine === "torch" && ["plain", "coarse"].includes(row.form);
    const kept = rows.filter(isLayer ? (row) => ["standard", "coarse"].includes(row.form) : plain);
    const key = isLayer ? `${asked.channels}/${asked.side}` : String(asked.size);
    const time = (row) => ({ value: row.median_ms, low: row.q1_ms, high: row.q3_ms });
    const name = (row) => (isLayer ? (row.form === "standard" ? "v5n-c3" : `v5n-csphet-p${asked.p}`) : row.variant);
    const known = (shared.measured[asked.scope][key] ??= {});
    kept.forEach((row) => {
      known[name(row)] = time(row);
    });
    shared.latest[asked.scope] = key;
    shared.redraw();
  }

  window.addEventListener("pagehide", stop);
  settle();
  const root = room(
    "clock",
    make("p", {}, t("costs_clock_lead")),
    scopeChoice.root,
    layerFields,
    detectorFields,
    make("div", { class: "hv-actions" }, start, cancel),
    bar,
    status,
    sentence,
    make("div", { class: "hv-scroll" }, table),
    convention,
    noisy,
    why,
    small(t("costs_clock_command"), " ", command),
  );
  return { root, show: settle };
}
