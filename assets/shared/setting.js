// What all views of the page share: the one setting, and the picture that was examined last.
// `left` and `right` are the two detectors; P is that of the last CSPHet chosen. It lives in the page's address. Who listens
// is told of every movement (`change`), of a choice that was let go (`release`), of a layer to be shown in Kernels (`layer`:
// {variant, path} in setting.layer, since that tab may not have been opened before), of an examined picture (`picture`), and
// of a picture that another tab wants to have examined (`examine`: {example} or {file}).
import { choices } from "../data.js";
import { hold, report } from "./address/address.js";
import { oneOf } from "./address/keys.js";
import { classesAfter, linked, moved } from "./choice.js";
import { detectors, ownCalled, publicName } from "./variants.js";

const START = { p: 4, left: "v5n-c3", right: "v5n-csphet-p4", classes: 20, size: 640 };
const KEYS = {
  p: oneOf(choices.p, START.p),
  left: detectorKey(START.left),
  right: detectorKey(START.right),
  classes: countKey(START.classes),
  size: oneOf(choices.size, START.size),
};

// The detectors of the page, and the visitor's own by their numbers, which mean nothing on another visit.
function detectorKey(standard) {
  const named = oneOf(choices.detector, standard);
  const read = (text) => named.read(text) ?? ownCalled(text);
  return { ...named, read, write: publicName, codeOf: (text) => (/^own-\d+$/.test(text) ? "own" : named.code) };
}

// A count that an own detector has brought comes with it again.
function countKey(standard) {
  const usual = oneOf(choices.classes, standard);
  return { ...usual, write: (count) => (choices.classes.includes(count) ? String(count) : null) };
}

// Return the setting that values of an address make.
function settingOf(given) {
  const found = linked(START, given, detectors);
  return { ...found, classes: classesAfter(found, given, detectors, choices.classes) };
}

const held = hold(KEYS, (_, given) => {
  Object.assign(setting, settingOf(given));
  keep();
  tell("change", setting);
  tell("release", setting);
});

export const setting = { ...settingOf(held.given), layer: null };
keep();
if ((held.given.p ?? setting.p) !== setting.p) {
  const facts = { right: setting.right };
  report({ name: "p", text: String(held.given.p), taken: String(setting.p), code: "pair", facts });
}

const listeners = { change: [], release: [], layer: [], picture: [], examine: [], fold: [] };

export const listen = (kind, listener) => listeners[kind].push(listener);
const tell = (kind, what) => listeners[kind].forEach((listener) => listener(what));

function keep() {
  held.keep(Object.fromEntries(Object.keys(START).map((key) => [key, setting[key]])));
}

export function set(values, kind = "change") {
  const next = moved(setting, values, detectors);
  Object.assign(setting, next, { classes: classesAfter(next, values, detectors, choices.classes) });
  keep();
  tell(kind, setting);
}

// A choice that is let go as soon as it is made.
export function choose(values) {
  set(values);
  set(values, "release");
}

let last = null;

// {source, picture: {url, width, height}, credit, variants: {side: name}, found: {side: detections}, confidence, iou}
export function publish(examined) {
  last = examined;
  tell("picture", examined);
}

// Return what was published last, or null.
export const examined = () => last;

// Ask the P control to fold its table away.
export const fold = () => tell("fold");

// Ask the Detect tab to examine a picture: {example: key} or {file}.
export const examine = (source) => tell("examine", source);
