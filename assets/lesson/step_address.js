// Addresses of steps, and of what steps lead to.

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
  return url.href;
}
