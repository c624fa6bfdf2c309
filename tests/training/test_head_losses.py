import numpy as np
import pytest
import torch

from hetviz.detectors.variants import build
from hetviz.pictures.boxes import iou_matrix
from hetviz.training.head_losses import detection_loss
from hetviz.training.recipes import TINY, Recipe

BOX = [20.0, 24.0, 60.0, 70.0]


def loss_of(detector: torch.nn.Module, pictures: torch.Tensor, targets: torch.Tensor, recipe: Recipe) -> torch.Tensor:
    return detection_loss(detector.head, detector.head.raw(detector.features(pictures)), targets, recipe)


@pytest.mark.parametrize("variant", ["v5n-csphet-p4", "v8n-csphet-p4"])
def test_a_picture_can_be_learnt_by_heart(variant: str):
    """A hundred steps on two pictures: the loss falls to a fifth and the decoded box lies on the object."""
    torch.manual_seed(0)
    detector = build(variant, 3)
    pictures = torch.rand(2, 3, 96, 96)
    targets = torch.tensor([[0, 1, *BOX], [1, 2, 8.0, 40, 80, 90]])
    optimizer = torch.optim.AdamW(detector.parameters(), 3e-3)
    losses = []
    for _ in range(100):
        loss = loss_of(detector, pictures, targets, Recipe(anchors=TINY.anchors))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 5
    maps = tuple(level[0].detach().numpy() for level in detector(pictures))
    found = detector.head.decoder()(maps, minimum_confidence=0.01).strongest(1)
    assert found.class_ids.tolist() == [1]
    assert iou_matrix(found.boxes_xyxy, np.array([BOX]))[0, 0] > 0.7


@pytest.mark.parametrize("variant", ["v5n-c3", "v8n-c2f"])
def test_a_batch_without_objects_has_a_loss(variant: str):
    loss = loss_of(build(variant, 3), torch.rand(1, 3, 64, 64), torch.zeros(0, 6), TINY)
    assert torch.isfinite(loss) and loss > 0
