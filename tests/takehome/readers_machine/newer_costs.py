"""Run on the reader's machine: counts newer YOLOs with the library's own blocks and with CSPHet of each P, as the block file
counts, and writes the numbers as JSON to the path that is given."""

import contextlib
import io
import json
import sys
from importlib.metadata import version
from pathlib import Path

import hetviz_blocks
import yaml

MODELS = {"yolov8n": "YOLOv8n", "yolo11n": "YOLO11n", "yolo26n": "YOLO26n"}
PARTS = (1, 2, 4, 8, 16)


def costs(described: str) -> dict[str, int]:
    params, giga = hetviz_blocks.count(hetviz_blocks._built(described))
    return {"params": params, "flops": round(giga * 1e9)}


def row(model: str) -> dict[str, object]:
    path = hetviz_blocks.write_yaml(model, "CSPHet", 4)
    described = yaml.safe_load(path.read_text(encoding="utf-8"))
    by_parts = {}
    for p in PARTS:
        path.write_text(yaml.safe_dump(described | {"p": p}), encoding="utf-8")
        by_parts[str(p)] = costs(str(path))
    return {"model": MODELS[model], "replaces": described["replaces"], "own": costs(model), "csphet": by_parts}


hetviz_blocks.register()
with contextlib.redirect_stdout(io.StringIO()):
    rows = [row(model) for model in MODELS]
library = {"library": "ultralytics", "version": version("ultralytics"), "classes": 80, "size": hetviz_blocks.SIZE}
Path(sys.argv[1]).write_text(json.dumps({**library, "rows": rows}, indent=2) + "\n", encoding="utf-8")
