// How this tab writes its values and its detectors.
import { fixed } from "../shared/language.js";
import { setting } from "../shared/setting.js";
import { pairName } from "../shared/comparing/pair.js";

export const SIDES = ["left", "right"];
export const nameOf = (side) => pairName(setting[side]);
export const models = () => ({ left_model: nameOf("left"), right_model: nameOf("right") });
export const short = (value) => (value === 0 ? "0" : Math.abs(value) < 0.01 ? value.toExponential(1) : fixed(value, 3));
export const percent = (share) => `${fixed(100 * share, 1)} %`;

// Return the text of a value; "–" where there is none.
export const some = (value, text) => (value === null || value === undefined ? "–" : text(value));
