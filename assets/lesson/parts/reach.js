// How far HetConvs in a chain see, channel by channel.
import { KIND, OPERATORS } from "../../kernels/rules.js";

const side = (s, j, channels, p) => {
  const [grid] = OPERATORS.hetconv.stages({ m: channels, n: channels, k: 3, p });
  return grid.kind(s, j) === KIND.raster ? 3 : 1;
};

// Return the side of the window through which a filter of the last of `layers` HetConvs sees each channel.
export function windows(filter, layers, channels, p) {
  const numbers = [...Array(channels).keys()];
  const first = (s) => numbers.map((j) => side(s, j, channels, p));
  if (layers === 1) return first(filter);
  const before = numbers.map((s) => windows(s, layers - 1, channels, p));
  return numbers.map((j) => Math.max(...numbers.map((s) => side(filter, s, channels, p) - 1 + before[s][j])));
}

// Return the way of the widest window after two layers: {through: filter of the first layer, first, second: sides}.
export function wayOf(filter, channel, channels, p) {
  const numbers = [...Array(channels).keys()];
  const ways = numbers.map((s) => ({
    through: s,
    first: side(s, channel, channels, p),
    second: side(filter, s, channels, p),
  }));
  const own = ways[channel]; // the shortest to say: the filter of the channel's own number
  return ways.reduce((best, way) => (way.first + way.second > best.first + best.second ? way : best), own);
}
