// What all views of the page share: the one setting, and the picture that was examined last.
// `left` and `right` are the two detectors; P is that of the last CSPHet chosen. Who listens is told of every movement
// (`change`), of a choice that was let go (`release`), of a layer to be shown in Kernels (`layer`: {variant, path} in
// setting.layer, since that tab may not have been opened before), of an examined picture (`picture`), and of a picture
// that another tab wants to have examined (`examine`: {example} or {file}).
import { moved } from "./choice.js";
import { variants } from "./variants.js";

export const setting = { left: "v5n-c3", right: "v5n-csphet-p4", p: 4, classes: 20, size: 640, layer: null };

const listeners = { change: [], release: [], layer: [], picture: [], examine: [] };

export const listen = (kind, listener) => listeners[kind].push(listener);
const tell = (kind, what) => listeners[kind].forEach((listener) => listener(what));

export function set(values, kind = "change") {
  Object.assign(setting, moved(setting, values, variants));
  tell(kind, setting);
}

let last = null;

// {source, picture: {url, width, height}, credit, variants: {side: name}, found: {side: detections}, confidence, iou}
export function publish(examined) {
  last = examined;
  tell("picture", examined);
}

// Return what was published last, or null.
export const examined = () => last;

// Ask the Detect tab to examine a picture: {example: key} or {file}.
export const examine = (source) => tell("examine", source);
