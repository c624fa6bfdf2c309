"""The shape of the house: who may import whom, and what every file of the package keeps to. The source is read, not run."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "hetviz"

# module -> the modules of hetviz that it may import. Change a row on purpose, together with the code that asks for it.
# The stack runs from operators to the page; commands at its side (data, losses, train, evaluate) are never imported
# by the app.
MAY_IMPORT: dict[str, set[str]] = {
    "convs": set(),
    "layouts": set(),
    "costs": {"layouts"},
    "conventions": {"costs"},
    "papers": {"costs"},
    "breakdown": {"conventions", "costs", "layouts"},
    "claims": {"conventions", "costs"},
    "boxes": set(),
    "images": set(),
    "data": set(),
    "blocks": {"convs"},
    "forms": {"convs", "blocks"},
    "detectors": {"blocks"},
    "weights": {"detectors"},
    "curves": {"weights"},
    "turns": set(),
    "rounding": {"detectors", "images"},
    "engine": {"detectors", "forms", "rounding", "turns", "weights"},
    "predict": {"boxes", "detectors", "images"},
    "measure": {"convs", "detectors", "engine", "forms", "predict", "weights"},
    "torchvision_repair": set(),
    "cam": set(),  # and, late, `methods`
    "methods": {"cam", "torchvision_repair"},
    "map_quality": {"cam"},
    "explain": {"boxes", "cam", "detectors", "forms", "images", "map_quality", "weights"},
    "draw": set(),
    "clock": {"engine", "measure"},
    "identity": {"convs", "forms"},
    "layers": {"convs", "forms"},
    "snippets": {"costs"},
    "diagrams": {"costs"},
    "report": {"data", "engine", "evaluate", "measure", "weights"},
    "losses": {"detectors"},
    "evaluate": {"boxes", "data", "detectors", "engine", "images"},
    "recipes": {"losses"},
    "train": {"blocks", "costs", "curves", "data", "detectors", "evaluate", "losses", "measure", "recipes", "weights"},
    "texts.classes": set(),
    "texts.claims": set(),
    "texts.clock": set(),
    "texts.costs": set(),
    "texts.detect": set(),
    "texts.heat_maps": set(),
    "texts.kernels": set(),
    "texts.kernels_live": set(),
    "texts.live": set(),
    "texts.page": set(),
    "texts.pictures": set(),
    "texts.table": {
        "texts.claims", "texts.classes", "texts.clock", "texts.costs", "texts.detect", "texts.heat_maps",
        "texts.kernels", "texts.kernels_live", "texts.live", "texts.page", "texts.pictures",
    },
    "tabs.language": set(),
    "tabs.p_control": {"diagrams", "weights"},
    "tabs.detect": {"engine", "images", "measure", "predict", "weights", "tabs.p_control"},
    "tabs.clock": {"breakdown", "clock", "costs", "measure"},
    "tabs.costs": {"breakdown", "claims", "conventions", "costs", "curves", "papers", "tabs.clock", "tabs.p_control"},
    "tabs.api": {"costs", "detectors", "engine", "explain", "images", "predict", "tabs.detect"},
    "tabs.heat_maps": {
        "cam", "draw", "explain", "images", "map_quality", "tabs.detect", "tabs.p_control", "weights",
    },
    "tabs.kernels": {
        "convs", "costs", "detectors", "diagrams", "identity", "images", "layers", "snippets", "tabs.detect", "weights",
    },
    "tabs.live": {"engine", "images", "predict", "weights", "tabs.p_control"},
    "tabs.scripts": {"tabs.variants", "texts.table"},
    "tabs.variants": {"breakdown", "costs"},
    "tabs.page": {
        "cam", "engine", "images", "tabs.api", "tabs.costs", "tabs.detect", "tabs.heat_maps", "tabs.kernels", "tabs.language",
        "tabs.live", "tabs.p_control", "tabs.scripts", "texts.table", "weights",
    },
}
ONLY_BY_COMMANDS = {"data", "losses", "evaluate", "recipes", "report", "train"}
LONGEST_FILE = {"costs": 370}  # formulas, blocks and detectors; every other file: 350 lines
OWN_MODULE_METHODS = {"forward", "extra_repr"}  # torch calls them; the class's docstring gives the shapes

FILES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.name != "__init__.py"
}
every_module = pytest.mark.parametrize("module", FILES)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the full name of everything imported, `from a import b` as both a and a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(path: Path) -> set[str]:
    """Return the modules of hetviz that a file imports."""
    names = {name.removeprefix("hetviz.") for name in imported(tree_of(path)) if name.startswith("hetviz.")}
    return names & FILES.keys()


def test_the_table_has_every_module_and_no_other():
    assert set(MAY_IMPORT) == set(FILES)


@every_module
def test_a_module_imports_only_what_its_row_names(module: str):
    assert own_imports(FILES[module]) == MAY_IMPORT[module]  # neither more, nor rows that have gone stale


def test_imports_go_one_way():
    list(TopologicalSorter(MAY_IMPORT).static_order())  # a cycle raises


def test_the_app_never_imports_what_only_commands_need():
    needed, waiting = set(), own_imports(ROOT / "app.py")
    while waiting:
        module = waiting.pop()
        needed.add(module)
        waiting |= MAY_IMPORT[module] - needed
    assert "tabs.page" in needed and not needed & ONLY_BY_COMMANDS


@every_module
def test_only_tabs_know_gradio(module: str):
    packages = {name.split(".")[0] for name in imported(tree_of(FILES[module]))}
    assert "gradio" not in packages or module.startswith("tabs.")


@every_module
def test_imports_stand_at_the_top(module: str):
    """Not inside functions, where they would hide a cycle; `try` around an optional library is all right.

    One import is late on purpose, and by name: the grad-cam library's (`cam.library`).
    """
    functions = [n for n in ast.walk(tree_of(FILES[module])) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert not [name for function in functions for name in imported(function)]
    late = re.findall(r'import_module\((.*)\)', FILES[module].read_text(encoding="utf-8"))
    assert late == (['"hetviz.methods"'] if module == "cam" else [])


def test_the_app_starts_without_the_grad_cam_library():
    code = "import sys, app; print(*{'pytorch_grad_cam', 'torchvision', 'sklearn'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_package_files_are_empty():
    assert [path for path in PACKAGE.rglob("__init__.py") if path.read_text()] == []


def test_the_app_file_is_short():
    assert len((ROOT / "app.py").read_text().splitlines()) < 40


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Yield every public function and class of a module, and the public methods of the classes, by dotted name."""
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        if prefix and node.name in OWN_MODULE_METHODS:
            continue
        yield prefix + node.name, node
        if isinstance(node, ast.ClassDef):
            yield from public(node.body, f"{prefix}{node.name}.")


@every_module
def test_everything_public_says_what_it_is(module: str):
    tree = tree_of(FILES[module])
    assert ast.get_docstring(tree), "the module has no docstring"
    assert [name for name, node in public(tree.body) if not ast.get_docstring(node)] == []


@every_module
def test_functions_and_files_stay_short(module: str):
    text = FILES[module].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE.get(module, 350)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 45, node.name
