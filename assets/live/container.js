// Whether a video file is as long as its own parts claim: the sizes that stand in its container, read without its pictures.
const WINDOW = 2 ** 16; // bytes read at once
const HEADER = 16; // bytes; a part's header has no more
const EBML = 0x1a45dfa3; // how WebM and Matroska begin
const FIRST_BOXES = ["ftyp", "moov", "mdat", "free", "skip", "wide"]; // how MP4 and QuickTime begin

// Return whether a file has its end: false where a part goes on behind it; null of a container that is not known.
export async function hasItsEnd(file) {
  const at = reader(file);
  const head = await at(0);
  if (head.byteLength < 8) return false;
  const name = String.fromCharCode(...[4, 5, 6, 7].map((index) => head.getUint8(index)));
  const sizeOf = head.getUint32(0) === EBML ? elementSize : FIRST_BOXES.includes(name) ? boxSize : null;
  if (!sizeOf) return null;
  try {
    let place = 0;
    while (place < file.size) place += sizeOf(await at(place), file.size - place);
    return place === file.size;
  } catch (error) {
    if (error instanceof RangeError) return false; // the file ends within a header
    throw error;
  }
}

// Return a function from a place to the bytes there, as many as a header has.
function reader(file) {
  let start = 0;
  let window = new ArrayBuffer(0);
  return async (place) => {
    const length = Math.min(HEADER, file.size - place);
    if (place + length > start + window.byteLength) {
      window = await file.slice(place, place + WINDOW).arrayBuffer();
      start = place;
    }
    return new DataView(window, place - start, length);
  };
}

// Return the size of a box of MP4: 0 stands for all that is left, 1 says that it follows in eight bytes.
function boxSize(head, left) {
  const size = head.getUint32(0);
  if (size === 0) return left;
  if (size > 1) return Math.max(size, 8);
  return Math.max(Number(head.getBigUint64(8)), 16);
}

// Return the size of an element of WebM, of one that does not know its size that of its header alone: its parts follow.
function elementSize(head) {
  const id = bytesOfNumber(head, 0);
  const length = bytesOfNumber(head, id);
  let size = head.getUint8(id) & (0xff >> length);
  for (let index = 1; index < length; index++) size = 256 * size + head.getUint8(id + index);
  const unknown = size === 2 ** (7 * length) - 1;
  return id + length + (unknown ? 0 : size);
}

// Return how many bytes a number of WebM has: one more than its first byte has leading zeros.
const bytesOfNumber = (head, place) => Math.clz32(head.getUint8(place)) - 23;
