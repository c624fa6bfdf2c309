// Sentences of the page's two languages, with their {marks} filled in.

// Return "zh" for any kind of Chinese, otherwise "en". The server has put a script in front that settles what the
// browser says (page/language.py), so that Gradio and these scripts cannot decide differently.
export const languageOf = (tag) => (tag.toLowerCase().startsWith("zh") ? "zh" : "en");

// Return the sentence with each {mark} replaced by its fact; a mark without one stays.
export function filled(sentence, facts) {
  return sentence.replace(/\{(\w+)\}/g, (mark, name) => (name in facts ? String(facts[name]) : mark));
}
