"""What every file of the package keeps to; who may import whom is said in pyproject.toml. The source is read, not run."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "hetviz"

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


@every_module
def test_imports_stand_at_the_top(module: str):
    """Not inside functions, where they would hide a cycle; `try` around an optional library is all right.

    One import is late on purpose: the grad-cam library's (`tracing.library`). What becomes the block file imports by name
    the libraries of its reader, which are not installed here.
    """
    functions = [n for n in ast.walk(tree_of(FILES[module])) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    late = [name for function in functions for name in imported(function)]
    assert late == (["hetviz.explaining", "hetviz.explaining.methods"] if module == "explaining.tracing" else [])
    if not module.startswith("takehome."):
        assert "import_module" not in FILES[module].read_text(encoding="utf-8")


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
    assert len(text.splitlines()) <= 330
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 45, node.name


def test_no_two_modules_share_a_bare_name():
    names = [module.rsplit(".", 1)[-1] for module in FILES]
    assert sorted(names) == sorted(set(names))
