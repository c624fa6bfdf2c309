// Conventions: the settings under which everything in the tab is counted, who counts so, and all detectors under them.
import { t, count, fixed } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { setting } from "../shared/setting.js";
import { choice, select, whole, difference, cell, heading, room, small } from "./controls.js";

const PRESETS = {
  page: () => ({ classes: setting.classes, size: setting.size, flops: true, fused: false, terms: "convolutions" }),
  log: () => ({ classes: 80, size: 640, flops: true, fused: false, terms: "thop" }),
  paper: () => ({ flops: false, fused: false, terms: "convolutions" }),
};
const TERMS = ["convolutions", "norm", "thop"];

export function conventions(shared) {
  const { props, state } = shared;
  const controls = {
    classes: whole(t("classes"), props.largest.classes, state.classes, (classes) => shared.set({ classes })),
    size: select(
      t("input_size"),
      props.sizes.map((size) => [size, `${size} × ${size}`]),
      state.size,
      (size) => shared.set({ size }),
    ),
    flops: choice(
      t("costs_unit"),
      [
        [true, t("costs_flops")],
        [false, t("costs_macs")],
      ],
      state.flops,
      (flops) => shared.set({ flops }),
    ),
    fused: choice(
      "BatchNorm",
      [
        [false, t("costs_unfused")],
        [true, t("costs_fused")],
      ],
      state.fused,
      (fused) => shared.set({ fused }),
    ),
    terms: select(
      t("costs_terms"),
      TERMS.map((terms) => [terms, t(`costs_terms_${terms}`)]),
      state.terms,
      (terms) => shared.set({ terms }),
    ),
  };
  const presets = Object.entries(PRESETS).map(([key, values]) => {
    const button = make(
      "button",
      { type: "button", class: "hv-preset", onclick: () => shared.set(values()) },
      make("strong", {}, t(`costs_preset_${key}`)),
      make("span", {}, t(`costs_preset_${key}_says`)),
    );
    return { button, values };
  });
  const table = make("table", { class: "hv-detectors" });
  const convention = make("p", { class: "hv-small", role: "status" });
  const body = make("tbody", {});

  function row(variant) {
    const own = shared.answer.variants[variant];
    const reference = shared.answer.variants[props.originals[variant]];
    const trained = props.trained[variant];
    const giga = (value) => fixed(value, 3);
    const kind = variant === props.originals[variant] ? "hv-original" : variant === shared.het() ? "hv-current" : "";
    return make(
      "tr",
      { class: kind, "data-variant": variant },
      make("th", { scope: "row" }, props.names[variant]),
      cell(count(own.params), "hv-params"),
      difference(own.params, reference.params, count),
      cell(giga(own.operations / 1e9), "hv-giga"),
      difference(own.operations / 1e9, reference.operations / 1e9, giga),
      cell(trained ? fixed(trained.map50, 3) : "–"),
    );
  }

  const family = (key) => make("tr", { class: "hv-family" }, make("th", { scope: "rowgroup", colspan: 6 }, key));
  const of = (prefix) => props.variants.filter((variant) => variant.startsWith(prefix)).map(row);

  function show() {
    Object.keys(controls).forEach((key) => {
      if (key === "classes") controls.classes.set(state.classes);
      else controls[key].choose(state[key]);
    });
    presets.forEach(({ button, values }) => {
      const pressed = Object.entries(values()).every(([key, value]) => state[key] === value);
      button.setAttribute("aria-pressed", String(pressed));
    });
    if (!shared.answer) return;
    table.replaceChildren(
      make("caption", { class: "hv-hidden" }, t("costs_room_conventions")),
      heading([
        t("costs_detector"),
        t("parameters"),
        t("costs_against"),
        shared.unit("G"),
        t("costs_against"),
        "mAP50",
      ]),
      body,
    );
    body.replaceChildren(family("YOLOv5n"), ...of("v5n"), family("YOLOv8n"), ...of("v8n"));
    convention.textContent = shared.convention();
  }

  const root = room(
    "conventions",
    make("p", {}, t("costs_conventions_lead")),
    make(
      "div",
      { class: "hv-presets", role: "group", "aria-label": t("costs_presets") },
      ...presets.map((item) => item.button),
    ),
    make("div", { class: "hv-controls" }, ...Object.values(controls).map((control) => control.root)),
    make("div", { class: "hv-scroll" }, table),
    convention,
    small(t("costs_map_note")),
  );
  return { root, show };
}
