// Which of the page's languages is asked for, and sentences with their {marks} filled in.

// Return "zh" for any kind of Chinese, otherwise "en": `?lang=` in the address first, then the browser's language.
export function languageOf(search, browsers) {
  const asked = new URLSearchParams(search).get("lang") || browsers || "en";
  return asked.toLowerCase().startsWith("zh") ? "zh" : "en";
}

// Return the sentence with each {mark} replaced by its fact; a mark without one stays.
export function filled(sentence, facts) {
  return sentence.replace(/\{(\w+)\}/g, (mark, name) => (name in facts ? String(facts[name]) : mark));
}
