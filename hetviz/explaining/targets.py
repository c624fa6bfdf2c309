"""What a map explains: one row of a detector's answers and one number of it, and the layers that may be looked at.

A target is told where in a row the class scores begin (`Rows.first_class`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

Target = Callable[[Tensor], Tensor]

# Name of a layer for a reader -> its module in the detector. P3, P4 and P5 feed the head; all but pool are CSP blocks.
LAYERS = {
    "P3": "merge3", "P4": "out4", "P5": "out5", "merge4": "merge4", "pool": "pool",
    "stage5": "stage5", "stage4": "stage4", "stage3": "stage3", "stage2": "stage2",
}  # fmt: skip


class Rows(nn.Module):
    """A detector whose answers come as rows: level by level, then by anchor (where it has any), row, column of the cell.

    That is the order in which its decoder goes, so that one number names a row, its box and its cell.
    Attributes:
        first_class: place of the first class score in a row; the box's four numbers come first, then objectness, where
            the head has it.
    Shape:
        (B, 3, H, W) -> (B, rows, first_class + classes), raw
    """

    def __init__(self, detector: nn.Module) -> None:
        super().__init__()
        self.detector = detector
        self.first_class = detector.head.first_class
        self.width = self.first_class + detector.classes

    def forward(self, x: Tensor) -> Tensor:
        return self.in_rows(self.detector(x))

    def in_rows(self, levels: Iterable[Tensor]) -> Tensor:
        """Return the head's maps as rows: (B, boxes per cell * width, H, W) a level -> (B, rows, width)."""
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
    first_class: int

    def __call__(self, rows: Tensor) -> Tensor:
        return rows[self.row, self.first_class + self.class_id]


@dataclass(frozen=True)
class Confidence:
    """The number that stands at a box: class score, times objectness where the head has it, both after the sigmoid."""

    row: int
    class_id: int
    first_class: int

    def __call__(self, rows: Tensor) -> Tensor:
        chances = rows[self.row].sigmoid()
        return chances[4 : self.first_class].prod() * chances[self.first_class + self.class_id]


@dataclass(frozen=True)
class BoxShape:
    """The sum of the sizes of a row's four raw numbers.

    With anchors it is how far the box departs from its anchor, zero for the anchor itself; without, the distances of its
    sides from the cell's centre, so that it is the box's width and height, in cells.
    """

    row: int
    class_id: int
    first_class: int

    def __call__(self, rows: Tensor) -> Tensor:
        return rows[self.row, :4].abs().sum()


TARGETS: dict[str, Callable[[int, int, int], Target]] = {"confidence": Confidence, "class": ClassScore, "box": BoxShape}
