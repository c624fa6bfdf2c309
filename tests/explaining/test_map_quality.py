import numpy as np
import pytest
import torch
from torch import Tensor, nn

from hetviz.detectors import variants
from hetviz.explaining import map_quality
from hetviz.explaining.map_quality import (
    DEPTHS,
    area,
    correlation,
    energy_inside,
    peak_inside,
    randomised,
    scores_when_changed,
)
from hetviz.explaining.targets import Rows


def spot(row: int, column: int, size: int = 12) -> np.ndarray:
    values = np.zeros((size, size), np.float32)
    values[row, column], values[0, 0] = 3, 1
    return values


def test_energy_and_peak():
    box = np.array([4, 2, 8, 6])  # left, top, right, bottom
    assert energy_inside(spot(3, 5), box) == 0.75 and peak_inside(spot(3, 5), box) is True
    assert energy_inside(spot(7, 5), box) == 0 and peak_inside(spot(7, 5), box) is False
    assert energy_inside(np.zeros((4, 4)), box) is None and peak_inside(np.zeros((4, 4)), box) is None
    assert energy_inside(spot(3, 5), np.array([-5, -5, 99, 99])) == 1  # a box over the borders


def test_agreement():
    map_ = np.random.default_rng(0).random((16, 16))
    assert correlation(map_, 3 * map_ + 1) == pytest.approx(1)
    assert correlation(map_, -map_) == pytest.approx(-1)
    assert correlation(map_, np.ones((16, 16))) is None
    assert map_quality.similarity(map_, 5 * map_) == pytest.approx(1)
    assert map_quality.similarity(map_, map_.T) < 0.5
    assert map_quality.similarity(map_, np.zeros((16, 16))) is None


@pytest.fixture(scope="module")
def network() -> Rows:
    torch.manual_seed(0)
    return Rows(variants.build("v5n-csphet-p4", 3).eval().requires_grad_(False))


def test_weights_become_random_from_the_head_down(network: Rows):
    """Each step changes exactly its own modules besides those before, and the last leaves nothing as it was."""
    before = dict(network.detector.named_parameters())
    done: set[str] = set()
    for depth, modules in DEPTHS.items():
        done |= set(modules)
        changed = set()
        for name, tensor in randomised(network, depth).detector.named_parameters():
            if not torch.equal(tensor, before[name]):
                changed.add(name.split(".")[0])
        assert changed == done
    assert done == {name.split(".")[0] for name in before}


def test_random_weights_keep_their_spread_and_zeros():
    torch.manual_seed(0)
    conv = nn.Conv2d(64, 64, 3, bias=False)
    conv.weight.data[:, ::2] = 0
    old = conv.weight.data.clone()
    map_quality._redraw(conv.weight, torch.Generator().manual_seed(0))
    assert (conv.weight[:, ::2] == 0).all() and not (conv.weight == old)[:, 1::2].any()
    assert conv.weight[:, 1::2].std().item() == pytest.approx(old[:, 1::2].std().item(), rel=0.05)


def test_an_unknown_depth_is_named(network: Rows):
    with pytest.raises(ValueError, match="depth='sky' must be one of trained, head"):
        randomised(network, "sky")


class Brightness(nn.Module):
    """A network whose one answer is the mean brightness of the left half."""

    def forward(self, x: Tensor) -> Tensor:
        return x[:, :, :, :8].mean((1, 2, 3)).view(-1, 1, 1)


def test_deletion_and_insertion_of_a_half():
    """The left half is white, the rest black; relevance says so. The library compares strictly, hence one pixel less."""
    picture = torch.zeros(1, 3, 16, 16)
    picture[..., :8] = 1
    relevance = picture[0, 0].numpy() + np.linspace(0, 0.1, 16)
    whole = (slice(0, 16), slice(0, 16))

    def at(fraction: float) -> tuple[float, float]:
        return scores_when_changed(Brightness(), picture, relevance, lambda rows: rows[0, 0], fraction, whole)

    flat = map_quality.blurred(picture[0])[:, :, :8].mean().item()
    assert at(0.0) == pytest.approx((1, flat), abs=4e-3)
    assert at(0.5) == pytest.approx((flat, 1), abs=4e-3)
    assert at(1.0) == pytest.approx((flat, 1), abs=4e-3)
    assert flat <= at(0.25)[0] < 0.999 < at(0.25)[1]  # the quarter that the blur darkens is the most relevant one


def test_padding_is_changed_last():
    picture = torch.zeros(1, 3, 16, 16)
    picture[..., 8:] = 1  # the padding, and what the map says of it does not count
    inner = (slice(0, 16), slice(0, 8))
    relevance = np.linspace(0, 1, 256).reshape(16, 16)
    kept = []
    network = Brightness()
    network.register_forward_pre_hook(lambda _module, inputs: kept.append(inputs[0]))
    scores_when_changed(network, picture, relevance, lambda rows: rows[0, 0], 1.0, inner)
    deleted = kept[0]
    assert (deleted[..., 8:] == 1).all() and (deleted[..., 7] > 0).all()


def test_area_of_a_triangle():
    assert area([0, 0.1, 1], [1, 0.9, 0]) == pytest.approx(0.5)
