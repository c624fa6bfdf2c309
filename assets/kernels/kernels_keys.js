// What the tab holds of the page's address: operator, shape, order, and a real layer, as v5n-csphet-p4.stage4.m.0.cv2.
import { oneOf, wholes } from "../shared/address/keys.js";
import { KERNEL_SIZES, LIMITS, OPERATORS } from "./rules.js";

const range = (name) => ({ least: 1, most: LIMITS[name] });
const SIDES = { m: range("m"), n: range("n"), k: KERNEL_SIZES, d: range("d") };
const shapeOf = ({ m, n, k, d }) => ({ m, n, k, d });

// A layer {variant, path} of a trained detector; layers: variant -> [{path}].
function layerKey(layers) {
  function read(text) {
    const [variant] = text.split(".", 1);
    const path = text.slice(variant.length + 1);
    const rows = Object.hasOwn(layers, variant) ? layers[variant] : [];
    return rows.some((row) => row.path === path) ? { variant, path } : undefined;
  }
  // One of an own detector stands in no address.
  const write = (layer) => (layer && Object.hasOwn(layers, layer.variant) ? `${layer.variant}.${layer.path}` : null);
  const [variant] = Object.keys(layers);
  const example = variant ? write({ variant, path: layers[variant][0].path }) : "–";
  return { standard: null, read, write, code: "layer", facts: { example } };
}

// Return the keys of the tab for a model as it is at first.
export function keysOf(model, layers) {
  return {
    operator: oneOf(Object.keys(OPERATORS), model.operator),
    shape: wholes(SIDES, shapeOf(model)),
    order: oneOf(["stored", "sorted"], "stored"),
    layer: layerKey(layers),
  };
}

// Return what a model shows, as values of these keys.
export function valuesOf(model) {
  const { operator, sorted, layer } = model;
  return {
    operator,
    shape: shapeOf(model),
    order: sorted ? "sorted" : "stored",
    layer: layer && { variant: layer.variant, path: layer.path },
  };
}
