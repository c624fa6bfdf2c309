"""Every sentence a user sees, in English and Chinese, by key: one module a tab, joined here.

`{name}` marks are filled in by whoever shows the sentence. The page gets the whole table and chooses the language:
`?lang=` first, then the browser's.
"""

from hetviz.texts import (
    arrivals,
    camera,
    claims,
    classes,
    clock,
    costs,
    detect,
    heat_maps,
    kernels,
    kernels_live,
    live,
    page,
    pictures,
)

LANGUAGES = {"en": "English", "zh": "中文"}
PARTS = (page, arrivals, camera, detect, heat_maps, kernels, kernels_live, costs, clock, claims, live, pictures, classes)
SENTENCES = {key: pair for part in PARTS for key, pair in part.SENTENCES.items()}


def table() -> dict[str, dict[str, str]]:
    """Return language -> key -> sentence, as the page reads it."""
    return {language: {key: pair[index] for key, pair in SENTENCES.items()} for index, language in enumerate(LANGUAGES)}


def sentence(key: str, language: str = "en", **facts: object) -> str:
    """Return one sentence with its marks filled in.

    >>> sentence("objects", "zh", count=3)
    '找到 3 个'
    """
    return table()[language][key].format(**facts)
