"""SPConv: K×K kernels for a representative part of the channels, 1×1 for the rest."""

import torch
from torch import Tensor, nn

from hetviz.operators.rules import require_divides, require_odd


def rule(in_channels: int, out_channels: int, *, alpha: float, kernel_size: int) -> None:
    """Raise a ValueError where the numbers break the operator's rule."""
    require_odd(kernel_size)
    kept = alpha * in_channels
    if not 0 < alpha < 1 or kept != int(kept) or int(kept) % 2:
        raise ValueError(f"alpha={alpha} must split in_channels={in_channels} into a whole even part")
    require_divides("groups", 2, out_channels=out_channels)


def weights(in_channels: int, out_channels: int, *, alpha: float = 0.5, kernel_size: int = 3) -> int:
    """Return M*N*(alpha*K*K/2 + 1), without BatchNorm, the number of weights; as many multiply-adds per output pixel."""
    rule(in_channels, out_channels, alpha=alpha, kernel_size=kernel_size)
    return int(alpha * in_channels) * out_channels * kernel_size**2 // 2 + in_channels * out_channels


class SPConv(nn.Module):
    """Split convolution: a representative part of the channels gets K×K kernels, the redundant part 1×1.

    alpha*M channels get a 2-group K×K plus a 1×1 convolution, the others a 1×1; both results have N channels and their
    own BatchNorm, and are mixed by a softmax over their global averages.
    Source: Zhang et al., Split to Be Slim, IJCAI 2020, arXiv:2006.12085.
    Args:
        in_channels: M; alpha*M must be a whole even number below M.
        out_channels: N, even.
        alpha: share of the representative channels, 0 < alpha < 1.
    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    Cost:
        M*N*(alpha*K*K/2 + 1) convolution weights, 4*N of BatchNorm; multiply-adds as the convolution weights.
    Raises:
        ValueError: alpha does not split M as described, N is odd, or kernel_size is even.

    >>> conv = SPConv(64, 64)
    >>> sum(m.weight.numel() for m in conv.modules() if isinstance(m, nn.Conv2d))
    13312
    """

    def __init__(
        self, in_channels: int, out_channels: int, *, alpha: float = 0.5, kernel_size: int = 3, stride: int = 1
    ) -> None:
        super().__init__()
        rule(in_channels, out_channels, alpha=alpha, kernel_size=kernel_size)
        self.representative_channels = kept = int(alpha * in_channels)
        self.grouped = nn.Conv2d(kept, out_channels, kernel_size, stride, kernel_size // 2, groups=2, bias=False)
        self.pointwise = nn.Conv2d(kept, out_channels, 1, stride, bias=False)
        self.redundant = nn.Conv2d(in_channels - kept, out_channels, 1, stride, bias=False)
        self.bn_representative = nn.BatchNorm2d(out_channels)
        self.bn_redundant = nn.BatchNorm2d(out_channels)

    def forward(self, x: Tensor) -> Tensor:  # (B, M, H, W)
        kept, rest = x.split((self.representative_channels, x.shape[1] - self.representative_channels), 1)
        kept = self.bn_representative(self.grouped(kept) + self.pointwise(kept))  # (B, N, H', W')
        rest = self.bn_redundant(self.redundant(rest))  # (B, N, H', W')
        averages = torch.stack((kept.mean((2, 3)), rest.mean((2, 3))))  # (2, B, N)
        share_kept, share_rest = averages.softmax(0)[..., None, None]
        return share_kept * kept + share_rest * rest
