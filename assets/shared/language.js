// The language of this page: its sentences, its names of classes, its numbers.
import { languages, texts } from "../data.js";
import { numbersIn } from "./numbers.js";
import { filled, languageOf } from "./sentences.js";

export const language = languageOf(navigator.language, languages);
export const { count, fixed, signed } = numbersIn(language);

// Return the sentence of a key with its {marks} filled in.
export function t(key, facts = {}) {
  const sentence = texts[language][key];
  if (sentence === undefined) throw new Error(`no sentence for ${key}`);
  return filled(sentence, facts);
}

// Return whole sentences one after another; what is empty is left out.
export const together = (...sentences) => sentences.filter(Boolean).join(languages[language].between);

// Return the name of a class of objects in the page's language; a class without one keeps its own.
export const className = (name) => texts[language][`class_${name}`] || name;
