"""The page's scripts as the server hands them out; what they do is tested in tests/js and in the browser tests."""

import re

import pytest

from hetviz.detectors.variants import VARIANTS
from hetviz.page import scripts
from hetviz.page.page import TABS
from hetviz.page.scripts import variants

MODULES = {path.relative_to(scripts.ASSETS).as_posix() for path in scripts.ASSETS.rglob("*.js")}
VIEWS = ("header", "p_control", *TABS)


def test_every_module_is_needed_by_a_view():
    assert scripts.needed(f"{view}/index.js" for view in VIEWS) == MODULES | {scripts.DATA}


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_asks_for_all_its_modules_at_once(view: str):
    loader = scripts.loader(view)
    assert all(f'"{name}"' in loader for name in scripts.needed([f"{view}/index.js"]))
    assert f'"{scripts.folder()}/"' in loader  # relative to the page, so that it may stand under a sub-path


def test_views_do_not_import_each_other():
    for view in VIEWS:
        folders = {name.split("/")[0] for name in scripts.needed([f"{view}/index.js"])}
        assert folders <= {view, "shared", scripts.DATA}


def test_a_folder_has_at_most_a_dozen_modules_and_no_two_share_a_name():
    folders = {}
    for name in MODULES:
        folder, _, file = name.rpartition("/")
        folders.setdefault(folder, []).append(file)
    assert max(map(len, folders.values())) <= 12
    names = [file for files in folders.values() for file in files if file != "index.js"]
    assert len(names) == len(set(names))


def test_scripts_share_no_global_and_take_no_label_apart():
    text = "".join((scripts.ASSETS / name).read_text(encoding="utf-8") for name in sorted(MODULES))
    assert not re.findall(r"window\.hetviz|globalThis|startsWith\(\"v\d|split\(\"-\"\)|csphet-p\(", text)


def test_the_address_changes_with_the_content(tmp_path, monkeypatch: pytest.MonkeyPatch):
    before = scripts.folder()
    (tmp_path / "one.js").write_text("export const one = 1;")
    monkeypatch.setattr(scripts, "ASSETS", tmp_path)
    scripts.folder.cache_clear()
    first = scripts.folder()
    (tmp_path / "one.js").write_text("export const one = 2;")
    scripts.folder.cache_clear()
    assert len({before, first, scripts.folder()}) == 3
    scripts.folder.cache_clear()


def test_the_scripts_know_every_detector_by_the_names_of_python():
    described = variants()
    assert set(described) == set(VARIANTS)
    assert all(row["label"] == VARIANTS[name].label for name, row in described.items())
    for row in described.values():
        family = [other for other in described.values() if other["family"] == row["family"]]
        assert row["original"] in described and described[row["original"]] in family
        assert row["label"].startswith(row["blockName"])
