"""Run on the reader's machine: trains the repository's YOLOv5n with CSPHet for some steps by the repository's own loss and
average of weights, writes a checkpoint as its train.py does, and what that model answers, and prints the losses as JSON."""

import copy
import importlib
import json
import sys
from pathlib import Path

import hetviz_blocks
import torch
import yaml

STEPS = 16
hetviz_blocks.register()
yolov5 = importlib.import_module("yolov5.models.yolo")
folder = Path(yolov5.__file__).parents[1]
torch.manual_seed(0)
net = yolov5.DetectionModel(str(hetviz_blocks.write_yaml(str(folder / "models" / "yolov5n.yaml"), "CSPHet", 4)), nc=2)
net.names = {0: "square", 1: "disc"}
net.hyp = yaml.safe_load((folder / "data" / "hyps" / "hyp.scratch-low.yaml").read_text(encoding="utf-8"))
average = importlib.import_module("yolov5.utils.torch_utils").ModelEMA(net, tau=3)
loss_of = importlib.import_module("yolov5.utils.loss").ComputeLoss(net)
optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, nesterov=True)
pictures = torch.zeros(4, 3, 64, 64)
pictures[::2, 0, 16:48, 16:48] = pictures[1::2, 2, 24:40, 24:40] = 1.0
objects = torch.tensor([[index, index % 2, 0.5, 0.5, *[0.25 if index % 2 else 0.5] * 2] for index in range(4)])
losses = []
for _ in range(STEPS):
    loss, _parts = loss_of(net(pictures), objects)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    average.update(net)
    losses.append(float(loss))
torch.save({"model": copy.deepcopy(net).half(), "ema": copy.deepcopy(average.ema).half()}, sys.argv[1])
stored = torch.load(sys.argv[1], weights_only=False)["ema"].float().eval()
torch.save([pictures, stored(pictures)[1]], "maps.pt")
Path("losses.json").write_text(json.dumps(losses), encoding="utf-8")
