// The visitor's own detectors: a safetensors file goes to the server, which keeps what it reads in memory for this visit
// alone, and becomes a detector that either side can show. Names from the file only ever become text.
import { limits } from "../../data.js";
import { make } from "../elements.js";
import { announce } from "../intake/arrivals.js";
import { t, together } from "../language.js";
import { choose, setting } from "../setting.js";
import { countedAs, detectors, isOwn, modelName, ownOf, variants } from "../variants.js";
import { shortName } from "./own_names.js";

const SIDES = ["left", "right"];
const folder = () => new URL("hetviz-own-detectors", document.baseURI).href;
const listeners = [];
const tellers = new Set(); // what says how far a file is
const visit = crypto.getRandomValues(new Uint32Array(4)).join("-"); // tells this page's files from those of others
let number = 0;

const ownKeys = () => Object.keys(detectors).filter(isOwn);

// Be told the keys of the visitor's detectors whenever these change, and now where there are some.
export function listenToOwn(listener) {
  listeners.push(listener);
  if (ownKeys().length) listener(ownKeys());
}

const tellAll = () => listeners.forEach((listener) => listener(ownKeys()));

// Name a detector with the file it came from.
function describe({ key, variant, classes, size, counts }, file) {
  const label = t("own_model", { label: variants[variant].label, file: shortName(file) });
  number += 1;
  detectors[key] = { ...variants[variant], label, own: { number, file, variant, classes, size, counts, gone: false } };
}

// Show a detector on the right, and in the place of those that the server has let go for it.
function enter(key, gone) {
  gone.forEach((older) => {
    ownOf(older).gone = true;
  });
  tellAll();
  const sides = SIDES.filter((side) => side === "right" || gone.includes(setting[side]));
  choose(Object.fromEntries(sides.map((side) => [side, key])));
}

const leave = (key) => fetch(`${folder()}/${key}`, { method: "DELETE", keepalive: true }).catch(() => null);

function refusal({ size }) {
  const megabytes = Math.ceil(size / 2 ** 20);
  const limit = limits.own_megabytes;
  return megabytes > limit ? { error: "weights_too_large", facts: { megabytes, limit } } : null;
}

async function send(file, replaces) {
  const headers = { "X-Hetviz-Visit": visit, "X-Hetviz-Replaces": replaces || "" };
  const answer = await fetch(folder(), { method: "POST", body: file, headers }).catch(() => null);
  return (await answer?.json().catch(() => null)) || { error: "failed", facts: {} };
}

// What fills a refusal's sentence, in words of the page.
function factsOf(facts) {
  const named = variants[facts.variant];
  return {
    ...facts,
    variant: named && `${named.familyName} ${named.label}`,
    problem: facts.problem && t(`own_problem_${facts.problem}`),
    rule: facts.rule && t(`own_rule_${facts.name}`, facts),
  };
}

function say(kind, sentence) {
  tellers.forEach((tell) => tell(kind, sentence));
  announce(sentence);
}

// Take a file, and show its detector on the right.
export async function takeOwn(file) {
  say("status", t("own_reading", { file: file.name }));
  const older = ownKeys().find((key) => ownOf(key).file === file.name);
  const answer = refusal(file) || (await send(file, older));
  if (answer.error) {
    const reason = t(`error_${answer.error}`, factsOf(answer.facts));
    say("failure", t("own_refused", { file: file.name, reason }));
    return;
  }
  describe(answer, file.name);
  const gone = ownKeys().filter((key) => !answer.kept.includes(key));
  enter(answer.key, gone);
  const { classes, size } = answer;
  const facts = { file: file.name, label: modelName(countedAs(answer.key)), count: classes.length, size };
  say("status", together(t("own_taken", facts), ...gone.filter((key) => key !== older).map(madeRoom)));
}

const madeRoom = (key) => t("own_made_room", { file: ownOf(key).file, each: limits.own_each, all: limits.own_all });

// Return a button with what it says; files may be dropped anywhere on the page as well.
export function ownWeights() {
  const field = make("input", {
    type: "file",
    accept: ".safetensors",
    class: "hv-hidden hv-own-file",
    tabindex: -1,
    "aria-hidden": "true",
    onchange: () => {
      if (field.files[0]) takeOwn(field.files[0]);
      field.value = "";
    },
  });
  const button = { type: "button", class: "hv-secondary", onclick: () => field.click() };
  const says = {
    status: make("p", { class: "hv-small hv-own-said", role: "status" }),
    failure: make("p", { class: "hv-error", role: "alert" }),
  };
  tellers.add((kind, sentence) => {
    Object.entries(says).forEach(([name, line]) => {
      line.textContent = name === kind ? sentence : "";
    });
  });
  const hint = make("p", { class: "hv-small" }, t("own_hint", { limit: limits.own_megabytes, each: limits.own_each }));
  return make("div", { class: "hv-own" }, make("button", button, t("own_load")), field, hint, ...Object.values(says));
}

// A page that comes back from the browser's store still has its detectors.
addEventListener("pagehide", ({ persisted }) => persisted || ownKeys().forEach(leave));
