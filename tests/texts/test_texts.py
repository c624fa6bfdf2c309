import re
import shutil
from pathlib import Path

import pytest

from hetviz.pictures import images
from hetviz.texts.sentences import FOLDER, files, languages, marks, sentence, table

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, CHINESE = table()["en"], table()["zh"]


@pytest.mark.parametrize("key", ENGLISH)
def test_every_sentence_stands_in_both_languages(key: str):
    english, chinese = ENGLISH[key], CHINESE[key]
    assert english.strip() and chinese.strip()
    assert not re.search(r"[\u4e00-\u9fff]", english)
    assert "<" not in english + chinese


def test_the_table_has_both_languages():
    assert list(table()) == list(languages()) == ["en", "zh"]
    assert sentence("objects", count=2) == "2 found"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the texts, to be changed."""
    copied = tmp_path / "texts"
    shutil.copytree(FOLDER, copied)
    return copied


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_another_language_is_one_more_folder(folder: Path):
    shutil.copytree(folder / "zh", folder / "de")
    about = 'name = "Deutsch"\ntag = "de"\ntags = ["de"]\n'
    (folder / "de" / "language.toml").write_text(about, encoding="utf-8")
    assert list(table(folder)) == list(languages(folder)) == ["en", "de", "zh"]
    assert languages(folder)["de"].name == "Deutsch"


def test_what_is_not_alike_is_named(folder: Path):
    replace(folder / "zh" / "detect.toml", "{count}", "{number}")
    with pytest.raises(ValueError, match=r"zh/detect\.toml: '\w+' must have the marks \['count'"):
        table(folder)


def test_a_missing_key_is_named(folder: Path):
    replace(folder / "zh" / "page.toml", "tagline =", "# tagline =")
    with pytest.raises(ValueError, match=r"zh/page\.toml: 'tagline' is missing"):
        table(folder)


def test_a_key_that_the_default_lacks_is_named(folder: Path):
    replace(folder / "en" / "page.toml", "tagline =", "# tagline =")
    with pytest.raises(ValueError, match=r"zh/page\.toml: 'tagline' is not in en/page\.toml"):
        table(folder)


def test_no_key_stands_in_two_files(folder: Path):
    replace(folder / "zh" / "page.toml", "tagline =", "objects =")
    with pytest.raises(ValueError, match=r"zh/\w+\.toml: 'objects' must stand in one file only"):
        table(folder)


def test_two_languages_do_not_ask_for_the_same_browsers(folder: Path):
    replace(folder / "zh" / "language.toml", '"yue"', '"en"')
    with pytest.raises(ValueError, match="each tag must stand in one language"):
        languages(folder)


def test_a_file_is_a_tab_in_every_language():
    assert set(files("en")) == set(files("zh")) >= {"detect", "kernels", "costs", "live", "page"}


@pytest.mark.parametrize("code", images.ERRORS)
def test_every_error_of_a_picture_has_its_sentence(code: str):
    assert marks(ENGLISH[f"error_{code}"]) == marks(images.ERRORS[code])


@pytest.mark.parametrize("code", images.NOTES)
def test_every_note_on_a_picture_has_its_sentence(code: str):
    assert f"note_{code}" in ENGLISH


def used_keys() -> set[str]:
    """Return the keys that the page's scripts ask for by name."""
    scripts = "".join(path.read_text() for path in (ROOT / "assets").rglob("*.js"))
    stopped = set(re.findall(r'new Stopped\("(\w+)"', scripts)) - {"over", "cancelled", "nudge"}  # these are never said
    said = {f"error_{code}" for code in stopped} | set(re.findall(r'\["(arrived_\w+)"', scripts))
    return said | set(re.findall(r"""\bt\(\s*["'](\w+)["']""", scripts))


def test_every_key_that_the_page_asks_for_exists():
    assert used_keys() and used_keys() <= ENGLISH.keys()
