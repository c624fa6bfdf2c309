"""Everything that a detector to take along consists of: its file, checked, and beside it what the manifest says of it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import load_file

from hetviz.detectors import weights
from hetviz.detectors.variants import named
from hetviz.exporting import check, formats
from hetviz.exporting.network import Portable, require_size

ENDINGS = {"onnx": ".onnx", "openvino": ".xml", "safetensors": ".safetensors"}
TOLD = ("params", "macs", "recipe", "epochs", "seed", "data", "teacher", "split", "images", "map50", "map50_95")
LAYOUTS = {
    "v5n": "(batch, rows, 5 + classes): centre x, centre y, width, height in pixels of the input, objectness, class scores",
    "v8n": "(batch, 4 + classes, cells): centre x, centre y, width, height in pixels of the input, class scores",
}


@dataclass(frozen=True)
class Exported:
    """Files that were written and read back.

    Attributes:
        files: the model's, then the JSON that describes it.
        boxes: how many boxes of the example photographs were compared.
        off: how far a side of one was off at most, in pixels.
    """

    files: tuple[Path, ...]
    boxes: int
    off: float


def export(variant: str, kind: str, out: Path, size: int | None = None, *, raw: bool = False) -> Exported:
    """Write a trained detector to a folder, read it back and compare its boxes; what fails the check is deleted.

    Raises:
        ValueError: variant, format or size is none that can be exported.
        MissingError: a package is missing that the format needs.
        CheckError: the file does not find the detector's boxes.
    """
    if kind not in ENDINGS:
        raise ValueError(f"format={kind!r} must be one of {', '.join(ENDINGS)}")
    if raw and kind == "safetensors":
        raise ValueError("raw=True must be left out for the format safetensors, which holds weights alone")
    detector = weights.load(variant)
    entry = weights.manifest()[variant]
    size, classes = require_size(size or int(entry["size"])), tuple(entry["classes"])
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{variant}{ENDINGS[kind]}"
    portable = Portable(detector, raw=raw or kind == "safetensors")
    write = {"onnx": formats.write_onnx, "openvino": formats.write_openvino, "safetensors": formats.write_safetensors}
    files = write[kind](detector if kind == "safetensors" else portable, classes, size, path)
    try:
        boxes, off = check.compare(portable, size, _reader(variant, kind, len(classes))(path))
    except check.CheckError:
        for file in files:
            file.unlink()
        raise
    told = _described(variant, entry, files, {"size": size, "raw": raw, "boxes_compared": boxes, "pixels_off": off})
    return Exported((*files, told), boxes, off)


def _reader(variant: str, kind: str, classes: int) -> Callable[[Path], check.Run]:
    def read_weights(path: Path) -> check.Run:
        detector = named(variant).build(classes)
        weights.fill(detector, load_file(path), path.name)
        return check.run_detector(detector.eval())

    return {"onnx": check.run_onnx, "openvino": check.run_openvino, "safetensors": read_weights}[kind]


def _described(variant: str, entry: dict[str, Any], files: list[Path], facts: dict[str, Any]) -> Path:
    """Write what is known of the exported detector as JSON beside it."""
    told = {
        "variant": variant,
        "files": {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files},
        **facts,
        "input": "(batch, 3, size, size) RGB from 0 to 1, letterboxed in grey 114",
        "output": "raw maps of strides 8, 16, 32" if facts["raw"] else LAYOUTS[named(variant).family],
        "classes": entry["classes"],
        "trained": {key: entry[key] for key in TOLD if key in entry},
        "weights_sha256": entry["sha256"],
    }
    path = files[0].with_name(f"{files[0].name}.json")
    path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
