// Controls and small parts that the rooms of the Costs tab share.
import { t, count, fixed, signed } from "../shared/language.js";
import { make } from "../shared/elements.js";

let groups = 0;

// Return one of several values as a row of radio buttons: options are [value, text].
export function choice(label, options, chosen, onchange) {
  const name = `hetviz-costs-choice-${++groups}`;
  const inputs = options.map(([value, text]) => {
    const input = make("input", { type: "radio", name, checked: value === chosen, onchange: () => onchange(value) });
    return { value, input, label: make("label", { class: "hv-option" }, input, make("span", {}, text)) };
  });
  const root = make(
    "fieldset",
    { class: "hv-choice" },
    make("legend", {}, label),
    make("div", { class: "hv-options" }, ...inputs.map((item) => item.label)),
  );
  const choose = (value) =>
    inputs.forEach((item) => {
      item.input.checked = item.value === value;
    });
  return { root, choose };
}

// Return a list of values to choose from: options are [value, text]; values come back as they were given.
export function select(label, options, chosen, onchange) {
  const input = make("select", { onchange: () => onchange(options[input.selectedIndex][0]) });
  function offer(next, value) {
    options = next;
    input.replaceChildren(...next.map(([own, text]) => make("option", { selected: own === value }, text)));
  }
  offer(options, chosen);
  const choose = (value) => {
    input.selectedIndex = options.findIndex(([own]) => own === value);
  };
  return { root: make("label", { class: "hv-field" }, make("span", {}, label), input), input, choose, offer };
}

// Return a field for a whole number; what is not one from 1 to the largest is said beside it, and not passed on.
export function whole(label, largest, value, onchange) {
  const fault = make("span", { class: "hv-fault", role: "alert" });
  const input = make("input", {
    type: "number",
    min: 1,
    max: largest,
    step: 1,
    value,
    inputmode: "numeric",
    oninput: () => {
      const number = Number(input.value);
      const sound = input.value !== "" && Number.isInteger(number) && number >= 1 && number <= largest;
      input.setAttribute("aria-invalid", String(!sound));
      fault.textContent = sound ? "" : t("costs_whole", { largest: count(largest) });
      if (sound) onchange(number);
    },
  });
  const choose = (number) => {
    input.value = number;
    fault.textContent = "";
    input.removeAttribute("aria-invalid");
  };
  return { root: make("label", { class: "hv-field" }, make("span", {}, label), input, fault), input, choose };
}

// Return a cell with a difference: its number, its share, and a colour that says less or more.
export function difference(own, reference, text) {
  const percent = reference ? ` (${signed((100 * (own - reference)) / reference, (value) => fixed(value, 1))} %)` : "";
  const kind = own < reference ? "hv-less" : own > reference ? "hv-more" : "hv-same";
  return make(
    "td",
    { class: kind },
    make("span", { class: "hv-number" }, own === reference ? "=" : signed(own - reference, text)),
    own === reference ? null : make("span", { class: "hv-number hv-share" }, percent),
  );
}

export const cell = (text, kind = "") => make("td", {}, make("span", { class: `hv-number ${kind}` }, text));

// Return a heading row; each column is a text or [text, class].
export function heading(columns) {
  const cells = columns.map((column) => (Array.isArray(column) ? column : [column, ""]));
  return make(
    "thead",
    {},
    make("tr", {}, ...cells.map(([text, kind]) => make("th", { scope: "col", class: kind }, text))),
  );
}

// Return a room: a card with its heading, and what is in it.
export function room(key, ...content) {
  const id = `hetviz-costs-${key}`;
  return make(
    "section",
    { class: `hv-card hv-room hv-room-${key}`, id, "aria-labelledby": `${id}-title` },
    make("h3", { id: `${id}-title`, tabindex: -1 }, t(`costs_room_${key}`)),
    ...content,
  );
}

export const small = (...content) => make("p", { class: "hv-small" }, ...content);

// Return a function that asks the server and hands on only the answer to the newest question.
export function newest(ask, take, fail) {
  let turn = 0;
  return async (question) => {
    const own = ++turn;
    const answer = await ask(question).catch(() => null);
    if (own !== turn) return;
    if (!answer || answer.error) fail(answer ? answer.rule : null);
    else take(answer, question);
  };
}

// The same, where an element says why there is no answer.
export function newestSaying(failure, ask, take) {
  const say = (rule) => {
    failure.textContent = rule ? t("costs_refused", { rule }) : t("error_failed");
  };
  const show = (answer) => {
    failure.textContent = "";
    take(answer);
  };
  return newest(ask, show, say);
}
