import re
from pathlib import Path
from string import Formatter

import pytest

from hetviz.pictures import images
from hetviz.texts.table import LANGUAGES, PARTS, SENTENCES, sentence, table

ROOT = Path(__file__).resolve().parents[2]


def marks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", SENTENCES)
def test_every_sentence_says_the_same_in_both_languages(key: str):
    english, chinese = SENTENCES[key]
    assert english.strip() and chinese.strip()
    assert marks(english) == marks(chinese)
    assert not re.search(r"[\u4e00-\u9fff]", english)
    assert "<" not in english + chinese


def test_no_key_stands_in_two_modules():
    assert len(SENTENCES) == sum(len(part.SENTENCES) for part in PARTS)


def test_the_table_has_both_languages():
    assert set(table()) == set(LANGUAGES) == {"en", "zh"}
    assert sentence("objects", count=2) == "2 found"


@pytest.mark.parametrize("code", images.ERRORS)
def test_every_error_of_a_picture_has_its_sentence(code: str):
    assert marks(SENTENCES[f"error_{code}"][0]) == marks(images.ERRORS[code])


@pytest.mark.parametrize("code", images.NOTES)
def test_every_note_on_a_picture_has_its_sentence(code: str):
    assert f"note_{code}" in SENTENCES


def used_keys() -> set[str]:
    """Return the keys that the page's scripts ask for by name."""
    scripts = "".join(path.read_text() for path in (ROOT / "assets").rglob("*.js"))
    return set(re.findall(r"""\bt\(\s*["'](\w+)["']""", scripts))


def test_every_key_that_the_page_asks_for_exists():
    assert used_keys() and used_keys() <= SENTENCES.keys()
