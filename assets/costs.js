// The Costs tab: formula, count and clock. Counts are asked for once a convention, for all detectors together, so that
// moving P asks nothing. props: names, parts, sizes, largest, variants, originals, papers, trained, plotly, ...
const { t, make, fixed, setting, listen, costs } = window.hetviz;

const state = { classes: setting.classes, size: setting.size, flops: true, fused: false, terms: "convolutions" };
const failure = make("p", { class: "hv-error", role: "alert" });
const ask = costs.newest(
  (question) => server.counted(question),
  (answer) => { shared.answer = answer; failure.textContent = ""; show(); },
  (rule) => { failure.textContent = rule ? t("costs_refused", { rule }) : t("error_failed"); },
);
const shared = {
  props, server, state, answer: null,
  het: () => `v5n-csphet-p${setting.p}`,
  unit: (prefix) => `${prefix}${state.flops ? "FLOPs" : "MACs"}`,
  convention: () => t("costs_convention", {
    classes: state.classes, size: state.size, unit: state.flops ? t("costs_flops") : t("costs_macs"),
    fused: state.fused ? t("costs_fused") : t("costs_unfused"), terms: t(`costs_terms_${state.terms}`),
  }),
  set(values) {
    Object.assign(state, values);
    rooms.forEach((room) => room.settle?.());
    ask({ ...state });
  },
};

const ROOMS = ["conventions", "layers"];
const rooms = ROOMS.map((key) => costs[key](shared));
const show = () => rooms.forEach((room) => room.show());
const jump = (key) => make("button", { type: "button", class: "hv-jump", onclick: () => {
  const title = element.querySelector(`#hetviz-costs-${key}-title`);
  title.scrollIntoView({ block: "start" });
  title.focus({ preventScroll: true });
} }, t(`costs_room_${key}`));

element.querySelector(".hv-root").replaceChildren(
  make("nav", { class: "hv-jumps", "aria-label": t("tab_costs") }, ...ROOMS.map(jump)),
  failure, ...rooms.map((room) => room.root));

let page = { ...setting };
listen("change", () => {
  const moved = setting.classes !== page.classes || setting.size !== page.size;
  page = { ...setting };
  if (moved) shared.set({ classes: setting.classes, size: setting.size });
  else show();
});
ask({ ...state });
