"""The page's scripts as the server hands them out; what they do is tested in tests/js and in the browser tests."""

import gzip
import re
import zlib

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from hetviz.detectors.variants import VARIANTS
from hetviz.page.delivery import scripts
from hetviz.page.delivery.bundle import DECLARED, IMPORT, LISTED, bundled, imports
from hetviz.page.delivery.scripts import variants
from hetviz.page.page import TABS

MODULES = {path.relative_to(scripts.ASSETS).as_posix() for path in scripts.ASSETS.rglob("*.js")}
VIEWS = ("header", "p_control", *TABS)


def reached(entries: list[str]) -> dict[str, str]:
    """Return the modules that some need, and these themselves, as they stand in the bundle, by name."""
    bundle = bundled(entries, lambda name: "" if name == scripts.DATA else (scripts.ASSETS / name).read_text())
    return dict(re.findall(r'^modules\["(.+?)"\] = (.+?)^}\)\(\);', bundle, re.MULTILINE | re.DOTALL))


def test_every_module_is_needed_by_a_view():
    assert set(reached([f"{view}/index.js" for view in VIEWS])) == MODULES | {scripts.DATA}
    assert all(f'modules["{name}"] = ' in scripts.bundle() for name in MODULES)


def exported(text: str) -> set[str]:
    found = [names for _, names in DECLARED.findall(text)] + LISTED.findall(text)
    return {name for names in found for name in re.findall(r"\w+", names)}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_imported_name_is_exported(module: str):
    texts = {name: (scripts.ASSETS / name).read_text(encoding="utf-8") for name in MODULES}
    texts[scripts.DATA] = scripts.data()
    found = imports(module, texts[module])
    for names, path in IMPORT.findall(texts[module]):
        wanted = {name.split(" as ")[0].strip() for name in names.split(",") if name.strip()}
        assert wanted <= exported(texts[found[path]]), path


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_handed_to_its_own_module(view: str):
    loader = scripts.loader(view)
    assert f'"{scripts.folder()}/{scripts.BUNDLE}"' in loader  # relative to the page, which may stand under a sub-path
    assert f'modules["{view}/index.js"].mount(' in loader
    assert "mount };" in reached([f"{view}/index.js"])[f"{view}/index.js"]


def test_views_do_not_import_each_other_but_the_lesson_which_is_made_of_their_parts():
    for view in set(VIEWS) - {"lesson"}:
        folders = {name.split("/")[0] for name in reached([f"{view}/index.js"])}
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
    (tmp_path / "one").mkdir()
    monkeypatch.setattr(scripts, "ASSETS", tmp_path)
    found = {before}
    for number in (1, 2):
        (tmp_path / "one" / "index.js").write_text(f"export const one = {number};")
        scripts.bundle.cache_clear()
        scripts.folder.cache_clear()
        found.add(scripts.folder())
    assert len(found) == 3
    scripts.bundle.cache_clear()
    scripts.folder.cache_clear()


def test_the_scripts_are_compressed_once_for_all_visitors(monkeypatch: pytest.MonkeyPatch):
    client = TestClient(Starlette(routes=scripts.routes()))
    address = f"/{scripts.folder()}/{scripts.BUNDLE}"
    first = client.get(address)
    assert first.headers["content-encoding"] == "gzip"
    assert int(first.headers["content-length"]) < len(scripts.bundle()) / 2
    monkeypatch.setattr(zlib, "compressobj", None)
    monkeypatch.setattr(gzip, "compress", None)
    assert client.get(address).text == first.text == scripts.bundle()
    plain = client.get(address, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == scripts.bundle()


def test_the_scripts_know_every_detector_by_the_names_of_python():
    described = variants()
    assert set(described) == set(VARIANTS)
    assert all(row["label"] == VARIANTS[name].label for name, row in described.items())
    for row in described.values():
        family = [other for other in described.values() if other["family"] == row["family"]]
        assert row["original"] in described and described[row["original"]] in family
        assert row["label"].startswith(row["blockName"])
