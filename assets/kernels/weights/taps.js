// The weights of one real kernel in a table.
import { make } from "../../shared/elements.js";
import { fixed } from "../../shared/language.js";
import { palette } from "../grid/palette.js";
import { colourScale, css } from "../grid/pixels.js";

const isBright = ([r, g, b]) => 0.3 * r + 0.59 * g + 0.11 * b > 140;

// Return the function that makes a table cell of one real kernel: number, and its colour behind it.
export function tapCell({ values, columns, k, limit }, s, j, raster) {
  const start = (s * columns + j) * k * k;
  const scale = colourScale(palette(), limit);
  return (index) => {
    const value = values[start + (raster ? index : (k * k - 1) / 2)];
    const colour = scale(value);
    const style = `background: ${css(colour)}; color: ${isBright(colour) ? "#10151b" : "#ffffff"}`;
    return make("td", { class: "hv-kernels-tap", style, "data-value": value }, fixed(value, 3).replace("-", "−"));
  };
}
