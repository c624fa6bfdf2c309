// What one filter makes of a patch of pixels, number by number. Patches and kernels are rows of numbers.

// Return the products of a kernel laid on a place, as {pixel, weight, product}, row by row.
export const productsAt = (pixels, kernel, row, column) =>
  kernel.flatMap((weights, y) =>
    weights.map((weight, x) => {
      const pixel = pixels[row + y][column + x];
      return { pixel, weight, product: pixel * weight };
    }),
  );

export const sumAt = (pixels, kernel, row, column) =>
  productsAt(pixels, kernel, row, column).reduce((sum, { product }) => sum + product, 0);

// Return the results at every place where the kernel fits: those of all channels added. channels: [{pixels, kernel}].
export function results(channels) {
  const places = channels[0].pixels.length - channels[0].kernel.length + 1;
  const numbers = [...Array(places).keys()];
  const at = (row, column) => channels.reduce((sum, { pixels, kernel }) => sum + sumAt(pixels, kernel, row, column), 0);
  return numbers.map((row) => numbers.map((column) => at(row, column)));
}

// Return black or white, whichever reads better on a colour [r, g, b].
export function inkOn(colour) {
  const [r, g, b] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return light > 0.179 ? "#000000" : "#ffffff"; // where contrast with both is alike
}
