"""What a map explains: one row of a detector's answers and one number of it, and the layers that may be looked at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from hetviz.detectors.heads import AnchorHead

Target = Callable[[Tensor], Tensor]

# Name of a layer for a reader -> its module in the detector. P3, P4 and P5 feed the head; all but pool are CSP blocks.
LAYERS = {
    "P3": "merge3", "P4": "out4", "P5": "out5", "merge4": "merge4", "pool": "pool",
    "stage5": "stage5", "stage4": "stage4", "stage3": "stage3", "stage2": "stage2",
}  # fmt: skip


class Rows(nn.Module):
    """A detector with an anchor head whose answers come as rows: level by level, then by anchor, row, column of the cell.

    That is the order in which `decoding.decode_anchors` goes, so that one number names a row, its box and its cell.
    Raises:
        ValueError: the detector's head has no anchors.
    Shape:
        (B, 3, H, W) -> (B, rows, 5 + classes), raw
    """

    def __init__(self, detector: nn.Module) -> None:
        super().__init__()
        if not isinstance(detector.head, AnchorHead):
            raise ValueError(f"{type(detector.head).__name__} has no anchors; maps need a head with anchors")
        self.detector = detector
        self.width = 5 + detector.classes

    def forward(self, x: Tensor) -> Tensor:
        return self.in_rows(self.detector(x))

    def in_rows(self, levels: Iterable[Tensor]) -> Tensor:
        """Return the head's maps as rows: (B, A * width, H, W) a level -> (B, rows, width)."""
        parts = [level.unflatten(1, (-1, self.width)).flatten(3) for level in levels]  # (B, A, width, H * W)
        return torch.cat([part.transpose(2, 3).flatten(1, 2) for part in parts], 1)

    def layer(self, name: str) -> nn.Module:
        """Return the module of a layer in `LAYERS`.

        Raises:
            ValueError: the detector has no such layer.
        """
        if name not in LAYERS:
            raise ValueError(f"layer={name!r} must be one of {', '.join(LAYERS)}")
        return self.detector.get_submodule(LAYERS[name])


@dataclass(frozen=True)
class ClassScore:
    """The raw class score of a row, before the sigmoid: it never saturates."""

    row: int
    class_id: int

    def __call__(self, rows: Tensor) -> Tensor:
        return rows[self.row, 5 + self.class_id]


@dataclass(frozen=True)
class Confidence:
    """Objectness × class score of a row, both after the sigmoid: the number that stands at a box."""

    row: int
    class_id: int

    def __call__(self, rows: Tensor) -> Tensor:
        return rows[self.row, 4].sigmoid() * rows[self.row, 5 + self.class_id].sigmoid()


@dataclass(frozen=True)
class BoxShape:
    """How far a row's box departs from its anchor: the sum of its four raw numbers' sizes, zero for the anchor itself."""

    row: int
    class_id: int

    def __call__(self, rows: Tensor) -> Tensor:
        return rows[self.row, :4].abs().sum()


TARGETS: dict[str, Callable[[int, int], Target]] = {"confidence": Confidence, "class": ClassScore, "box": BoxShape}
