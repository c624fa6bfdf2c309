"""Every named detector: its parameters to the digit, the shape of its answers, and what the head starts from."""

import pytest
import torch
from torch import nn

from hetviz.blocks.csp import C2fFrame, C3Frame
from hetviz.counting import layers
from hetviz.detectors.heads import ANCHORS, STRIDES, AnchorHead, DistributionHead
from hetviz.detectors.variants import VARIANTS, build
from hetviz.detectors.yolov5n import YOLOv5n
from hetviz.detectors.yolov8n import YOLOv8n
from tests.counting.test_layers_by_formula import PARAMS


def parameters(variant: str, classes: int) -> int:
    return sum(weight.numel() for weight in build(variant, classes).parameters())


def test_every_variant_has_its_published_count_and_its_formula():
    assert list(VARIANTS) == list(PARAMS)


@pytest.mark.parametrize("variant", VARIANTS)
def test_parameters_to_the_digit(variant: str):
    assert (parameters(variant, 80), parameters(variant, 20)) == PARAMS[variant]


@pytest.mark.parametrize("classes", [1, 3, 101])
@pytest.mark.parametrize("variant", ["v5n-csphet-p4", "v8n-c2f"])
def test_parameters_at_other_class_counts_are_those_of_the_formula(variant: str, classes: int):
    assert parameters(variant, classes) == layers.detector(variant, classes).params


@pytest.mark.parametrize("variant", VARIANTS)
def test_three_maps_of_raw_numbers(variant: str):
    """At strides 8, 16 and 32: three anchors of 5 + classes numbers in v5, 4 distances and the classes in v8."""
    detector, outputs = build(variant, 7).to("meta"), 3 * (5 + 7) if variant.startswith("v5n") else 4 + 7
    maps = detector(torch.empty(2, 3, 96, 160, device="meta"))
    assert [tuple(level.shape) for level in maps] == [(2, outputs, 96 // s, 160 // s) for s in STRIDES]


@pytest.mark.parametrize("variant", VARIANTS)
def test_eight_blocks_and_nothing_else_differ(variant: str):
    frame = C3Frame if variant in ("v5n-c3", "v5n-c3dual-g4", "v5n-c3het-p4") else C2fFrame
    detector = build(variant)
    blocks = {name for name, part in detector.named_children() if isinstance(part, C3Frame | C2fFrame)}
    assert blocks == {"stage2", "stage3", "stage4", "stage5", "merge4", "merge3", "out4", "out5"}
    assert all(isinstance(getattr(detector, name), frame) for name in blocks)
    depths = [len(getattr(detector, name).m) for name in ("stage2", "stage3", "stage4", "stage5")]
    assert depths == ([1, 2, 3, 1] if variant.startswith("v5n") else [1, 2, 2, 1])
    plain = build("v5n-c3" if variant.startswith("v5n") else "v8n-c2f")
    assert rest(detector, blocks) == rest(plain, blocks)


def rest(detector: nn.Module, blocks: set[str]) -> dict[str, tuple[int, ...]]:
    """Return the shapes of all weights outside the blocks."""
    shapes = {name: tuple(weight.shape) for name, weight in detector.named_parameters()}
    return {name: shape for name, shape in shapes.items() if name.split(".")[0] not in blocks}


def test_shortcuts_stand_in_the_backbone_only():
    detector = build("v5n-c3")
    with_shortcut = {name.split(".")[0] for name, part in detector.named_modules() if getattr(part, "shortcut", False)}
    assert with_shortcut == {"stage2", "stage3", "stage4", "stage5"}


def test_an_unknown_variant_is_refused():
    with pytest.raises(ValueError, match="variant='v5n-c4' must be one of v5n-c3, v5n-csphet-p1, .*, v8n-csppc"):
        build("v5n-c4")


def test_the_anchor_head_expects_few_objects_at_first():
    """With weights of zero, the biases alone say: about 8 objects in a picture of 640 pixels, each class rare."""
    head = AnchorHead((4, 4, 4), 20)
    for level, stride in zip(head.m, STRIDES, strict=True):
        nn.init.zeros_(level.weight)
        bias = level.bias.detach().view(3, 25)
        cells = (640 / stride) ** 2
        assert (bias[:, 4].exp() * cells).mean().item() == pytest.approx(8, rel=0.8)
        assert bias[:, 5:].mean().item() == pytest.approx(torch.tensor(0.6 / (20 - 0.99)).log().item(), abs=0.3)


def test_the_distribution_head_expects_few_objects_at_first():
    """About 8 objects in a picture of 640 pixels, of any class."""
    head = DistributionHead((4, 4, 4), 20)
    for branch, stride in zip(head.cv3, STRIDES, strict=True):
        assert branch[-1].bias.exp().sum().item() * (640 / stride) ** 2 == pytest.approx(8, rel=1e-4)


def test_the_distribution_head_begins_with_boxes_of_some_cells():
    """With weights of zero, its sides lie two cells from the centre, at every level."""
    head = DistributionHead((4, 4, 4), 20).eval()
    for branch in head.cv2:
        nn.init.zeros_(branch[-1].weight)
    for level in head(tuple(torch.rand(1, 4, 3, 3) for _ in STRIDES)):
        assert (level[:, :4] - 2).abs().max() < 0.1


def test_the_distribution_head_reads_its_bins_by_their_mean():
    """Equal bins 0..15 give 7.5 cells; one bin far above the others gives its own number."""
    head = DistributionHead((4, 4, 4), 2).eval()
    last = head.cv2[0][2]
    nn.init.zeros_(last.weight)
    nn.init.zeros_(last.bias)
    x = torch.rand(1, 4, 3, 5)
    assert torch.allclose(head._level(0, x)[:, :4], torch.tensor(7.5))
    with torch.no_grad():
        last.bias.view(4, 16)[torch.arange(4), torch.tensor([3, 0, 15, 8])] = 50
    distances = head._level(0, x)[0, :4, 2, 4]
    torch.testing.assert_close(distances, torch.tensor([3.0, 0.0, 15.0, 8.0]))


@pytest.mark.parametrize("kind", [AnchorHead, DistributionHead])
def test_a_head_reads_as_many_cells_as_it_says(kind: type[nn.Module]):
    """Around the middle of a map of 9×9 cells."""
    torch.manual_seed(0)
    head = kind((4, 4, 4), 2).eval()
    maps = tuple(torch.rand(1, 4, 9, 9, requires_grad=True) for _ in STRIDES)
    head(maps)[0][0, :, 4, 4].sum().backward()
    rows, columns = (maps[0].grad[0] != 0).any(0).nonzero(as_tuple=True)
    assert len(rows.unique()) == len(columns.unique()) == head.reach


def test_the_expectation_is_fixed_but_counted():
    head = DistributionHead((4, 4, 4), 2)
    assert not head.dfl.weight.requires_grad and head.dfl.weight.numel() == 16


def test_anchors_are_a_share_of_yolov5s_set():
    published = ((10, 13, 16, 30, 33, 23), (30, 61, 62, 45, 59, 119), (116, 90, 156, 198, 373, 326))
    for level, sides in zip(ANCHORS, published, strict=True):
        for mine, theirs in zip((side for pair in level for side in pair), sides, strict=True):
            assert mine == pytest.approx(0.47 * theirs, abs=0.051)


def test_types():
    assert isinstance(build("v5n-csppc"), YOLOv5n) and isinstance(build("v8n-csppc"), YOLOv8n)
