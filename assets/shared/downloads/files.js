// Files that a visitor takes home.
import { make } from "../elements.js";

const KEPT_MS = 10_000; // a browser may still be reading

// Let the browser save content under a name.
export function save(content, type, name) {
  const link = make("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
