"""Which cells answer for which object where there are no anchors: those whose class score and box go together best.

Source: Feng et al., TOOD, ICCV 2021, arXiv:2108.07755.
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from hetviz.training.overlap import overlap

NARROWEST = 8.0  # pixels that an object counts at least, the finest stride: so that some cell's centre lies in each


@dataclass(frozen=True)
class Alignment:
    """How cells are ranked for an object: by class score ** score_power × IoU ** iou_power, and how many are taken."""

    score_power: float = 0.5
    iou_power: float = 6.0
    cells: int = 10


class Assigned(NamedTuple):
    """Cells that answer for an object, each for one.

    Shape:
        picture, cell, target (A,) integers; score (A,), what the class score should be, from 0 to 1
    """

    picture: Tensor
    cell: Tensor
    target: Tensor
    score: Tensor


@torch.no_grad()
def assign_aligned(
    boxes: Tensor, scores: Tensor, centres: Tensor, targets: Tensor, alignment: Alignment = Alignment()
) -> Assigned:
    """Return the cells that answer for the targets.

    Of the cells whose centre lies in an object the best aligned answer for it; a cell that several objects want takes
    the one that its box overlaps most. The wanted score is the alignment, scaled so that an object's best aligned cell
    gets the highest IoU that a cell of the object has.
    Args:
        boxes: of every cell, in pixels of the network's input.
        scores: of every class, from 0 to 1.
        centres: x and y of every cell's centre, in pixels.
        targets: rows (index in the batch, class, left, top, right, bottom), in pixels.
        alignment: how cells are ranked, and how many are taken.
    Shape:
        (B, N, 4), (B, N, classes), (N, 2), (T, 6) -> A rows
    """
    count, cells = len(targets), len(centres)
    target, cell = _inside(centres, targets).nonzero(as_tuple=True)
    picture, class_id = targets[target, 0].long(), targets[target, 1].long()
    iou = overlap(boxes[picture, cell], targets[target, 2:6])
    aligned = scores[picture, cell, class_id] ** alignment.score_power * iou**alignment.iou_power

    best = _highest(aligned, target, cell, (count, cells), alignment.cells)
    picture, cell, target, iou, aligned = (column[best] for column in (picture, cell, target, iou, aligned))
    own = _one_a_cell(iou, picture * cells + cell)
    picture, cell, target, iou, aligned = (column[own] for column in (picture, cell, target, iou, aligned))

    highest_iou, highest = (_highest_of_each(values, target, count) for values in (iou, aligned))
    score = aligned / highest[target].clamp(min=torch.finfo(aligned.dtype).tiny) * highest_iou[target]
    return Assigned(picture, cell, target, score)


def _inside(centres: Tensor, targets: Tensor) -> Tensor:
    """Return which cells' centres lie in which target, (T, N)."""
    middles = (targets[:, 2:4] + targets[:, 4:6]) / 2
    reach = ((targets[:, 4:6] - targets[:, 2:4]) / 2).clamp(min=NARROWEST / 2)
    return ((centres - middles[:, None]).abs() <= reach[:, None]).all(2)


def _highest(aligned: Tensor, target: Tensor, cell: Tensor, shape: tuple[int, int], most: int) -> Tensor:
    """Return the places of each target's best aligned cells among the candidates."""
    table = aligned.new_full(shape, -1.0)
    table[target, cell] = aligned
    places = torch.full(shape, -1, device=target.device)
    places[target, cell] = torch.arange(len(target), device=target.device)
    chosen = places.gather(1, table.topk(min(most, shape[1]), 1).indices)
    return chosen[chosen >= 0]


def _one_a_cell(iou: Tensor, key: Tensor) -> Tensor:
    """Return the places of the rows with the highest IoU of each key, of equal ones the first."""
    order = iou.argsort(descending=True, stable=True)
    order = order[key[order].argsort(stable=True)]
    ordered = key[order]
    first = torch.ones_like(ordered, dtype=torch.bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return order[first]


def _highest_of_each(values: Tensor, target: Tensor, count: int) -> Tensor:
    """Return the highest value of each target, 0 where it has none, (T,)."""
    return values.new_zeros(count).scatter_reduce(0, target, values, "amax")
