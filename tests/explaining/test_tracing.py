import threading

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from hetviz.detectors import variants
from hetviz.detectors.decoding import decode_distances
from hetviz.explaining import targets, tracing
from hetviz.explaining.targets import TARGETS, BoxShape, ClassScore, Confidence, Rows
from hetviz.explaining.tracing import METHODS, trace

PICTURE = torch.tensor([[0.0, 1.0], [2.0, 5.0]])


class OneLayer(nn.Module):
    """Two channels, the picture and its double; the one answer is 4 × the first at the top right - the second below it."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Conv2d(1, 2, 1, bias=False).requires_grad_(False)
        self.layer.weight[:] = torch.tensor([1.0, 2.0]).view(2, 1, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        channels = self.layer(x)
        return (4 * channels[:, 0, 0, 1] - channels[:, 1, 1, 1]).view(1, 1, 1)


# The gradients are 4 at the top right of the first channel, -1 at the lower right of the second. By hand:
BY_HAND = {
    "gradcam": (4 / 4 * 1 - 1 / 4 * 2) * PICTURE,  # mean gradient × channel
    "gradcam++": 4 * 4**2 / (2 * 4**2 + 8 * 4**3) * PICTURE,  # only the first channel's gradient is positive
    "hirescam": torch.tensor([[0.0, 4 * 1], [0.0, -1 * 10]]),  # gradient × activation, place by place
    "layercam": torch.tensor([[0.0, 4 * 1], [0.0, 0.0]]),  # the same with positive gradients only
    "xgradcam": (4 * 1 / 8 * 1 - 1 * 10 / 16 * 2) * PICTURE,  # gradients weighted by the share of the activation
    "eigencam": 5**0.5 * (PICTURE - 2),  # the two channels vary along (1, 2) / √5
}


def one_layer(method: str, target: targets.Target = lambda rows: rows[0, 0]) -> tracing.Trace:
    network = OneLayer()
    return trace(network, network.layer, PICTURE[None, None], target, method)


@pytest.mark.parametrize("method", METHODS)
def test_a_map_known_by_hand(method: str):
    traced = one_layer(method)
    np.testing.assert_allclose(traced.values, BY_HAND[method], rtol=1e-4, atol=1e-6)
    assert traced.reason == ("negative" if method == "xgradcam" else "")
    assert traced.score == 4 * 1 - 10


def test_what_the_map_is_made_of():
    traced = one_layer("gradcam")
    np.testing.assert_allclose(traced.channel_weights, [1, -0.25])
    np.testing.assert_allclose(traced.gradients, [[[0, 4], [0, 0]], [[0, 0], [0, -1]]])
    np.testing.assert_allclose((traced.channel_weights[:, None, None] * traced.activations).sum(0), traced.values)
    assert one_layer("hirescam").channel_weights is None


def test_a_saturated_score_is_named():
    assert one_layer("gradcam", lambda rows: (100 - 10 * rows[0, 0]).sigmoid()).reason == "saturated"


@pytest.mark.parametrize("method", METHODS)
def test_the_channels_add_up_to_the_map(method: str, het: Rows, batch: Tensor):
    traced = trace(het, het.layer("stage4"), batch, Confidence(ROW_P5, 1, 5), method)
    _, terms = tracing._terms(traced, method)
    np.testing.assert_allclose(terms.sum(0), traced.values, rtol=1e-3, atol=1e-4 * abs(traced.values).max())
    channels = tracing.strongest_channels(traced, method, 128)
    assert sorted(c.index for c in channels) == list(range(128))
    assert [c.share for c in channels] == sorted((c.share for c in channels), reverse=True)
    assert sum(c.share for c in channels) == pytest.approx(1)


def network(variant: str = "v5n-csphet-p4", seed: int = 0) -> Rows:
    torch.manual_seed(seed)
    return Rows(variants.build(variant, 3).eval().requires_grad_(False))


@pytest.fixture(scope="module")
def het() -> Rows:
    return network()


@pytest.fixture(scope="module")
def batch() -> Tensor:
    return torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(1))


ROW_P3, ROW_P5 = 100, 3 * (64 + 16) + 5  # 3 anchors × 8² cells, then 3 × 4², then 3 × 2²


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("layer", targets.LAYERS)
def test_every_method_works_on_every_layer(method: str, layer: str, het: Rows, batch: Tensor):
    traced = trace(het, het.layer(layer), batch, Confidence(ROW_P5, 1, 5), method)
    assert traced.values.shape == traced.activations.shape[1:]
    assert traced.values.any() and traced.reason in ("", "negative")


@pytest.mark.parametrize("layer", ["P3", "stage4"])
def test_the_map_is_the_librarys(layer: str, het: Rows, batch: Tensor):
    """The library stretches its map to 0..1 and to the input's size; apart from that they are equal."""
    target = Confidence(ROW_P3, 1, 5)
    ours = trace(het, het.layer(layer), batch, target).values.clip(0)
    theirs = tracing.library().GradCAM(het, [het.layer(layer)])(batch.clone().requires_grad_(), [target])[0]
    stretched = nn.functional.interpolate(torch.from_numpy(ours)[None, None], (64, 64), mode="bilinear")[0, 0]
    assert np.corrcoef(stretched.ravel(), theirs.ravel())[0, 1] > 0.999


def test_eigen_cam_is_the_librarys_up_to_the_sign(het: Rows, batch: Tensor):
    ours = trace(het, het.layer("stage4"), batch, Confidence(0, 0, 5), "eigencam")
    theirs = tracing.library().EigenCAM(het, []).get_cam_image(None, None, None, ours.activations[None], None, False)[0]
    np.testing.assert_allclose(abs(ours.values), abs(theirs), rtol=1e-3, atol=1e-5)


def test_a_layer_behind_the_answer_is_named(het: Rows, batch: Tensor):
    """P4 and P5 are computed from P3, so they can say nothing of its answers."""
    assert trace(het, het.layer("P5"), batch, ClassScore(ROW_P3, 0, 5)).reason == "no_path"
    assert trace(het, het.layer("P3"), batch, ClassScore(ROW_P5, 0, 5)).reason != "no_path"


FAMILIES = pytest.mark.parametrize("variant", ["v5n-csphet-p4", "v8n-csphet-p4"])


@FAMILIES
@pytest.mark.parametrize("score", TARGETS)
def test_a_targets_gradient_is_that_of_its_number(score: str, variant: str, batch: Tensor):
    """Against a difference quotient along the gradient, in double precision."""
    detector = network(variant)
    rows = detector(batch)[0].double().requires_grad_()
    target = TARGETS[score](7, 2, detector.first_class)
    slope = torch.autograd.grad(target(rows), rows)[0]
    assert slope.any() and not slope[torch.arange(len(rows)) != 7].any()
    step = 1e-6 * slope / slope.norm()
    np.testing.assert_allclose((target(rows + step) - target(rows - step)).item() / 2e-6, slope.norm(), rtol=1e-5)


@FAMILIES
def test_the_confidence_is_that_of_the_decoded_box_and_rows_keep_their_order(variant: str, batch: Tensor):
    het = network(variant)
    with torch.no_grad():
        levels, rows = het.detector(batch), het(batch)[0]
    head = het.detector.head
    found = head.decoder()(tuple(level[0].numpy() for level in levels), minimum_confidence=0.0)
    assert len(found) == len(rows) == head.boxes_per_cell * (64 + 16 + 4)
    told = [Confidence(row, int(class_id), het.first_class) for row, class_id in enumerate(found.class_ids)]
    np.testing.assert_allclose([float(target(rows)) for target in told], found.confidences, rtol=1e-5)


def test_the_box_of_an_anchor_itself_is_shaped_by_nothing():
    assert float(BoxShape(0, 0, 5)(torch.zeros(1, 8))) == 0


def test_without_anchors_the_box_is_its_width_and_height(batch: Tensor):
    """In cells: at the finest level a cell has 8 pixels, at the coarsest 32."""
    detector = network("v8n-c2f")
    with torch.no_grad():
        levels, rows = detector.detector(batch), detector(batch)[0]
    boxes = decode_distances(tuple(level[0].numpy() for level in levels), minimum_confidence=0.0).boxes_xyxy
    for row, stride in ((5, 8), (64 + 16 + 2, 32)):
        around = (boxes[row, 2:] - boxes[row, :2]).sum()
        assert float(BoxShape(row, 0, 4)(rows)) == pytest.approx(around / stride, rel=1e-4)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_works_before_a_head_without_anchors(method: str, batch: Tensor):
    detector = network("v8n-csphet-p4")
    for layer in ("P5", "stage4"):
        traced = trace(detector, detector.layer(layer), batch, Confidence(64 + 16 + 1, 1, 4), method)
        assert traced.values.any() and traced.reason in ("", "negative"), layer


def hooks(network: nn.Module) -> int:
    return sum(len(module._forward_hooks) + len(module._backward_hooks) for module in network.modules())


def test_no_hook_is_left_behind_even_by_a_failure(het: Rows, batch: Tensor):
    def fails(rows: Tensor) -> Tensor:
        raise IndexError("a target that fails")

    trace(het, het.layer("P4"), batch, Confidence(0, 0, 5))
    with pytest.raises(IndexError, match="a target that fails"):
        trace(het, het.layer("P4"), batch, fails)
    assert hooks(het) == 0


def test_two_networks_at_once_give_their_own_maps(batch: Tensor):
    networks = [network(seed=0), network("v5n-c3", seed=1)]
    alone = [trace(n, n.layer("stage3"), batch, Confidence(5, 0, 5)).values for n in networks]
    together: list[list[np.ndarray]] = [[], []]

    def work(index: int) -> None:
        n = networks[index]
        together[index] = [trace(n, n.layer("stage3"), batch, Confidence(5, 0, 5)).values for _ in range(5)]

    threads = [threading.Thread(target=work, args=(index,)) for index in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for expected, maps in zip(alone, together, strict=True):
        assert len(maps) == 5
        for values in maps:
            np.testing.assert_allclose(values, expected, rtol=1e-4, atol=1e-9)


def test_wrong_names_are_named(het: Rows, batch: Tensor):
    with pytest.raises(ValueError, match="method='magic' must be one of gradcam, "):
        trace(het, het.layer("P4"), batch, Confidence(0, 0, 5), "magic")
    with pytest.raises(ValueError, match="layer='stage9' must be one of P3, "):
        het.layer("stage9")


def test_every_method_is_there_once_the_library_is():
    assert tuple(tracing.library().METHODS) == METHODS
