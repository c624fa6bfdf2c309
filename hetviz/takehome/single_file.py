"""Makes `hetviz_blocks.py`, one file that stands alone, of this project's own source: nothing in it is written twice.

From `runner.main` on, every definition that is reached is copied from its module, as it stands there; a name that two modules
use is told apart by the name of its module.
"""

import ast
import importlib
import inspect
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

NAME = "hetviz_blocks.py"
START = ("hetviz.takehome.runner", "main")
LICENCE = Path(__file__).resolve().parents[2] / "LICENSE"
Place = tuple[str, str]  # module, name
HEAD = '''"""CSPHet, CSPPC, C3-Het, C3-Dual and C2f-Dual for an installed ultralytics or the yolov5 repository.

    pip install ultralytics
    python hetviz_blocks.py yaml yolov8n CSPHet --p 4
    python hetviz_blocks.py run yolo detect train model=yolov8n-csphet-p4.yaml data=coco8.yaml epochs=100 save_dir=csphet
    python hetviz_blocks.py run yolo export model=csphet/weights/best.pt format=onnx
    python hetviz_blocks.py safetensors csphet/weights/best.pt

In a checkout of the yolov5 repository:

    python hetviz_blocks.py yaml models/yolov5n.yaml CSPHet --p 4
    python hetviz_blocks.py run train.py --cfg yolov5n-csphet-p4.yaml --weights '' --data coco128.yaml --name csphet
    python hetviz_blocks.py run val.py --weights runs/train/csphet/weights/best.pt --data coco128.yaml
    python hetviz_blocks.py run export.py --weights runs/train/csphet/weights/best.pt --include onnx
    python hetviz_blocks.py safetensors runs/train/csphet/weights/best.pt
    python -m torch.distributed.run --nproc_per_node 2 hetviz_blocks.py run train.py ...     on several GPUs

In a program of your own: `import hetviz_blocks; hetviz_blocks.register()` before a model is made or loaded.

- `yaml` writes the YAML from the library that you have, and says by how much parameters and GFLOPs change. In YOLO11 and
  YOLO26 CSPHet P=4 costs more GFLOPs than the library's own C3k2: read that before you train.
- The key `replaces` in the YAML is required: YOLO11 and YOLO26 choose their head by whether there is a C3k2.
- The GFLOPs that the libraries log leave HetConv out unless its rule is known to their counter: `register` gives it one.
- A saved .pt refers to this file by its name: it must lie beside the program, or in PYTHONPATH, wherever the .pt is loaded.
  With ULTRALYTICS_SAFE_LOAD=1 ultralytics refuses such a .pt.
- A model that is fused, as for export, computes HetConv by grouped convolutions; as a dense kernel an exported file would be
  twice as large.
- `python hetviz_blocks.py safetensors best.pt --size 640` writes a YOLOv5n or YOLOv8n by hetviz's names; it runs nothing.

Made by hetviz from its own blocks, under the MIT licence below. ultralytics and yolov5 are AGPL-3.0: what you build with
them falls under their terms.
"""
'''
TAIL = """
if __name__ == "__main__":
    import hetviz_blocks  # by its own name, which saved models refer to

    hetviz_blocks.main()
"""


@dataclass
class Module:
    """The source of a module, by its top-level names.

    Attributes:
        lines: of its file.
        defined: name -> statement.
        own: name -> the place in this project that it is imported from.
        foreign: name -> the import statement of another package.
    """

    lines: list[str]
    defined: dict[str, ast.stmt] = field(default_factory=dict)
    own: dict[str, Place] = field(default_factory=dict)
    foreign: dict[str, str] = field(default_factory=dict)


@cache
def _module(name: str) -> Module:
    source = inspect.getsource(importlib.import_module(name))
    module = Module(source.splitlines())
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and node.module.startswith("hetviz."):
            module.own |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module.foreign |= {a.asname or a.name: f"from {node.module} import {ast.unparse(a)}" for a in node.names}
        elif isinstance(node, ast.Import):
            module.foreign |= {(a.asname or a.name).split(".")[0]: f"import {ast.unparse(a)}" for a in node.names}
        else:
            module.defined |= dict.fromkeys(_names(node), node)
    return module


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _used(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _reached() -> tuple[list[Place], set[str]]:
    """Return the places of all definitions needed, each after what it needs, and the foreign imports."""
    ordered: list[Place] = []
    imports: set[str] = set()
    seen: set[Place] = set()

    def visit(place: Place) -> None:
        if place in seen:
            return
        seen.add(place)
        module = _module(place[0])
        for name in sorted(_used(module.defined[place[1]])):
            if name in module.defined:
                visit((place[0], name))
            elif name in module.own:
                visit(module.own[name])
            elif name in module.foreign:
                imports.add(module.foreign[name])
        ordered.append(place)

    visit(START)
    return ordered, imports


def _text(place: Place, new_names: dict[Place, str]) -> str:
    """Return the source of a definition, with the new names of what is called alike in two modules."""
    module = _module(place[0])
    node = module.defined[place[1]]
    first = min([node.lineno, *(part.lineno for part in getattr(node, "decorator_list", []))])
    lines = module.lines[first - 1 : node.end_lineno]
    spots = []
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            origin = (place[0], part.id) if part.id in module.defined else module.own.get(part.id)
            if origin in new_names:
                spots.append((part.lineno, part.col_offset, part.id, new_names[origin]))
    if isinstance(node, ast.FunctionDef) and place in new_names:
        spots.append((node.lineno, node.col_offset + len("def "), node.name, new_names[place]))
    for line, column, old, new in sorted(spots, reverse=True):
        text = lines[line - first]
        lines[line - first] = text[:column] + new + text[column + len(old) :]
    return "\n".join(lines)


@cache
def source() -> str:
    """Return the text of the file."""
    places, imports = _reached()
    counts = Counter(name for _, name in places)
    new_names = {place: f"{place[1]}_of_{place[0].rsplit('.', 1)[1]}" for place in places if counts[place[1]] > 1}
    licence = "".join(f"# {line}".rstrip() + "\n" for line in LICENCE.read_text(encoding="utf-8").splitlines())
    standard = {line for line in imports if line.split()[1].split(".")[0] in sys.stdlib_module_names}
    groups = [sorted(part, key=lambda line: line.split()[::-1]) for part in (standard, imports - standard)]
    top = "\n\n".join("\n".join(sorted(group, key=lambda line: line.startswith("from"))) for group in groups)
    body, before = "", ""
    for place in places:
        text = _text(place, new_names)
        is_long = text.startswith(("def ", "class ", "@"))
        body += ("\n\n" if is_long or before else "") + text + "\n"
        before = is_long
    return f"{HEAD}{licence}\n{top}\n\n{body}\n{TAIL}"
