// What becomes of dropped or pasted things: which file goes to which tab, and what is said.

// The tabs that take files or show what another has taken, by their view in the page. `follows`: the tabs whose pictures
// it shows too, so that there is no need to leave it.
export const TAKERS = {
  detect: { view: "hetviz-detect", kind: "picture", follows: [] },
  live: { view: "hetviz-live", kind: "video", follows: [] },
  heat_maps: { view: "hetviz-heat-maps", kind: "picture", follows: ["detect"] },
};

// Weights belong to no tab: they become a detector of the whole page.
const TAKER_OF = { picture: "detect", video: "live", weights: "own" };
// Endings of files whose type a browser may not know.
const ENDINGS = {
  picture: /\.(jpe?g|jfif|png|webp|gif|bmp|tiff?|heic|heif|avif|jxl|svg|jp2|ico|psd|raw|dng|cr2|nef|arw)$/i,
  // Those that are no safetensors are told so.
  weights: /\.(safetensors|pt|pth|ckpt|pkl|onnx|tflite|engine|h5)$/i,
  video: /\.(mp4|m4v|mov|webm|mkv|avi|3gp|mpe?g|ogv|wmv)$/i,
};

// Return "picture", "video", "weights", or null where a file's type and name tell neither.
export function kindOf({ name, type }) {
  if (type.startsWith("image/")) return "picture";
  if (type.startsWith("video/") || type.startsWith("audio/")) return "video";
  return Object.keys(ENDINGS).find((kind) => ENDINGS[kind].test(name)) || null;
}

const isAddress = (text) => /^(https?|ftp|file|data|blob):/i.test(text.trim());

function nothing({ folders, files, text }) {
  if (folders) return ["arrived_folder", {}];
  if (files.length) return ["arrived_other", { name: files[0].name }];
  return [isAddress(text) ? "arrived_address" : "arrived_nothing", {}];
}

// Return {taker, file, sentences: [[key, facts]]} for {folders: count, files, text} on a shown tab; taker is a tab or "own".
// Without a file that can be used, taker and file are null.
export function planOf(arrived, shown) {
  const own = (TAKERS[shown] || TAKERS.detect).kind;
  // A file without a type and with an unknown ending is tried by the tab on which it came.
  const kinds = arrived.files.map((file) => kindOf(file) || (file.type ? null : own));
  const usable = kinds.findIndex(Boolean);
  if (usable < 0) return { taker: null, file: null, sentences: [nothing(arrived)] };
  const file = arrived.files[usable];
  const taker = TAKER_OF[kinds[usable]];
  const count = arrived.files.length + arrived.folders;
  const sentences = count > 1 ? [["arrived_several", { count, name: file.name }]] : [];
  return { taker, file, sentences };
}
