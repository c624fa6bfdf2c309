from collections.abc import Iterator

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
    return torch.equal(values, values.bfloat16().to(values.dtype))


def test_the_nearest_is_torchs():
    values = torch.randn(10_000, generator=torch.Generator().manual_seed(0)).double()
    assert torch.equal(torch.from_numpy(rounding.nearest(values.numpy())), values.bfloat16().double())


def test_errors_cancel_where_inputs_go_together():
    """Nine inputs that are nearly the same, like a pixel and its neighbours."""
    generator = torch.Generator().manual_seed(0)
    inputs = (torch.rand(1, 500, generator=generator) + 0.05 * torch.rand(9, 500, generator=generator)).double()
    rows = torch.randn(40, 9, generator=generator).double()
    rounded = rounding.round_rows(rows, rounding.factorised(inputs))
    assert is_bf16(rounded)
    own, plain = (((r - rows) @ inputs).square().mean().sqrt() for r in (rounded, rows.bfloat16().double()))
    assert own < plain / 2


def test_the_last_column_can_stay():
    rows = torch.full((1, 2), 1.001)
    kept, rounded = (rounding.round_rows(rows, torch.eye(2), with_last=with_last) for with_last in (False, True))
    assert kept[0, 1] == rows[0, 1] and is_bf16(kept[:, :1]) and is_bf16(rounded)


def test_the_factor_is_of_the_damped_mean_products():
    seen = torch.randn(4, 50, generator=torch.Generator().manual_seed(0))
    products, factor = seen @ seen.T / 50, rounding.factorised(seen)
    damping = rounding.DAMPING * products.diagonal().mean() * torch.eye(4)
    torch.testing.assert_close(factor @ factor.T, products + damping)
    assert torch.equal(factor, factor.tril())
    assert torch.isfinite(rounding.factorised(torch.zeros(3, 5))).all()


def test_rows_are_fitted_to_what_is_wanted():
    """Ridge regression, written with an inverse: inputs are a tenth too large, so weights become a little smaller."""
    generator = torch.Generator().manual_seed(0)
    exact, rows = torch.randn(5, 200, generator=generator), torch.randn(3, 5, generator=generator)
    seen = 1.1 * exact
    fitted = rounding.fit_rows(rows, seen, rows @ exact, rounding.factorised(seen))
    products = seen @ seen.T / 200
    damped = products + rounding.DAMPING * products.diagonal().mean() * torch.eye(5)
    torch.testing.assert_close(fitted, rows + (rows @ exact - rows @ seen) @ seen.T / 200 @ damped.inverse())
    gap, before = ((r @ seen - rows @ exact).square().mean() for r in (fitted, rows))
    assert gap < 0.05 * before


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
    last = rounding.last(rounded.head)
    for conv in rounded.modules():
        if isinstance(conv, nn.Conv2d):
            assert is_bf16(conv.weight) and (conv.bias is None or conv in last or is_bf16(conv.bias))
    with torch.inference_mode():
        expected, own = network(as_input(squares)), rounded(as_input(squares, rounding.BRIGHTEST))
        plain = plainly_rounded(network)(as_input(squares))
    own_gap, plain_gap = (
        sum(float((a - b).square().mean()) for a, b in zip(maps, expected, strict=True)) for maps in (own, plain)
    )
    assert own_gap < 0.15 * plain_gap


@pytest.mark.parametrize(
    ("variant", "paths"),
    [
        ("v5n-c3", [f"m.{level}" for level in range(3)]),
        ("v8n-c2f", [f"{branch}.{level}.2" for branch in ("cv2", "cv3") for level in range(3)]),
    ],
)
def test_the_last_convolutions_are_those_that_answer(variant: str, paths: list[str]):
    head = convert.convert(build(variant, 3)).head
    assert rounding.last(head) == {head.get_submodule(path) for path in paths}


@pytest.fixture
def threads() -> Iterator[None]:
    """Leave torch the number of threads that it had."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("threads")
@pytest.mark.parametrize("variant", ["v5n-csphet-p4", "v8n-csppc"])
def test_any_number_of_threads_rounds_alike(variant: str):
    network, rounded = convert.convert(weights.load(variant)), []
    for count in (1, 2):
        torch.set_num_threads(count)
        rounded.append(torch.cat([part.flatten() for part in rounding.to_bf16(network).parameters()]))
    assert torch.equal(*rounded)


def test_what_is_rounded_is_a_copy():
    network = convert.convert(weights.load("v5n-c3"))
    before = [value.clone() for value in network.state_dict().values()]
    rounding.to_bf16(network)
    assert all(torch.equal(a, b) for a, b in zip(before, network.state_dict().values(), strict=True))
    assert not any(module._forward_pre_hooks for module in network.modules())
