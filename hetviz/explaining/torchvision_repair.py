"""Makes `import torchvision` work where its compiled operators cannot load: import this before grad-cam.

The registry's torchvision wheel is built against a CUDA build of torch. Beside a CPU build its library of compiled
operators does not load, and the import then ends in "operator torchvision::nms does not exist", because torchvision
describes operators that nobody declared. grad-cam imports torchvision but calls none of them, so their schemas are
declared here, without any implementation, only where they are missing.
"""

import importlib.util
from pathlib import Path

import torch

SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)


def _load_compiled() -> None:
    """Load torchvision's own operators, where they are there and fit this torch."""
    found = importlib.util.find_spec("torchvision")
    for folder in (found.submodule_search_locations or []) if found else []:
        for library in sorted(Path(folder).glob("_C*")):
            try:
                torch.ops.load_library(str(library))
            except OSError:  # built for another torch: the case that is repaired below
                return


def declare_missing() -> torch.library.Library:
    """Declare the operators that torchvision's import asks for and that do not exist; keep the result alive."""
    _load_compiled()
    declared = torch.library.Library("torchvision", "FRAGMENT")
    for schema in SCHEMAS:
        if not hasattr(torch.ops.torchvision, schema.split("(")[0]):
            declared.define(schema)
    return declared


declarations = declare_missing()
