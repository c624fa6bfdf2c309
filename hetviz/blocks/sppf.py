"""Spatial pyramid pooling at the end of a backbone."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from hetviz.blocks.conv import Conv


class SPPF(nn.Module):
    """Spatial pyramid pooling, fast: three 5×5 max-pools in a chain, all results concatenated.

    Shape:
        (B, M, H, W) -> (B, N, H, W)
    """

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.cv1 = Conv(in_channels, in_channels // 2)
        self.cv2 = Conv(2 * in_channels, out_channels)

    def forward(self, x: Tensor) -> Tensor:
        parts = [self.cv1(x)]
        for _ in range(3):
            parts.append(F.max_pool2d(parts[-1], 5, 1, 2))
        return self.cv2(torch.cat(parts, 1))
