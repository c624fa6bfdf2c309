"""What a kind of head is trained by: its loss, and the settings of a recipe that are its own."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn

from hetviz.detectors.heads import AnchorHead, DistributionHead
from hetviz.training.anchor_loss import anchor_loss
from hetviz.training.distribution_loss import distribution_loss
from hetviz.training.recipes import Recipe


@dataclass(frozen=True)
class HeadLoss:
    """The loss of one kind of head.

    Attributes:
        loss: of (head, its raw maps, targets, recipe).
        settings: fields of the recipe that no other kind of head looks at.
    """

    loss: Callable[[nn.Module, tuple[Tensor, ...], Tensor, Recipe], Tensor]
    settings: tuple[str, ...]


HEAD_LOSSES: dict[type[nn.Module], HeadLoss] = {
    AnchorHead: HeadLoss(
        lambda head, maps, targets, recipe: anchor_loss(maps, targets, recipe.gains, head.anchors),
        ("gains", "anchors"),
    ),
    DistributionHead: HeadLoss(
        lambda _, maps, targets, recipe: distribution_loss(maps, targets, recipe.distribution_gains),
        ("distribution_gains",),
    ),
}


def detection_loss(head: nn.Module, maps: tuple[Tensor, ...], targets: Tensor, recipe: Recipe) -> Tensor:
    """Return the loss of a batch, times the batch size.

    Args:
        maps: `head.raw`.
        targets: rows (index in the batch, class, left, top, right, bottom), pixels of the network's input.
    """
    return HEAD_LOSSES[type(head)].loss(head, maps, targets, recipe)


def followed(head: nn.Module, recipe: Recipe) -> dict[str, Any]:
    """Return the settings of a recipe by name, without those of other kinds of heads."""
    others = {name for kind, each in HEAD_LOSSES.items() if kind is not type(head) for name in each.settings}
    return {name: value for name, value in dataclasses.asdict(recipe).items() if name not in others}
