// Where the 3×3 kernels of a HetConv stand.
import { KIND, OPERATORS } from "../kernels/rules.js";

// Return the channels on which a filter of a HetConv has K×K kernels, by the rule that the grid draws.
export function ownChannels(filter, channels, p) {
  const [grid] = OPERATORS.hetconv.stages({ m: channels, n: channels, k: 3, p });
  return [...Array(channels).keys()].filter((j) => grid.kind(filter, j) === KIND.raster);
}
