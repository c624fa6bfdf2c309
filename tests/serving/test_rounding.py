import pytest
import torch
from matplotlib.cbook import get_sample_data
from sklearn.datasets import load_sample_images
from torch import Tensor, nn

from hetviz.detectors import weights
from hetviz.detectors.network_input import as_input
from hetviz.detectors.variants import build
from hetviz.pictures import images
from hetviz.pictures.letterbox import letterbox
from hetviz.reparam import convert
from hetviz.serving import rounding


def is_bf16(values: Tensor) -> bool:
    return torch.equal(values, values.bfloat16().float())


def test_the_nearest_is_torchs():
    values = torch.randn(10_000, generator=torch.Generator().manual_seed(0))
    assert torch.equal(torch.from_numpy(rounding.nearest(values.numpy())), values.bfloat16().float())


def test_errors_cancel_where_inputs_go_together():
    """Nine inputs that are nearly the same, like a pixel and its neighbours."""
    generator = torch.Generator().manual_seed(0)
    inputs = torch.rand(1, 500, generator=generator) + 0.05 * torch.rand(9, 500, generator=generator)
    rows = torch.randn(40, 9, generator=generator)
    rounded = rounding.round_rows(rows, inputs @ inputs.T / 500)
    assert is_bf16(rounded)
    own, plain = (((r - rows) @ inputs).square().mean().sqrt() for r in (rounded, rows.bfloat16().float()))
    assert own < plain / 2


def test_the_first_column_can_stay():
    rows = torch.full((1, 2), 1.001)
    kept, rounded = (rounding.round_rows(rows, torch.eye(2), first=first) for first in (False, True))
    assert kept[0, 0] == rows[0, 0] and is_bf16(kept[:, 1:]) and is_bf16(rounded)


def plainly_rounded(network: nn.Module) -> nn.Module:
    for conv in network.modules():
        if isinstance(conv, nn.Conv2d):
            conv.weight.data = conv.weight.data.bfloat16().float()
    return network


@pytest.fixture(scope="module")
def squares() -> Tensor:
    """Three photographs that nothing is rounded for."""
    with get_sample_data("grace_hopper.jpg") as file:
        pictures = [images.read(file.read()).pixels, *load_sample_images().images]
    return torch.stack([torch.from_numpy(letterbox(pixels, 192)[0]) for pixels in pictures])


@pytest.mark.parametrize("variant", weights.trained())
def test_answers_move_less_than_by_plain_rounding(variant: str, squares: Tensor):
    network = convert.convert(weights.load(variant))
    rounded = rounding.to_bf16(network)
    last = rounding._last(rounded.head)
    for conv in rounded.modules():
        if isinstance(conv, nn.Conv2d):
            assert is_bf16(conv.weight) and (conv.bias is None or conv in last or is_bf16(conv.bias))
    with torch.inference_mode():
        expected, own = network(as_input(squares)), rounded(as_input(squares, rounding.BRIGHTEST))
        plain = plainly_rounded(network)(as_input(squares))
    own_gap, plain_gap = (
        sum(float((a - b).square().mean()) for a, b in zip(maps, expected, strict=True)) for maps in (own, plain)
    )
    assert own_gap < 0.75 * plain_gap


@pytest.mark.parametrize(
    ("variant", "paths"),
    [
        ("v5n-c3", [f"m.{level}" for level in range(3)]),
        ("v8n-c2f", [f"{branch}.{level}.2" for branch in ("cv2", "cv3") for level in range(3)]),
    ],
)
def test_the_last_convolutions_are_those_that_answer(variant: str, paths: list[str]):
    head = convert.convert(build(variant, 3)).head
    assert rounding._last(head) == {head.get_submodule(path) for path in paths}


def test_what_is_rounded_is_a_copy():
    network = convert.convert(weights.load("v5n-c3"))
    before = [value.clone() for value in network.state_dict().values()]
    rounding.to_bf16(network)
    assert all(torch.equal(a, b) for a, b in zip(before, network.state_dict().values(), strict=True))
    assert not any(module._forward_pre_hooks for module in network.modules())
