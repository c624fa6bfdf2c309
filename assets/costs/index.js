// The Costs tab: formula, count and clock. Counts are asked for once a convention, for all detectors together, so that
// moving P asks nothing. props: names, parts, sizes, largest, variants, originals, papers, trained, curves, plotly, ...
import { t } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { setting, set, listen } from "../shared/setting.js";
import { newest } from "./controls.js";
import { conventions } from "./conventions.js";
import { plots } from "./plots/over_p.js";
import { shares } from "./plots/shares.js";
import { layers } from "./layers.js";
import { pareto } from "./plots/pareto.js";
import { training } from "./plots/training.js";
import { clock } from "./clock.js";
import { claims } from "./claims.js";
import { papers } from "./papers.js";
import { own } from "./own.js";

const ROOMS = { conventions, plots, shares, layers, pareto, training, clock, claims, papers, own };

export function mount({ element, props, server }) {
  // The settings of a link, as far as they are sound; the others are the page's.
  function linked() {
    const asked = new URLSearchParams(location.search);
    const number = Number(asked.get("classes"));
    const classes = Number.isInteger(number) && number >= 1 && number <= props.largest.classes ? number : null;
    const size = props.sizes.find((value) => String(value) === asked.get("size"));
    const terms = ["convolutions", "norm", "thop"].find((value) => value === asked.get("terms"));
    const p = props.parts.find((value) => String(value) === asked.get("p"));
    if (p && p !== setting.p) set({ p });
    return {
      classes: classes ?? setting.classes,
      size: size ?? setting.size,
      flops: asked.get("unit") !== "macs",
      fused: asked.get("bn") === "fused",
      terms: terms ?? "convolutions",
    };
  }

  const state = linked();
  const failure = make("p", { class: "hv-error", role: "alert" });
  const ask = newest(
    (question) => server.counted(question),
    (answer) => {
      shared.answer = answer;
      failure.textContent = "";
      show();
    },
    (rule) => {
      failure.textContent = rule ? t("costs_refused", { rule }) : t("error_failed");
    },
  );
  const shared = {
    props,
    server,
    state,
    answer: null,
    measured: { detector: {}, layer: {} }, // by the clock: scope -> size or channels/side -> variant -> milliseconds
    latest: { detector: "", layer: "" }, // what was measured last
    title: (variant) => `${variant.startsWith("v5n") ? "v5n" : "v8n"} ${props.names[variant]}`,
    milliseconds: (scope, key, variant) => shared.measured[scope][key]?.[variant] || null,
    redraw: () => show(),
    openBlock: (block) => byKey.layers.openBlock(block),
    het: () => `v5n-csphet-p${setting.p}`,
    unit: (prefix) => `${prefix}${state.flops ? "FLOPs" : "MACs"}`,
    convention: () =>
      t("costs_convention", {
        classes: state.classes,
        size: state.size,
        unit: state.flops ? t("costs_flops") : t("costs_macs"),
        fused: state.fused ? t("costs_fused") : t("costs_unfused"),
        terms: t(`costs_terms_${state.terms}`),
      }),
    set(values) {
      Object.assign(state, values);
      ask({ ...state });
    },
  };

  const byKey = Object.fromEntries(Object.keys(ROOMS).map((key) => [key, ROOMS[key](shared)]));
  const rooms = Object.values(byKey);
  const show = () => rooms.forEach((room) => room.show());
  const jump = (key) =>
    make(
      "button",
      {
        type: "button",
        class: "hv-jump",
        onclick: () => {
          const title = element.querySelector(`#hetviz-costs-${key}-title`);
          title.scrollIntoView({ block: "start" });
          title.focus({ preventScroll: true });
        },
      },
      t(`costs_room_${key}`),
    );

  element
    .querySelector(".hv-root")
    .replaceChildren(
      make("nav", { class: "hv-jumps", "aria-label": t("tab_costs") }, ...Object.keys(ROOMS).map(jump)),
      failure,
      ...rooms.map((room) => room.root),
    );

  let page = { ...setting };
  listen("change", () => {
    const moved = setting.classes !== page.classes || setting.size !== page.size;
    page = { ...setting };
    if (moved) shared.set({ classes: setting.classes, size: setting.size });
    else rooms.forEach((room) => (room.move || room.show)());
  });
  ask({ ...state });
}
