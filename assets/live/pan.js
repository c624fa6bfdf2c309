// A slow journey over still pictures: which part of which picture a frame shows at a time.
export const EACH_S = 6; // of one picture
const NEARER = 0.4; // by how much the middle of a journey is enlarged

// Return {index, x, y, width, height}: the part of one of some pictures [{width, height}] that fills a frame of an aspect.
export function viewAt(seconds, pictures, aspect) {
  const index = Math.floor(seconds / EACH_S) % pictures.length;
  const share = (seconds % EACH_S) / EACH_S;
  const picture = pictures[index];
  const zoom = 1 + NEARER * Math.sin(Math.PI * share);
  const width = Math.min(picture.width, picture.height * aspect) / zoom;
  const height = width / aspect;
  const x = (picture.width - width) * (index % 2 ? 1 - share : share);
  const y = ((picture.height - height) * share) / 2;
  return { index, x, y, width, height };
}
