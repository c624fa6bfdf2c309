"""Writes a model's YAML from the reader's own library, with hetviz's blocks in the place of its own, and counts both."""

import importlib
import re
from collections import Counter
from pathlib import Path
from typing import Any

import torch
import yaml
from torch import Tensor, nn

from hetviz.operators.hetconv import HetConv
from hetviz.takehome.libraries import BLOCKS, PARSERS, PARTS, REPLACED, macs_of_hetconv, register

SIZE = 640  # pixels, that multiply-adds are counted for


def write_yaml(source: str, block: str, parts: int = 4, folder: str = ".") -> Path:
    """Write the YAML of a model with another block and return its path, after telling what it costs.

    Args:
        source: a YAML file, such as models/yolov5n.yaml, or a model that ultralytics knows, such as yolov8n.
        block: one of `BLOCKS`, written in any case, with or without hyphens.
        parts: P of the HetConvs, or the groups of the DualConvs.
    Raises:
        ValueError: there is no such model or block, or the model has nothing that is replaced.
    """
    name = _block(block)
    described = _read(source)
    rows = described["backbone"] + described["head"]
    present = Counter(row[2] for row in rows if row[2] in REPLACED)
    if not present:
        raise ValueError(f"{source} has no {', '.join(REPLACED)} that could be replaced")
    replaces = present.most_common(1)[0][0]
    for row in rows:
        row[2] = name if row[2] == replaces else row[2]
    label = PARTS.get(name)
    described |= {"replaces": replaces, **({label: parts} if label else {})}
    ending = f"-{label[0]}{parts}" if label else ""
    path = Path(folder) / f"{Path(source).stem}-{name.lower()}{ending}.yaml"
    path.write_text(_text(described), encoding="utf-8")
    try:
        told = compare(source, path)
    except (ValueError, RuntimeError):
        path.unlink()
        raise
    path.write_text("".join(f"# {line}\n" for line in told) + path.read_text(encoding="utf-8"), encoding="utf-8")
    print("\n".join([str(path), *told]))
    return path


def _text(described: dict[str, Any]) -> str:
    """Return the YAML with a line for each layer."""
    told = ""
    for key, value in described.items():
        if key in ("backbone", "head"):
            rows = (yaml.safe_dump(row, default_flow_style=True, width=1000) for row in value)
            told += f"{key}:\n" + "".join(f"  - {row}" for row in rows)
        else:
            flow = None if isinstance(value, dict | list) else False
            told += yaml.safe_dump({key: value}, default_flow_style=flow, sort_keys=False)
    return told


def _block(asked: str) -> str:
    names = {name.lower(): name for name in BLOCKS}
    name = names.get(asked.lower().replace("-", ""))
    if name is None:
        raise ValueError(f"block={asked!r} must be one of {', '.join(BLOCKS)}")
    return name


def _read(source: str) -> dict[str, Any]:
    path = Path(source)
    if not path.is_file():
        path = _of_ultralytics(source)
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _of_ultralytics(model: str) -> Path:
    """Return the YAML that ultralytics builds a model of; one file serves all its sizes."""
    name = re.sub(r"(\d+)[nslmx](?=$|-)", r"\1", model.removesuffix(".yaml"))
    folder = Path(importlib.import_module("ultralytics").__file__).parent / "cfg" / "models"
    found = sorted(folder.rglob(f"{name}.yaml"))
    if not found:
        raise ValueError(f"there is no file {model}, and ultralytics knows no model {model}")
    return found[0]


def compare(source: str, path: Path) -> list[str]:
    """Return sentences that say what a model costs with the library's own blocks and with those of the YAML."""
    register()
    before, after = (count(_built(str(described))) for described in (source, path))
    pairs = zip(("parameters", "GFLOPs"), before, after, strict=True)
    changes = [(what, old, new, 100 * (new - old) / old) for what, old, new in pairs]
    shown = {"parameters": "{:,.0f}", "GFLOPs": "{:.3f}"}
    told = [
        f"{what}: {shown[what].format(old)} -> {shown[what].format(new)} ({change:+.1f} %)"
        for what, old, new, change in changes
    ]
    told[-1] += f" at {SIZE}x{SIZE}, 2 x multiply-adds of the convolutions"
    told += [
        f"NOTE: heavier in {what} than with the library's own blocks" for what, *_, change in changes if change > 0
    ]
    return told


def _built(described: str) -> nn.Module:
    path = Path(described)
    local = path.is_file() and "anchors" in yaml.safe_load(path.read_text(encoding="utf-8"))
    name = next(name for name in register() if not local or name != PARSERS[0])
    module = importlib.import_module(name)
    if name != PARSERS[0]:
        return module.DetectionModel(described)
    task = importlib.import_module("ultralytics").YOLO
    return task(described if path.is_file() else f"{described.removesuffix('.yaml')}.yaml", verbose=False).model


def count(model: nn.Module) -> tuple[int, float]:
    """Return parameters and GFLOPs (2 × multiply-adds of the convolutions) of a model at 640×640."""
    macs = 0

    def add(module: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal macs
        if isinstance(module, HetConv):
            macs += macs_of_hetconv(module, output)
        else:
            macs += module.weight[0].numel() * output.numel()

    handles = [m.register_forward_hook(add) for m in model.modules() if isinstance(m, HetConv | nn.Conv2d)]
    training = model.training
    with torch.no_grad():
        model.eval()(torch.zeros(1, 3, SIZE, SIZE))
    model.train(training)
    for handle in handles:
        handle.remove()
    return sum(tensor.numel() for tensor in model.parameters()), 2 * macs / 1e9
