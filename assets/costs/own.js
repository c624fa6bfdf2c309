// Bring your own layer: what every operator costs for it; CSV, and a link that restores the whole setting.
import { t, count, fixed } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { setting } from "../shared/setting.js";
import { select, whole, cell, heading, room, small, newest } from "./controls.js";

const FIELDS = ["m", "n", "kernel_size", "p", "groups", "side", "stride"];
const LIMIT = { m: "channels", n: "channels", p: "parts", groups: "parts", side: "side" };

// Return the layer that a link names, or the usual one: HetConv's own example.
function linked(text) {
  const numbers = (text || "").split(".").map(Number);
  const sound = numbers.length === FIELDS.length && numbers.every((value) => Number.isInteger(value) && value > 0);
  const values = sound ? numbers : [64, 64, 3, 4, 4, 40, 1];
  return Object.fromEntries(FIELDS.map((key, index) => [key, values[index]]));
}

function download(name, lines) {
  const quoted = (value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));
  const text = lines.map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
  const link = make("a", {
    href: URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" })),
    download: name,
  });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function own(shared) {
  const { props, server, state } = shared;
  const layer = linked(new URLSearchParams(location.search).get("layer"));
  let answer = null;
  const failure = make("p", { class: "hv-error", role: "alert" });
  const table = make("table", { class: "hv-operators" });
  const output = small();
  const ask = newest(
    (question) => server.own_layer(question),
    (found) => {
      answer = found;
      failure.textContent = "";
      show();
    },
    (rule) => {
      failure.textContent = rule ? t("costs_refused", { rule }) : t("error_failed");
    },
  );
  const change = (key) => (value) => {
    layer[key] = value;
    ask({ ...layer });
    address();
  };
  const list = (key, values, text) =>
    select(
      t(`costs_own_${key}`),
      values.map((value) => [value, text(value)]),
      layer[key],
      change(key),
    );
  const fields = FIELDS.map((key) => {
    if (key === "kernel_size") return list(key, [1, 3, 5, 7, 9, 11], (k) => `${k} × ${k}`);
    if (key === "stride") return list(key, [1, 2, 4], String);
    return whole(t(`costs_own_${key}`), props.largest[LIMIT[key]], layer[key], change(key));
  });
  const name = (key) => t(`costs_operator_${key}`, layer);

  function row(key, cost) {
    const head = make("th", { scope: "row" }, name(key));
    if (cost.rule)
      return make(
        "tr",
        { "data-operator": key },
        head,
        make("td", { colspan: 3, class: "hv-unmet" }, t(`costs_rule_${key}`, layer)),
      );
    const operations = (state.flops ? 2 : 1) * cost.macs;
    return make(
      "tr",
      { "data-operator": key },
      head,
      cell(count(cost.weights)),
      cell(count(operations)),
      cell(fixed(cost.ratio, 4)),
    );
  }

  function show() {
    if (!answer) return;
    table.replaceChildren(
      make("caption", { class: "hv-hidden" }, t("costs_room_own")),
      heading([t("costs_operator"), t("costs_weights"), state.flops ? "FLOPs" : "MACs", t("costs_ratio")]),
      make("tbody", {}, ...Object.entries(answer.operators).map(([key, cost]) => row(key, cost))),
    );
    output.textContent = t("costs_own_note", {
      side: answer.side,
      unit: state.flops ? t("costs_flops") : t("costs_macs"),
    });
    address();
  }

  function save() {
    const columns = ["operator", ...FIELDS, "output_side", "weights", "macs", "flops", "ratio_to_standard", "rule"];
    const lines = Object.entries(answer.operators).map(([key, cost]) => [
      key,
      ...FIELDS.map((field) => layer[field]),
      answer.side,
      cost.weights ?? "",
      cost.macs ?? "",
      cost.macs === undefined ? "" : 2 * cost.macs,
      cost.ratio ?? "",
      cost.rule ?? "",
    ]);
    download("hetviz-layer.csv", [columns, ...lines]);
  }

  function saveDetectors() {
    const columns = ["variant", "classes", "size", "unit", "batchnorm", "counted", "parameters", "operations"];
    const setting = [
      state.classes,
      state.size,
      state.flops ? "FLOPs" : "MACs",
      state.fused ? "fused" : "not fused",
      state.terms,
    ];
    const lines = Object.entries(shared.answer.variants).map(([variant, row]) => [
      variant,
      ...setting,
      row.params,
      row.operations,
    ]);
    download("hetviz-detectors.csv", [columns, ...lines]);
  }

  // ---- the link ----
  const link = make("input", {
    type: "text",
    class: "hv-address",
    readonly: true,
    "aria-label": t("costs_link"),
    onfocus: () => link.select(),
  });
  const copied = make("span", { class: "hv-small", role: "status" });
  function address() {
    const url = new URL(location.href);
    const values = {
      tab: "costs",
      p: setting.p,
      classes: state.classes,
      size: state.size,
      unit: state.flops ? "flops" : "macs",
      bn: state.fused ? "fused" : "unfused",
      terms: state.terms,
      layer: FIELDS.map((key) => layer[key]).join("."),
    };
    Object.entries(values).forEach(([key, value]) => url.searchParams.set(key, value));
    link.value = url.href;
    copied.textContent = "";
  }
  async function copy() {
    link.select();
    const done = await navigator.clipboard?.writeText(link.value).then(
      () => true,
      () => false,
    );
    copied.textContent = done ? t("costs_copied") : t("costs_copy_yourself");
  }

  const button = (key, onclick) =>
    make("button", { type: "button", class: "hv-secondary", "data-action": key, onclick }, t(`costs_${key}`));
  const root = room(
    "own",
    make("p", {}, t("costs_own_lead")),
    make("div", { class: "hv-controls" }, ...fields.map((field) => field.root)),
    failure,
    make("div", { class: "hv-scroll" }, table),
    output,
    make("div", { class: "hv-actions" }, button("save_layer", save), button("save_detectors", saveDetectors)),
    make("div", { class: "hv-linked" }, link, button("copy_link", copy), copied),
  );
  ask({ ...layer });
  return { root, show };
}
