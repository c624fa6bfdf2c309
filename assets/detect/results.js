// Below the pictures: what both detectors found and what only one found, and how long each stage took.
import { make } from "../shared/elements.js";
import { count, fixed, t } from "../shared/language.js";
import { namesOf, STAGES, totalOf } from "./found.js";

const KEYS = ["both", "only_left", "only_right"];

// Return the three lists; show(key, detections, missing, model) fills one, "–" where a side has no boxes.
export function groups() {
  const parts = Object.fromEntries(KEYS.map((key) => [key, group(key)]));
  const root = make("div", { class: "hv-groups" }, ...Object.values(parts).map((part) => part.root));
  function show(key, detections, missing, model) {
    const { title, list, number } = parts[key];
    title.textContent = t(key, { model });
    number.textContent = missing ? "–" : count(detections.length);
    list.textContent = missing ? "" : namesOf(detections) || t("nothing");
  }
  return { root, show };
}

function group(key) {
  const list = make("p", {});
  const number = make("strong", { class: "hv-number" });
  const title = make("span", {}, t(key, { model: "" }));
  const root = make("section", { class: `hv-group hv-group-${key}` }, make("h4", {}, title, number), list);
  return { root, title, list, number };
}

// Return the table of times; show(sides, answer) gets [{name, side, milliseconds}] and one answer for the convention.
export function timing(processor) {
  const table = make("table", { class: "hv-timing" });
  const note = make("p", { class: "hv-small" });
  const root = make("section", { class: "hv-card hv-clock" }, make("h4", {}, t("timing_title")), table, note);

  function show(sides, answer) {
    const heads = sides.map(({ name, side }) => make("th", { scope: "col", class: `hv-${side}` }, name));
    const row = (title, value, attributes = {}) => {
      const cells = sides.map(({ milliseconds: time }) => make("td", {}, time ? `${fixed(value(time), 2)} ms` : "–"));
      return make("tr", attributes, make("th", { scope: "row" }, title), ...cells);
    };
    const rows = STAGES.map((stage) => row(t(stage), (time) => time[stage]));
    const head = make("thead", {}, make("tr", {}, make("th", { scope: "col" }, t("stage")), ...heads));
    table.replaceChildren(head, make("tbody", {}, ...rows, row(t("total"), totalOf, { class: "hv-total" })));
    note.textContent = answer ? conventionOf(answer, processor) : "";
  }
  return { root, show };
}

function conventionOf({ engine, precision, size, runs }, processor) {
  return t("timing_convention", { ...processor, engine, precision, size, runs });
}
