// The state of the tab in the page's address: what a link asks for, and the link for what is set.
const TERMS = ["convolutions", "norm", "thop"];
export const FIELDS = ["m", "n", "kernel_size", "p", "groups", "side", "stride"]; // of a layer
const USUAL = [64, 64, 3, 4, 4, 40, 1]; // HetConv's own example

// Return the settings of a link, as far as they are sound; others come from the page, {classes, size}.
export function settingsOf(search, page, { largest, sizes, parts }) {
  const asked = new URLSearchParams(search);
  const number = Number(asked.get("classes"));
  const sound = Number.isInteger(number) && number >= 1 && number <= largest.classes;
  const among = (values, key) => values.find((value) => String(value) === asked.get(key));
  return {
    p: among(parts, "p") ?? null,
    state: {
      classes: sound ? number : page.classes,
      size: among(sizes, "size") ?? page.size,
      flops: asked.get("unit") !== "macs",
      fused: asked.get("bn") === "fused",
      terms: among(TERMS, "terms") ?? TERMS[0],
    },
  };
}

// Return the layer that a link names, or the usual one.
export function layerOf(search) {
  const numbers = (new URLSearchParams(search).get("layer") || "").split(".").map(Number);
  const sound = numbers.length === FIELDS.length && numbers.every((value) => Number.isInteger(value) && value > 0);
  const values = sound ? numbers : USUAL;
  return Object.fromEntries(FIELDS.map((key, index) => [key, values[index]]));
}

// Return the address that brings a setting back.
export function addressOf(href, p, { classes, size, flops, fused, terms }, layer) {
  const url = new URL(href);
  const values = {
    ...{ tab: "costs", p, classes, size, terms },
    unit: flops ? "flops" : "macs",
    bn: fused ? "fused" : "unfused",
    layer: FIELDS.map((key) => layer[key]).join("."),
  };
  Object.entries(values).forEach(([key, value]) => url.searchParams.set(key, value));
  return url.href;
}
