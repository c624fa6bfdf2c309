// What the tab holds of the page's address: the convention, the section, and a layer of the visitor's own.
import { oneOf, whole, wholes } from "../shared/address/keys.js";

const USUAL = { m: 64, n: 64, kernel_size: 3, p: 4, groups: 4, side: 40, stride: 1 }; // HetConv's own example
export const FIELDS = Object.keys(USUAL); // of a layer
const TERMS = ["convolutions", "norm", "thop"];
export const LIMIT = { m: "channels", n: "channels", p: "parts", groups: "parts", side: "side" };
export const LISTS = { kernel_size: [1, 3, 5, 7, 9, 11], stride: [1, 2, 4] };

// A number of the convention's own; null: as the page has it.
const orThePages = (key) => ({ ...key, standard: null, write: (value) => (value === null ? null : String(value)) });

// Return the keys; sections: their names, the first of which opens.
export function keysOf({ largest }, sections) {
  const limits = FIELDS.map((name) => [name, LISTS[name] || { least: 1, most: largest[LIMIT[name]] }]);
  return {
    section: oneOf(sections, sections[0]),
    counted_classes: orThePages(whole(1, largest.classes)),
    unit: oneOf(["flops", "macs"], "flops"),
    bn: oneOf(["unfused", "fused"], "unfused"),
    terms: oneOf(TERMS, TERMS[0]),
    own: wholes(Object.fromEntries(limits), USUAL),
  };
}

// Return the convention of some values of these keys, beside the page's {classes, size}; the size is always the page's.
export const stateOf = ({ counted_classes, unit, bn, terms }, { classes, size }) => ({
  classes: counted_classes ?? classes,
  size,
  flops: unit === "flops",
  fused: bn === "fused",
  terms,
});

// Return the values of these keys for a convention.
export const valuesOf = ({ classes, flops, fused, terms }, page) => ({
  counted_classes: classes === page.classes ? null : classes,
  unit: flops ? "flops" : "macs",
  bn: fused ? "fused" : "unfused",
  terms,
});
