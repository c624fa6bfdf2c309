"""The one place that decides the page's language: a script put first into the page, before anything else asks for it.

Afterwards the browser claims one tag alone, that of the language chosen, so that Gradio and the page's own scripts cannot
decide differently.
"""

import json
from functools import cache

from hetviz.texts import sentences as texts

# `?lang=` decides, a language of the page or else the default; without it the first of the browser's that is one of these.
SCRIPT = """<script>
(() => {
  const languages = LANGUAGES;
  const begins = (browser, tag) => new RegExp(`^${tag}([-_]|$)`, "i").test(browser);
  const known = (browser) => languages.find(({ tags }) => tags.some((tag) => begins(browser, tag)));
  const asked = new URLSearchParams(location.search).get("lang");
  const { tag } = (asked ? [asked] : navigator.languages).map(known).find(Boolean) ?? languages[0];
  Object.defineProperty(navigator, "language", { get: () => tag });
  Object.defineProperty(navigator, "languages", { get: () => [tag] });
})();
</script>"""


@cache
def script() -> str:
    """Return the script with the languages of the texts."""
    known = [{"tag": language.tag, "tags": language.tags} for language in texts.languages().values()]
    return SCRIPT.replace("LANGUAGES", json.dumps(known))
