"""Teaches an installed ultralytics, or the yolov5 repository, hetviz's blocks without changing their files.

Both read a YAML by `parse_model`. It is wrapped: the library builds its own block in each place, and then ours is put there
with the same channels and depth and with the library's own convolutions.
"""

import copy
import importlib
import importlib.util
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn

from hetviz.blocks.c2fdual import C2fDual
from hetviz.blocks.c3dual import C3Dual
from hetviz.blocks.c3het import C3Het
from hetviz.blocks.conv import Conv
from hetviz.blocks.csphet import CSPHet
from hetviz.blocks.csppc import CSPPC
from hetviz.operators.hetconv import HetConv
from hetviz.reparam.convert import in_form

BLOCKS: dict[str, type[nn.Module]] = {c.__name__: c for c in (CSPHet, CSPPC, C3Het, C3Dual, C2fDual)}
PARTS = {"CSPHet": "p", "C3Het": "p", "C3Dual": "groups", "C2fDual": "groups"}  # what its P or G is called
REPLACED = ("C2f", "C3", "C3k2")
PARSERS = ("ultralytics.nn.tasks", "models.yolo", "yolov5.models.yolo")  # the last is the same repository from PyPI


def register() -> tuple[str, ...]:
    """Teach every library at hand the blocks and return the names of their modules; a second call changes nothing.

    Raises:
        ImportError: neither ultralytics nor a yolov5 repository can be imported.
    """
    found, failures = [], []
    for name in PARSERS:
        try:
            _teach(importlib.import_module(name))
            found.append(name)
        except ImportError as error:
            failures.append(f"{name}: {error}")
    if not found:
        raise ImportError(f"neither ultralytics nor a yolov5 repository can be imported: {'; '.join(failures)}")
    _count_hetconv()
    if PARSERS[0] in found:
        _register_in_workers(importlib.import_module("ultralytics.utils.dist"))
    return tuple(found)


def _teach(library: ModuleType) -> None:
    if not hasattr(library.parse_model, "__wrapped__"):
        library.parse_model = _with_blocks(library)
        library.BaseModel.fuse = _in_export_form(library.BaseModel.fuse)


def _with_blocks(library: ModuleType) -> Callable[..., Any]:
    parse_model = library.parse_model

    @wraps(parse_model)
    def parse(described: dict[str, Any], *arguments: Any, **options: Any) -> tuple[nn.Sequential, list[int]]:
        rows = described["backbone"] + described["head"]
        places = {index: row[2] for index, row in enumerate(rows) if row[2] in BLOCKS}
        if not places:
            return parse_model(described, *arguments, **options)
        replaces = described.get("replaces")
        if replaces not in REPLACED:
            raise ValueError(
                f"replaces: {replaces!r} must be one of {', '.join(REPLACED)}: what the blocks stand in for"
            )
        layers, save = parse_model(_with_own(described, replaces), *arguments, **options)
        before = _parameters(layers)
        for index, name in places.items():
            layers[index] = _placed(name, layers[index], described, library.Conv)
        told = f"{len(places)} × {places[min(places)]} in the place of {replaces}"
        library.LOGGER.info(f"hetviz: {told}: {before:,} -> {_parameters(layers):,} parameters")
        return layers, save

    return parse


def _with_own(described: dict[str, Any], replaces: str) -> dict[str, Any]:
    described = copy.deepcopy(described)
    for row in described["backbone"] + described["head"]:
        row[2] = replaces if row[2] in BLOCKS else row[2]
    return described


def _parameters(module: nn.Module) -> int:
    return sum(tensor.numel() for tensor in module.parameters())


def _placed(name: str, own: nn.Module, described: dict[str, Any], conv: type[nn.Module]) -> nn.Module:
    """Return the named block in the place of the library's own, with all that `parse_model` notes of a layer."""
    out = (own.cv3 if hasattr(own, "cv3") else own.cv2).conv.out_channels
    shortcut = any(getattr(part, "add", False) for part in own.m.modules())
    parts = PARTS.get(name)
    options = {parts: described.get(parts, 4)} if parts else {}
    block = BLOCKS[name](own.cv1.conv.in_channels, out, len(own.m), shortcut, **options)
    _with_convolutions(block, conv)
    block.i, block.f, block.type = own.i, own.f, name
    block.np = _parameters(block)
    return block


def _with_convolutions(module: nn.Module, conv: type[nn.Module]) -> None:
    """Put the library's convolutions where ours are standard ones, so that it fuses and counts them as its own."""
    for name, child in module.named_children():
        if isinstance(child, Conv) and isinstance(child.conv, nn.Conv2d):
            inner = child.conv
            setattr(module, name, conv(inner.in_channels, inner.out_channels, inner.kernel_size[0]))
        else:
            _with_convolutions(child, conv)


def _in_export_form(fuse: Callable[..., nn.Module]) -> Callable[..., nn.Module]:
    """Have a model that is fused, for inference or export, compute its HetConvs as grouped convolutions: as one dense kernel
    they would fill an exported file with zeros."""

    @wraps(fuse)
    def fused(self: nn.Module, *arguments: Any, **options: Any) -> nn.Module:
        if any(isinstance(module, HetConv) for module in self.modules()):
            with torch.no_grad():
                in_form(self, "coarse")
        return fuse(self, *arguments, **options)

    return fused


def macs_of_hetconv(conv: HetConv, output: Tensor) -> int:
    """Return the multiply-adds of a HetConv by its formula: each weight once an output pixel."""
    weights = conv.weight_kxk.numel() + conv.weight_1x1.numel()
    return weights * output.shape[0] * output.shape[2] * output.shape[3]


def _count_hetconv() -> None:
    """Give the counter of the logged GFLOPs (thop) a rule for HetConv, which it would leave out."""
    if importlib.util.find_spec("thop") is None:
        return

    def rule(conv: HetConv, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
        conv.total_ops += macs_of_hetconv(conv, output)

    importlib.import_module("thop.profile").register_hooks[HetConv] = rule


def _register_in_workers(dist: ModuleType) -> None:
    """Have the workers of a training on several GPUs learn the blocks too: ultralytics starts each by a file."""
    generate = dist.generate_ddp_file
    if hasattr(generate, "__wrapped__"):
        return
    own = Path(sys.modules[__name__].__file__)
    first = f"import sys\nsys.path.insert(0, {str(own.parent)!r})\nimport {own.stem}\n{own.stem}.register()\n"

    @wraps(generate)
    def with_blocks(*arguments: Any, **options: Any) -> str:
        file = Path(generate(*arguments, **options))
        file.write_text(first + file.read_text(encoding="utf-8"), encoding="utf-8")
        return str(file)

    dist.generate_ddp_file = with_blocks
