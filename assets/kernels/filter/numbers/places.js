// Which layer of a detector stands at a place, which pixel lies where: the choice of the view, without drawing.

const bottleneckOf = (path) => path.slice(0, path.lastIndexOf("."));

// Return the row of the layer at a path, or of the last K×K layer of the same bottleneck, or undefined.
export function layerAt(rows, path) {
  return rows.find((row) => row.path === path) ?? rows.findLast((row) => bottleneckOf(row.path) === bottleneckOf(path));
}

// Return the pixel moved by a key, or null where the key moves none.
export function movedPixel({ y, x }, key, { height, width }) {
  const within = (value, count) => Math.max(0, Math.min(count - 1, value));
  const to = {
    ArrowUp: [y - 1, x],
    ArrowDown: [y + 1, x],
    ArrowLeft: [y, x - 1],
    ArrowRight: [y, x + 1],
    Home: [y, 0],
  };
  const [row, column] = { ...to, End: [y, width - 1] }[key] ?? [null, null];
  return row === null ? null : { y: within(row, height), x: within(column, width) };
}

// Return the part of the picture that a pixel of a map with so many rows covers: [left, top, right, bottom] in pixels of
// the picture. placing: {scale, left, top, size} of the picture within the detector's input.
export function inPicture({ y, x }, { height, width }, { scale, left, top, size }) {
  const across = (column) => ((column * size) / width - left) / scale;
  const down = (row) => ((row * size) / height - top) / scale;
  return [across(x), down(y), across(x + 1), down(y + 1)];
}

// Return the order in which channels are shown: as stored, or sorted by remainder mod P as in the grid.
export function channelOrder({ m, p, operator }, sorted) {
  const stored = [...Array(m).keys()];
  return sorted && operator === "hetconv" ? stored.sort((a, b) => (a % p) - (b % p) || a - b) : stored;
}

const CELL_GAP = 6;
const SIGN = 22; // for the kernel between the two maps
const LARGEST = 64;
const SMALLEST = 24;

// Return how `count` channels are laid out in a width: {side of a map, columns, rows, cell: {width, height}, height}.
export function tiling(count, width, rowsWanted = 3) {
  const fits = (side) => Math.max(1, Math.floor((width + CELL_GAP) / (side + CELL_GAP)));
  let side = LARGEST;
  while (side > SMALLEST && Math.ceil(count / fits(side)) > rowsWanted) side -= 2;
  const columns = Math.min(count, fits(side));
  const rows = Math.ceil(count / columns);
  const cell = { width: side + CELL_GAP, height: 2 * side + SIGN + CELL_GAP + 6 };
  return { side, columns, rows, cell, sign: SIGN, height: rows * cell.height };
}

// Return what lies at a point of the tiles: {index of the channel, pixel or null}, or null.
export function tileAt({ x, y }, { side, columns, cell, sign }, count, { height, width }) {
  const [column, row] = [Math.floor(x / cell.width), Math.floor(y / cell.height)];
  const index = row * columns + column;
  if (column < 0 || column >= columns || row < 0 || index >= count) return null;
  const [dx, dy] = [x - column * cell.width, y - row * cell.height];
  const down = dy < side ? dy : dy - side - sign;
  const inside = dx < side && down >= 0 && down < side;
  const pixel = { y: Math.floor((down / side) * height), x: Math.floor((dx / side) * width) };
  return { index, pixel: inside ? pixel : null };
}
