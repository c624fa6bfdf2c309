"""The files of a detector that is taken along: ONNX, OpenVINO's own, or its weights as safetensors."""

import contextlib
import io
import json
import logging
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import save_file

from hetviz.detectors import weights
from hetviz.exporting.network import Portable, example
from hetviz.serving.engine import openvino

OPSET = 18
STRIDE = 32
EXTRAS = ("onnx", "onnxscript")  # what torch's exporter needs; no requirement of the app


class MissingError(RuntimeError):
    """A package is missing that the format needs."""


def available() -> tuple[str, ...]:
    """Return the formats that can be written here."""
    has = {"onnx": all(find_spec(name) for name in EXTRAS), "openvino": openvino is not None, "safetensors": True}
    return tuple(kind for kind, possible in has.items() if possible)


def write_onnx(portable: Portable, classes: tuple[str, ...], size: int, path: Path) -> list[Path]:
    """Write an ONNX file whose batch is free, with class names and stride as YOLOv5's programs read them.

    Raises:
        MissingError: torch's exporter lacks a package.
    """
    missing = [name for name in EXTRAS if find_spec(name) is None]
    if missing:
        raise MissingError(f"the format onnx needs more packages: pip install {' '.join(missing)}")
    free = {0: torch.export.Dim("batch")}
    with _quiet():
        program = torch.onnx.export(
            *(portable, (example(size),)),
            dynamo=True,
            opset_version=OPSET,
            input_names=["images"],
            output_names=list(portable.outputs),
            dynamic_shapes=(free,),
        )
    model = program.model_proto
    named = {"names": repr(dict(enumerate(classes))), "stride": str(STRIDE), "imgsz": str([size, size])}
    for key, value in named.items():
        model.metadata_props.add(key=key, value=value)
    path.write_bytes(model.SerializeToString())
    return [path]


def write_openvino(portable: Portable, classes: tuple[str, ...], size: int, path: Path) -> list[Path]:
    """Write OpenVINO's two files, a graph and its numbers in single precision; half would move boxes by tenths of a pixel.

    Raises:
        MissingError: OpenVINO has no wheel for this machine.
    """
    if openvino is None:
        raise MissingError("the format openvino needs the package openvino")
    with _quiet():
        traced = torch.jit.trace(portable, example(size)[:1], check_trace=False)
    graph = openvino.convert_model(traced, input=[([-1, 3, size, size], openvino.Type.f32)])
    graph.inputs[0].get_tensor().set_names({"images"})
    for output, name in zip(graph.outputs, portable.outputs, strict=True):
        output.get_tensor().set_names({name})
    graph.set_rt_info(json.dumps(classes), ["model_info", "labels"])
    openvino.save_model(graph, path, compress_to_fp16=False)
    return [path, path.with_suffix(".bin")]


def write_safetensors(detector: torch.nn.Module, classes: tuple[str, ...], size: int, path: Path) -> list[Path]:
    """Write the weights by their own names, with what decoding needs beside them as metadata."""
    save_file(weights.stored(detector), path, metadata=weights.metadata(detector, classes, size))
    return [path]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep an exporter from telling its steps."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
