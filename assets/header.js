// The page's title, its two sentences, and the choice of language (an ordinary link, so that it can be shared).
const { t, make, language, languages } = window.hetviz;
document.title = t("title");
const link = ([code, name]) => {
  const address = new URL(location.href);
  address.searchParams.set("lang", code);
  return make("a", { href: address.href, lang: code, "aria-current": code === language ? "true" : null }, name);
};
element
  .querySelector(".hv-root")
  .replaceChildren(
    make(
      "header",
      { class: "hv-header" },
      make("div", {}, make("h1", {}, t("title")), make("p", { class: "hv-tagline" }, t("tagline"))),
      make("nav", { class: "hv-languages", "aria-label": t("language") }, ...Object.entries(languages).map(link)),
    ),
  );
