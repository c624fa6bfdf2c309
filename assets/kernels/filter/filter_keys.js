// What the view holds of the page's address: a layer's place, a filter, a pixel, and what is switched off.
import { oneOf, whole } from "../../shared/address/keys.js";
import { LIMITS } from "../rules.js";
import { ALL_ON, isOff } from "./switches.js";

const EVERYWHERE = "everywhere";

// A pixel {y, x} as row.column, or none.
const pixelKey = {
  standard: null,
  read(text) {
    const [, y, x] = text.match(/^(\d{1,3})\.(\d{1,3})$/) ?? [];
    return y === undefined ? undefined : { y: Number(y), x: Number(x) };
  },
  write: (pixel) => pixel && `${pixel.y}.${pixel.x}`,
  code: "pixel",
  facts: {},
};

// What is switched off, as kxk, dots, part2 or several with dots between them, and everywhere where it is so in every layer.
const offKey = {
  standard: ALL_ON,
  read(text) {
    const words = text.split(".");
    const part = words.find((word) => /^part\d{1,2}$/.test(word));
    const known = words.every((word) => ["kxk", "dots", EVERYWHERE, part].includes(word));
    const has = (word) => words.includes(word);
    const number = part === undefined ? null : Number(part.slice(4));
    return known ? { kxk: has("kxk"), dots: has("dots"), part: number, everywhere: has(EVERYWHERE) } : undefined;
  },
  write(off) {
    const { kxk, dots, part, everywhere } = off;
    const words = [kxk && "kxk", dots && "dots", part !== null && `part${part}`, everywhere && EVERYWHERE];
    return isOff(off) ? words.filter(Boolean).join(".") : null;
  },
  code: "off",
  facts: {},
};

// Return the keys; layers: variant -> [{path}], first: {path, s} of the view as it is at first.
export function keysOf(layers, first) {
  const rows = Object.values(layers).flat();
  const paths = [...new Set([first.path, ...rows.map(({ path }) => path)])];
  return { place: oneOf(paths, first.path), filter: whole(0, LIMITS.n - 1, first.s), pixel: pixelKey, off: offKey };
}
