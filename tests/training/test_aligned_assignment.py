import numpy as np
import pytest
import torch

from hetviz.pictures.boxes import iou_matrix
from hetviz.training.aligned_assignment import Alignment, assign_aligned

CENTRES = torch.cartesian_prod(torch.arange(6.0), torch.arange(6.0)).flip(1) * 8 + 4  # of 6×6 cells of stride 8
FULL = Alignment(score_power=1, iou_power=1)


def made_up(seed: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return boxes (3, 36, 4) near their cells, scores (3, 36, 4), and 12 targets, some of them under a cell's side."""
    rng = np.random.default_rng(seed)
    reach = rng.uniform(2, 24, (3, 36, 4))
    boxes = np.concatenate((CENTRES.numpy() - reach[..., :2], CENTRES.numpy() + reach[..., 2:]), 2)
    low = rng.uniform(0, 36, (12, 2))
    head = np.stack((rng.integers(0, 3, 12), rng.integers(0, 4, 12)), 1)
    targets = np.concatenate((head, low, low + rng.uniform(2, 30, (12, 2))), 1)
    return tuple(torch.tensor(part, dtype=torch.float64) for part in (boxes, rng.uniform(0, 1, (3, 36, 4)), targets))


def slow(boxes: list, scores: list, targets: list, rule: Alignment) -> dict[tuple[int, int], tuple[int, float]]:
    """Return picture and cell -> target and wanted score, one object and one cell after the other."""
    claims: dict[tuple[int, int], list[tuple[float, int, float]]] = {}
    for index, (picture, class_id, left, top, right, bottom) in enumerate(targets):
        picture, ranked = int(picture), []
        for cell, (x, y) in enumerate(CENTRES.tolist()):
            near_x = abs(x - (left + right) / 2) <= max(right - left, 8) / 2
            near_y = abs(y - (top + bottom) / 2) <= max(bottom - top, 8) / 2
            if near_x and near_y:
                iou = iou_matrix(np.array([boxes[picture][cell]]), np.array([[left, top, right, bottom]]))[0, 0]
                score = scores[picture][cell][int(class_id)]
                ranked.append((score**rule.score_power * iou**rule.iou_power, cell, iou))
        for aligned, cell, iou in sorted(ranked, reverse=True)[: rule.cells]:
            claims.setdefault((picture, cell), []).append((iou, index, aligned))
    won = {place: max(claim) for place, claim in claims.items()}
    answer = {}
    for place, (_, index, aligned) in won.items():
        own = [claim for claim in won.values() if claim[1] == index]
        answer[place] = (index, aligned / max(claim[2] for claim in own) * max(claim[0] for claim in own))
    return answer


@pytest.mark.parametrize("rule", [Alignment(), Alignment(1.0, 6.0, 3), Alignment(0.5, 2.0, 50)])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_assignment_is_that_of_the_slow_loops(seed: int, rule: Alignment):
    boxes, scores, targets = made_up(seed)
    wanted = slow(boxes.tolist(), scores.tolist(), targets.tolist(), rule)
    found = assign_aligned(boxes, scores, CENTRES.double(), targets, rule)
    got = {(p, c): (t, s) for p, c, t, s in zip(*(column.tolist() for column in found), strict=True)}
    assert got.keys() == wanted.keys() and len(got) == len(found.cell)
    for place, (target, score) in wanted.items():
        assert got[place] == (target, pytest.approx(score, rel=1e-4))


def test_every_object_gets_a_cell_however_small():
    """One of 3×3 pixels, on the corner between four cells: no cell's centre lies in it."""
    target = torch.tensor([[0, 0, 14.5, 14.5, 17.5, 17.5]])
    found = assign_aligned(torch.cat((CENTRES - 4, CENTRES + 4), 1)[None], torch.ones(1, 36, 1), CENTRES, target)
    assert sorted(found.cell.tolist()) == [7, 8, 13, 14]


def test_a_cell_that_two_objects_want_takes_the_one_that_it_overlaps_most():
    boxes = torch.tensor([0.0, 0, 40, 40]).repeat(1, 36, 1)
    targets = torch.tensor([[0, 0, 0.0, 0, 20, 20], [0, 1, 0, 0, 40, 40]])
    found = assign_aligned(boxes, torch.full((1, 36, 2), 0.5), CENTRES, targets, Alignment(cells=36))
    assert set(found.target.tolist()) == {1}
    torch.testing.assert_close(found.score, torch.ones(25))


def test_the_best_cell_should_score_the_highest_overlap():
    """The box of cell 7 overlaps the object by half, that of cell 8 by a quarter, and cell 8 is far surer."""
    boxes = torch.zeros(1, 36, 4)
    boxes[0, 7], boxes[0, 8] = torch.tensor([8.0, 8, 16, 16]), torch.tensor([16.0, 8, 20, 16])
    scores = torch.zeros(1, 36, 1)
    scores[0, 7], scores[0, 8] = 0.1, 0.9
    found = assign_aligned(boxes, scores, CENTRES, torch.tensor([[0, 0, 8.0, 8, 24, 16]]), FULL)
    wanted = dict(zip(found.cell.tolist(), found.score.tolist(), strict=True))
    assert wanted[8] == pytest.approx(0.5, rel=1e-4)
    assert wanted[7] == pytest.approx(0.5 * (0.1 * 0.5) / (0.9 * 0.25), rel=1e-4)


def test_no_objects_no_cells():
    found = assign_aligned(torch.rand(2, 36, 4), torch.rand(2, 36, 3), CENTRES, torch.zeros(0, 6))
    assert [len(column) for column in found] == [0, 0, 0, 0]
