"""A chain of HetConvs against the one convolution that it is."""

import torch

from hetviz.detectors import weights
from hetviz.operators.hetconv import HetConv
from hetviz.reparam.chain import compare, one_kernel


def windows(kernel: torch.Tensor, filter_: int) -> list[int]:
    """Return the side of the window on each channel, from where the kernel is not 0."""
    middle = kernel.shape[-1] // 2
    sides = []
    for channel in kernel[filter_]:
        rows, columns = channel.nonzero(as_tuple=True)
        reach = max(int((rows - middle).abs().max()), int((columns - middle).abs().max()))
        sides.append(1 + 2 * reach)
    return sides


def test_two_layers_see_five_pixels_on_their_own_channels_and_three_on_all_others():
    kernel = one_kernel([HetConv(8, 8, p=4), HetConv(8, 8, p=4)])
    assert windows(kernel, 1) == [3, 5, 3, 3, 3, 5, 3, 3]
    assert windows(kernel, 6) == [3, 3, 5, 3, 3, 3, 5, 3]


def test_a_chain_of_one_is_its_own_kernel():
    conv = HetConv(4, 8, p=2)
    assert torch.equal(one_kernel([conv]), conv.dense_kernel().double())


def test_a_trained_chain_is_one_convolution_away_from_the_borders():
    detector = weights.load("v5n-csphet-p4")
    chain = [conv for bottleneck in detector.stage4.m for conv in bottleneck.children()]
    found = compare(chain, torch.rand(1, 64, 20, 20, generator=torch.Generator().manual_seed(0)))
    assert (found.count, found.window) == (6, 13)
    assert found.largest_value > 0.1
    assert found.largest_difference < 1e-9 * found.largest_value


def test_a_chain_that_is_not_one_kernel_is_told_apart():
    class Restless(HetConv):
        def dense_kernel(self) -> torch.Tensor:
            return super().dense_kernel() * (1 + torch.rand(()))  # another kernel at every call

    found = compare([HetConv(8, 8, p=4), Restless(8, 8, p=4)], torch.rand(1, 8, 12, 12))
    assert found.largest_difference > 1e-3 * found.largest_value
