// Which of the page's languages is spoken, and sentences with their {marks} filled in.

// Return the code of the language of this tag, the first one where there is none. languages: code -> {tag}. The server has
// put a script in front that leaves the browser one tag (page/language.py), so that Gradio and these scripts agree.
export const languageOf = (tag, languages) =>
  Object.keys(languages).find((code) => languages[code].tag === tag) ?? Object.keys(languages)[0];

// Return the sentence with each {mark} replaced by its fact; a mark without one stays.
export function filled(sentence, facts) {
  return sentence.replace(/\{(\w+)\}/g, (mark, name) => (name in facts ? String(facts[name]) : mark));
}

// Return a sentence in parts: texts, and [key, word] at the first place of each word. words: key -> word.
export function parted(sentence, words) {
  const found = Object.entries(words).map(([key, word]) => ({ key, word, at: sentence.indexOf(word) }));
  const parts = [];
  let end = 0;
  for (const { key, word, at } of found.filter((one) => one.at >= 0).sort((a, b) => a.at - b.at)) {
    if (at < end) continue; // inside of another word that is explained
    parts.push(sentence.slice(end, at), [key, word]);
    end = at + word.length;
  }
  return [...parts, sentence.slice(end)].filter((part) => part.length);
}

// Return the key of the language in an address (shared/address/keys.js); the standard is the language in use. Tags of
// browsers name a language too, as zh-Hant, by what they begin with, as for the server.
export function languageKey(used, languages) {
  const begins = (text, tag) => new RegExp(`^${tag}([-_]|$)`, "i").test(text);
  const codes = Object.keys(languages);
  const read = (text) => codes.find((code) => languages[code].tags.some((tag) => begins(text, tag)));
  return { standard: used, read, write: String, code: "list", facts: { allowed: codes.join(", ") } };
}
