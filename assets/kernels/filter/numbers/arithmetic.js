// One filter at work, in numbers: what each kernel adds, the two sums, their variances, the products behind one pixel.
//
// A layer is {operator, p, m, n, k, height, width, kxk, dots, inputs, outputs}: kernels filter by filter, channel by
// channel, tap by tap; maps channel by channel, row by row. Stride 1, zeros around the maps. `off` is {kxk, dots, part}.
import { KIND, OPERATORS } from "../../rules.js";

const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;

// Return the number behind 16 bits of half precision.
export function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent ? sign * 2 ** (exponent - 15) * (1 + fraction / 1024) : sign * 2 ** -24 * fraction;
}

// Return a layer from the server's answer (page/handlers/filters.py).
export function layerOf(answer) {
  const halves = (text) => Float32Array.from(new Uint16Array(bytesOf(text)), half);
  return {
    ...answer,
    kxk: halves(answer.kxk),
    dots: halves(answer.dots),
    inputs: new Float32Array(bytesOf(answer.inputs)),
    outputs: new Float32Array(bytesOf(answer.outputs)),
    stage: OPERATORS[answer.operator].stages(answer)[0],
  };
}

// Return the part that a channel belongs to: its remainder mod P in a HetConv, its group in a DualConv.
export function partOf({ operator, p, m }, j) {
  if (operator === "hetconv") return j % p;
  return operator === "dualconv" ? Math.floor(j / (m / p)) : 0;
}

// Return the kernels of filter s, one row a channel: {j, kxk: taps or null, dot: number or null, hasKxk, hasDot}; null is
// also a kernel that is switched off.
export function kernelsOf(layer, s, off) {
  const { m, k, stage } = layer;
  return Array.from({ length: m }, (_, j) => {
    const kind = stage.kind(s, j);
    const [hasKxk, hasDot] = [kind !== KIND.dot, kind !== KIND.raster];
    const on = off.part !== partOf(layer, j);
    const cell = s * m + j;
    return {
      ...{ j, hasKxk, hasDot },
      kxk: hasKxk && on && !off.kxk ? layer.kxk.subarray(cell * k * k, (cell + 1) * k * k) : null,
      dot: hasDot && on && !off.dots ? layer.dots[cell] : null,
    };
  });
}

export function inputOf({ inputs, height, width }, j) {
  return inputs.subarray(j * height * width, (j + 1) * height * width);
}

export function networkOf({ outputs, height, width }, s) {
  return outputs.subarray(s * height * width, (s + 1) * height * width);
}

// Add what a K×K kernel makes of a map to a sum.
function addKernel(sum, input, taps, { k, height, width }) {
  const edge = (k - 1) / 2;
  taps.forEach((weight, tap) => {
    const [dy, dx] = [Math.floor(tap / k) - edge, (tap % k) - edge];
    const [left, right] = [Math.max(0, -dx), Math.min(width, width - dx)];
    for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
      for (let x = left; x < right; x++) sum[y * width + x] += weight * input[(y + dy) * width + x + dx];
    }
  });
}

// Add a map to a sum, times a number.
function addMap(sum, map, times = 1) {
  for (let i = 0; i < sum.length; i++) sum[i] += times * map[i];
}

// Return what filter s makes of the layer's inputs: {kernels, adds: a map for each channel, kxk, dots, output}.
export function filterAt(layer, s, off) {
  const kernels = kernelsOf(layer, s, off);
  const empty = () => new Float64Array(layer.height * layer.width);
  const [kxk, dots, output] = [empty(), empty(), empty()];
  const adds = kernels.map(({ j, kxk: taps, dot }) => {
    const [input, map] = [inputOf(layer, j), empty()];
    if (taps) addKernel(map, input, taps, layer);
    addMap(kxk, map);
    if (dot !== null) {
      addMap(dots, input, dot);
      addMap(map, input, dot);
    }
    return map;
  });
  addMap(output, kxk);
  addMap(output, dots);
  return { kernels, adds, kxk, dots, output };
}

export function variance(map) {
  const mean = map.reduce((sum, value) => sum + value, 0) / map.length;
  return map.reduce((sum, value) => sum + (value - mean) ** 2, 0) / map.length;
}

// Return the K×K part's share of the variances of both parts, or null where nothing varies.
export function shareOf({ kxk, dots }) {
  const [own, other] = [variance(kxk), variance(dots)];
  return own + other ? own / (own + other) : null;
}

// Return Pearson's correlation of two maps, or null where one of them does not vary.
export function correlation(a, b) {
  const [own, other, both] = [variance(a), variance(b), variance(a.map((value, i) => value + b[i]))];
  return own && other ? (both - own - other) / 2 / Math.sqrt(own * other) : null;
}

export const largest = (map) => map.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

export const difference = (a, b) => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

// Return the products behind the pixel {y, x} on one channel: {kxk: [{input, weight, product}] or [], dot: the same}.
// Beside the map an input is 0.
export function productsAt(layer, { j, kxk, dot }, { y, x }) {
  const { k, height, width } = layer;
  const edge = (k - 1) / 2;
  const input = inputOf(layer, j);
  const at = (row, column) =>
    row < 0 || column < 0 || row >= height || column >= width ? 0 : input[row * width + column];
  const product = (value, weight) => ({ input: value, weight, product: value * weight });
  const taps = kxk ? [...kxk] : [];
  return {
    kxk: taps.map((weight, tap) => product(at(y + Math.floor(tap / k) - edge, x + (tap % k) - edge), weight)),
    dot: dot === null ? [] : [product(at(y, x), dot)],
  };
}

const total = (products) => products.reduce((sum, { product }) => sum + product, 0);

// Return all products behind a pixel: {channels: [{j, kxk, dot, adds}], counts and sums of both parts, output}.
export function pixelAt(layer, kernels, place) {
  const channels = kernels.map((kernel) => {
    const { kxk, dot } = productsAt(layer, kernel, place);
    return { j: kernel.j, kxk, dot, adds: total(kxk) + total(dot) };
  });
  const all = (key) => channels.flatMap((channel) => channel[key]);
  const [kxk, dots] = [all("kxk"), all("dot")];
  const sums = { kxk: total(kxk), dots: total(dots) };
  return { channels, counts: { kxk: kxk.length, dots: dots.length }, sums, output: sums.kxk + sums.dots };
}

// Return the channel that adds most at a pixel, in absolute numbers.
export const strongest = (channels) =>
  channels.reduce((best, channel) => (Math.abs(channel.adds) > Math.abs(best.adds) ? channel : best)).j;
