// The page's title, its sentence, what was wrong in its address, and the choice of language (ordinary links, so that they
// can be shared).
import { languages } from "../data.js";
import { hold, listenToWrong, watch } from "../shared/address/address.js";
import { arrivals } from "../shared/intake/arrivals.js";
import { make } from "../shared/elements.js";
import { language, t } from "../shared/language.js";
import { followTabs } from "../shared/address/navigation.js";
import { languageKey } from "../shared/sentences.js";
import { explained } from "../shared/terms.js";

function link([code, { name }]) {
  const anchor = make("a", { lang: code, "aria-current": code === language ? "true" : null }, name);
  watch((href) => {
    const address = new URL(href);
    address.searchParams.set("lang", code);
    anchor.href = address.href;
  });
  return anchor;
}

// Texts of the address that have no value, each with what is allowed; they stay until they are closed.
function wrongs() {
  const root = make("div", { class: "hv-wrongs", role: "alert" });
  listenToWrong(({ name, text, taken, code, facts }) => {
    const said = t(`address_wrong_${code}`, { ...facts, name, text: text.slice(0, 60), taken: taken ?? "–" });
    const onclick = () => line.remove();
    const close = make("button", { type: "button", class: "hv-close", "aria-label": t("close"), onclick }, "×");
    const line = make("p", {}, make("span", {}, said), close);
    root.append(line);
  });
  return root;
}

export function mount({ element }) {
  document.title = t("title");
  document.documentElement.lang = languages[language].tag;
  hold({ lang: languageKey(language, languages) });
  const choice = Object.entries(languages).map(link);
  const nav = make("nav", { class: "hv-languages", "aria-label": t("language") }, ...choice);
  const tagline = make("p", { class: "hv-tagline" }, ...explained(t("tagline"), ["c3", "csphet"]));
  const header = make("header", { class: "hv-header" }, make("h1", {}, t("title")), nav, tagline);
  element.querySelector(".hv-root").replaceChildren(header, wrongs(), arrivals());
  followTabs();
}
