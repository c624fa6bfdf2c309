"""Run on the reader's machine: builds, counts and fuses models of both libraries and prints what it finds as JSON."""

import contextlib
import importlib
import io
import json
import sys
from pathlib import Path

import hetviz_blocks
import torch
import yaml

BLOCKS = ("CSPHet 1", "CSPHet 2", "CSPHet 4", "CSPHet 8", "CSPHet 16", "CSPPC 4", "C3Dual 4", "C3Het 4")
found = {"registered": hetviz_blocks.register(), "rows": []}
ultralytics = importlib.import_module("ultralytics.nn.tasks")
yolov5 = importlib.import_module("yolov5.models.yolo")


def rows(model: str, asked: str, library, source: str, counts: tuple[int, ...] = (20, 80)) -> None:
    block, parts = asked.split()
    path = hetviz_blocks.write_yaml(source, block, int(parts))
    for classes in counts:
        net = library.DetectionModel(str(path), nc=classes)
        params = sum(weight.numel() for weight in net.parameters())
        found["rows"].append([model, asked, classes, params, fused(net) if classes == counts[-1] else 0.0])


def fused(net: torch.nn.Module) -> float:
    """Return how far the answers of the fused model are off, relative to the largest."""
    net.eval()
    for norm in net.modules():
        if isinstance(norm, torch.nn.BatchNorm2d):
            norm.running_mean.uniform_(-0.5, 0.5)
            norm.running_var.uniform_(0.5, 2)
    x = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        before = net(x)[0].clone()
        net.fuse()
        assert not any(isinstance(module, hetviz_blocks.HetConv) for module in net.modules())
        return float((net(x)[0] - before).abs().max() / before.abs().max())


with contextlib.redirect_stdout(io.StringIO()) as told:
    source = str(Path(yolov5.__file__).parent / "yolov5n.yaml")
    for asked in BLOCKS:
        rows("v5n", asked, yolov5, source)
    for asked in ("CSPHet 4", "CSPPC 4"):
        rows("v8n", asked, ultralytics, "yolov8n")
    for model, asked in (("yolov8n", "C2fDual 4"), ("yolo11n", "CSPHet 4"), ("yolo26n", "CSPHet 4")):
        rows(model, asked, ultralytics, model, (80,))
found["told"] = told.getvalue()
flops = importlib.import_module("ultralytics.utils.torch_utils").get_flops
net = ultralytics.DetectionModel("yolov8n-csphet-p4.yaml", verbose=False)
rules = importlib.import_module("thop.profile").register_hooks
found["gflops"] = flops(net)
rule = rules.pop(hetviz_blocks.HetConv)
found["gflops_without_rule"] = flops(net)
rules[hetviz_blocks.HetConv] = rule
described = yaml.safe_load(Path("yolov8n-csphet-p4.yaml").read_text(encoding="utf-8"))
del described["replaces"]
try:
    ultralytics.DetectionModel(described, verbose=False)
except ValueError as error:
    found["without_key"] = str(error)
Path(sys.argv[1]).write_text(json.dumps(found), encoding="utf-8")
