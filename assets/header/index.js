// The page's title, its two sentences, and the choice of language (an ordinary link, so that it can be shared).
import { languages } from "../data.js";
import { arrivals } from "../shared/intake/arrivals.js";
import { make } from "../shared/elements.js";
import { language, t } from "../shared/language.js";
import { followLink } from "../shared/navigation.js";
import { explained } from "../shared/terms.js";

function link([code, { name }]) {
  const address = new URL(location.href);
  address.searchParams.set("lang", code);
  return make("a", { href: address.href, lang: code, "aria-current": code === language ? "true" : null }, name);
}

export function mount({ element }) {
  document.title = t("title");
  document.documentElement.lang = languages[language].tag;
  const tagline = explained(t("tagline"), ["c3", "csphet"]);
  const titles = make("div", {}, make("h1", {}, t("title")), make("p", { class: "hv-tagline" }, ...tagline));
  const choice = Object.entries(languages).map(link);
  const nav = make("nav", { class: "hv-languages", "aria-label": t("language") }, ...choice);
  element.querySelector(".hv-root").replaceChildren(make("header", { class: "hv-header" }, titles, nav), arrivals());
  followLink();
}
