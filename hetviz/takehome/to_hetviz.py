"""A trained YOLOv5n or YOLOv8n as a safetensors file of hetviz's names, which its page takes and which executes nothing."""

import json
import struct
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from hetviz.takehome.libraries import register

SIDE = ("stem", "down2", "stage2", "down3", "stage3", "down4", "stage4", "down5", "stage5", "pool")
NAMES = {  # of the layers that hold weights, by the library's index, by the number of layers
    25: dict(enumerate((*SIDE, "lateral5")))
    | {13: "merge4", 14: "lateral4", 17: "merge3", 18: "up4", 20: "out4", 21: "up5", 23: "out5", 24: "head"},
    23: dict(enumerate(SIDE)) | {12: "merge4", 15: "merge3", 16: "up4", 18: "out4", 19: "up5", 21: "out5", 22: "head"},
}
TYPES = {torch.float16: "F16", torch.float32: "F32"}


def to_safetensors(checkpoint: str, size: int = 640, out: str = "") -> Path:
    """Write the weights of a checkpoint (.pt) beside it and return the path.

    The checkpoint is your own: it is a pickle, which runs whatever it holds.
    Raises:
        ValueError: it is no YOLOv5n or YOLOv8n for detection.
    """
    register()
    stored = torch.load(checkpoint, map_location="cpu", weights_only=False)
    model = stored.get("ema") or stored["model"]
    path = Path(out or checkpoint).with_suffix(".safetensors")
    path.write_bytes(serialised(model.float(), size))
    print(f"{path} ({path.stat().st_size / 1e6:.1f} MB): drop it on hetviz's page")
    return path


def serialised(model: nn.Module, size: int) -> bytes:
    """Return the model's tensors by hetviz's names, with classes, size and anchors, as a safetensors file has them.

    Raises:
        ValueError: the model is no YOLOv5n or YOLOv8n for detection.
    """
    layers = model.model
    names = NAMES.get(len(layers))
    if names is None or type(layers[-1]).__name__ != "Detect":
        raise ValueError("only YOLOv5n and YOLOv8n for detection can be taken to hetviz")
    head = layers[-1]
    told: dict[str, Any] = {"classes": [model.names[i] for i in range(len(model.names))], "size": size}
    if len(layers) == 25:
        told["anchors"] = (head.anchors * head.stride.view(-1, 1, 1)).tolist()
    tensors = {}
    for key, tensor in layers.state_dict().items():
        index, rest = key.split(".", 1)
        if not rest.endswith(("num_batches_tracked", "anchors")):
            tensors[f"{names[int(index)]}.{rest.replace('dfl.conv.', 'dfl.')}"] = _as_stored(tensor)
    return _file(tensors, {key: json.dumps(value) for key, value in told.items()})


def _as_stored(tensor: Tensor) -> Tensor:
    return tensor.detach().cpu().to(torch.float16 if tensor.ndim > 1 else torch.float32).contiguous()


def _file(tensors: dict[str, Tensor], told: dict[str, str]) -> bytes:
    header: dict[str, Any] = {"__metadata__": told}
    content = b""
    for name, tensor in sorted(tensors.items(), key=lambda item: (-item[1].element_size(), item[0])):
        data = tensor.numpy().tobytes()
        offsets = [len(content), len(content) + len(data)]
        header[name] = {"dtype": TYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": offsets}
        content += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + content
