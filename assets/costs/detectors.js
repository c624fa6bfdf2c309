// The detectors as this tab names and groups them.
import { setting } from "../shared/setting.js";
import { countedAs, modelName, variants, withP } from "../shared/variants.js";

// Of the visitor's own ones too: they belong where their layers do.
export const familyOf = (variant) => variants[countedAs(variant)].family;
export const originalOf = (variant) => variants[countedAs(variant)].original;

// Return family and label: v5n CSPHet P=4.
export const title = (variant) => `${familyOf(variant)} ${modelName(variant)}`;

export const FIRST_FAMILY = "v5n"; // whose detectors need no family beside a short name

// Return a name for a place with little room: C3, P=4, v8n C2f.
export function shortName(variant) {
  const { family, block, blockName, p } = variants[variant];
  const name = block === "csphet" ? `P=${p}` : blockName;
  return family === FIRST_FAMILY ? name : `${family} ${name}`;
}

// Return the CSPHet with the P of the page.
export const het = () => withP(setting.p);

// Return the names of a family's detectors, in the order of the table.
export const inFamily = (family) => Object.keys(variants).filter((variant) => familyOf(variant) === family);

// Return the names of a family's detectors that have no P to choose.
export const withoutChoice = (family) => inFamily(family).filter((variant) => variants[variant].block !== "csphet");

// Return the two families: [key, name].
export const families = () => [...new Map(Object.values(variants).map((row) => [row.family, row.familyName]))];
