// The weights of one real kernel in a table.
import { make } from "../../shared/elements.js";
import { fixed } from "../../shared/language.js";
import { palette } from "../grid/palette.js";
import { colourScale, css, inkOn } from "../grid/pixels.js";

// Return the function that makes a table cell of one real kernel: number, and its colour behind it.
export function tapCell({ values, columns, k, limit }, s, j, raster) {
  const start = (s * columns + j) * k * k;
  const scale = colourScale(palette(), limit);
  return (index) => {
    const value = values[start + (raster ? index : (k * k - 1) / 2)];
    const colour = scale(value);
    const style = `background: ${css(colour)}; color: ${inkOn(colour)}`;
    return make("td", { class: "hv-kernels-tap", style, "data-value": value }, fixed(value, 3).replace("-", "−"));
  };
}
