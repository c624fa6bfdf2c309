"""Every sentence that a user sees, by language and key, from the folders beside this module.

A language is a folder: `language.toml` says what it is called and which browsers want it, each other file has the sentences
of a tab, one a line. All folders have the same keys in the same files, and the same `{name}` marks, which whoever shows a
sentence fills in. The page gets the whole table; `page.language` chooses the language.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

FOLDER = Path(__file__).resolve().parent
DEFAULT = "en"  # for whom no other language is asked; the others are held against it
ABOUT = "language.toml"


@dataclass(frozen=True)
class Language:
    """A language of the page.

    Attributes:
        name: in its own words.
        tag: of pages in it, such as zh-CN.
        tags: what the tags of browsers begin with that ask for it, such as zh.
        between: what stands between two sentences.
    """

    name: str
    tag: str
    tags: tuple[str, ...]
    between: str = " "


@cache
def languages(folder: Path = FOLDER) -> dict[str, Language]:
    """Return the languages by the names of their folders, the default first.

    Raises:
        ValueError: two languages ask for the same browsers.
    """
    found = {path.parent.name: _read(path) for path in folder.glob(f"*/{ABOUT}")}
    ordered = sorted(found, key=lambda code: (code != DEFAULT, code))
    known = {code: Language(**found[code] | {"tags": tuple(found[code]["tags"])}) for code in ordered}
    tags = [tag for language in known.values() for tag in language.tags]
    if len(tags) > len(set(tags)):
        raise ValueError(f"{ABOUT}: each tag must stand in one language, not {tags}")
    return known


@cache
def files(language: str, folder: Path = FOLDER) -> dict[str, dict[str, str]]:
    """Return file -> key -> sentence of a language."""
    return {path.stem: _read(path) for path in sorted((folder / language).glob("*.toml")) if path.name != ABOUT}


@cache
def table(folder: Path = FOLDER) -> dict[str, dict[str, str]]:
    """Return language -> key -> sentence, as the page reads it.

    Raises:
        ValueError: a key stands in two files of a language, or a language lacks a key, has one too many, or one whose marks
            are not those of the default language.
    """
    joined = {language: _joined(language, folder) for language in languages(folder)}
    for language in joined:
        _require_alike(language, files(DEFAULT, folder), files(language, folder))
    return joined


def sentence(key: str, language: str = DEFAULT, **facts: object) -> str:
    """Return one sentence with its marks filled in.

    >>> sentence("objects", "zh", count=3)
    '找到 3 个'
    """
    return table()[language][key].format(**facts)


def marks(text: str) -> set[str]:
    """Return the names of the marks in a sentence.

    >>> sorted(marks("{count} of {all}"))
    ['all', 'count']
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _read(path: Path) -> dict:
    with path.open("rb") as opened:
        return tomllib.load(opened)


def _joined(language: str, folder: Path) -> dict[str, str]:
    sentences: dict[str, str] = {}
    for file, own in files(language, folder).items():
        if twice := sentences.keys() & own.keys():
            raise ValueError(f"{language}/{file}.toml: {min(twice)!r} must stand in one file only")
        sentences |= own
    return sentences


def _require_alike(language: str, wanted: dict[str, dict[str, str]], own: dict[str, dict[str, str]]) -> None:
    for file in wanted.keys() | own.keys():
        keys, others = wanted.get(file, {}), own.get(file, {})
        for key in keys.keys() ^ others.keys():
            problem = "is missing" if key in keys else f"is not in {DEFAULT}/{file}.toml"
            raise ValueError(f"{language}/{file}.toml: {key!r} {problem}")
        for key, text in others.items():
            if marks(text) != marks(keys[key]):
                raise ValueError(f"{language}/{file}.toml: {key!r} must have the marks {sorted(marks(keys[key]))}")
