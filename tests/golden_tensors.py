"""Input and raw maps of every trained detector, kept under `tests/golden/`: `python -m tests.golden_tensors` writes them.

They tell whether a change of the code changed what a detector computes; after new weights they are written anew.
"""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from skimage import data as photographs
from torch import Tensor

from hetviz.detectors import weights
from hetviz.detectors.network_input import as_input
from hetviz.pictures.letterbox import letterbox

FOLDER = Path(__file__).resolve().parent / "golden"
SIZE = 96  # pixels


def file_of(variant: str) -> Path:
    """Return the file of a variant."""
    return FOLDER / f"{variant}.safetensors"


def compute(variant: str) -> dict[str, Tensor]:
    """Return the input, a photograph, and the raw maps of a trained detector, by torch in single precision."""
    square, _ = letterbox(photographs.astronaut(), SIZE)
    pixels = as_input(torch.from_numpy(square[None]))
    with torch.inference_mode():
        maps = weights.load(variant)(pixels)
    return {"input": pixels, **{f"p{level}": raw for level, raw in enumerate(maps, 3)}}


def read(variant: str) -> dict[str, Tensor]:
    """Return what was kept."""
    return load_file(file_of(variant))


def main() -> None:
    """Write the files of all trained variants."""
    FOLDER.mkdir(exist_ok=True)
    for variant in weights.trained():
        save_file({name: tensor.contiguous() for name, tensor in compute(variant).items()}, file_of(variant))


if __name__ == "__main__":
    main()
