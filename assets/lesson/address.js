// The step in the page's address.

// Return the step that a link asks for, 1 to `last`, or null.
export function stepIn(search, last) {
  const asked = new URLSearchParams(search);
  const number = Number(asked.get("step"));
  const sound = asked.get("tab") === "lesson" && Number.isInteger(number) && number >= 1 && number <= last;
  return sound ? number : null;
}

// Return the address with a step of the lesson.
export function withStep(href, number) {
  const url = new URL(href);
  url.searchParams.set("tab", "lesson");
  url.searchParams.set("step", number);
  return url.href;
}

// Return the address of another state of the page, {tab, p, operator, …}; of the present one only the language is kept.
export function addressOf(href, asked) {
  const url = new URL(href);
  const language = url.searchParams.get("lang");
  url.search = new URLSearchParams(language ? { lang: language, ...asked } : asked);
  url.hash = "";
  return url.href;
}
