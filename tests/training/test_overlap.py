import numpy as np
import pytest
import torch

from hetviz.pictures.boxes import iou_matrix
from hetviz.training.overlap import complete_iou, overlap


def test_the_overlap_is_that_of_the_boxes_elsewhere():
    rng = np.random.default_rng(0)
    low = rng.uniform(0, 50, (2, 40, 2))
    left, right = np.concatenate((low, low + rng.uniform(1, 60, (2, 40, 2))), 2)
    own = overlap(torch.from_numpy(left), torch.from_numpy(right))
    np.testing.assert_allclose(own, iou_matrix(left, right).diagonal(), rtol=1e-6)
    assert (own > 0).any() and (own == 0).any()


def test_complete_iou_by_hand():
    # Same shape, shifted by one of two pixels: IoU 1/3, centres 1 apart, hull 3 by 2.
    value = complete_iou(torch.tensor([[0.0, 0, 2, 2]]), torch.tensor([[1.0, 0, 3, 2]]))
    assert value.item() == pytest.approx(1 / 3 - 1 / 13, abs=1e-5)


def test_complete_iou_of_equal_boxes_is_one():
    boxes = torch.tensor([[3.0, 4, 30, 50], [0, 0, 7, 7]])
    torch.testing.assert_close(complete_iou(boxes, boxes), torch.ones(2))
