"""Files of a visitor's own detector, as the block file's converter and the export command write them."""

import json
import struct

import torch
from safetensors.torch import save

from hetviz.detectors import weights
from hetviz.detectors.variants import build

VARIANT = "v5n-csphet-p4"
FILE = "best.safetensors"


def own_names(variant: str = VARIANT) -> tuple[str, ...]:
    """Return a name of a class of its own for each of those of a trained detector."""
    return tuple(f"my {name}" for name in weights.manifest()[variant]["classes"])


def own_file(variant: str = VARIANT, classes: tuple[str, ...] = ()) -> bytes:
    """Return a trained detector with other names of its classes, as a file that stands alone."""
    detector, entry = weights.load(variant), weights.manifest()[variant]
    return save(weights.stored(detector), weights.metadata(detector, classes or own_names(variant), entry["size"]))


def untrained_file(variant: str, classes: tuple[str, ...], size: int = 64) -> bytes:
    """Return an untrained detector of any class count as a file."""
    torch.manual_seed(0)
    detector = build(variant, len(classes))
    return save(weights.stored(detector), weights.metadata(detector, classes, size))


def renamed(content: bytes, old: str, new: str) -> bytes:
    """Return a file with another name in its header."""
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    header[new] = header.pop(old)
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + content[8 + length :]
