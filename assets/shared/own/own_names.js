// Names of files as they fit into a line.
const LONGEST = 28;
const END = 14; // of these, characters at the end, where a file's kind and number stand

// Return a name, without its middle where it is long.
export function shortName(name) {
  const letters = [...name];
  if (letters.length <= LONGEST) return name;
  return `${letters.slice(0, LONGEST - END - 1).join("")}…${letters.slice(-END).join("")}`;
}
