"""What a map is worth: where its mass lies, whether two maps agree, and whether they depend on the picture and the weights."""

import copy
from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from skimage.metrics import structural_similarity
from torch import Tensor, nn

from hetviz.explaining import tracing
from hetviz.explaining.targets import Rows, Target

FRACTIONS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
# From the output down, what each step of the trust test makes random besides all before it.
DEPTHS: dict[str, tuple[str, ...]] = {
    "trained": (),
    "head": ("head",),
    "neck": ("out5", "up5", "out4", "up4", "merge3", "lateral4", "merge4", "lateral5"),
    "stage5": ("pool", "stage5", "down5"),
    "stage4": ("stage4", "down4"),
    "stage3": ("stage3", "down3"),
    "everything": ("stage2", "down2", "stem"),
}


def energy_inside(values: NDArray, box_xyxy: NDArray) -> float | None:
    """Return the share of the map's mass inside a box (pixels of the map), None for an empty map.

    Source: Wang et al., Score-CAM, CVPR workshops 2020, arXiv:1910.01279 (energy-based pointing game).

    >>> energy_inside(np.eye(4), np.array([0, 0, 2, 2]))
    0.5
    """
    total = values.sum(dtype=np.float64)
    return float(values[_inside(values, box_xyxy)].sum(dtype=np.float64) / total) if total > 0 else None


def peak_inside(values: NDArray, box_xyxy: NDArray) -> bool | None:
    """Return whether the map's highest pixel lies in the box (the pointing game), None for an empty map.

    Source: Zhang et al., Excitation Backprop, ECCV 2016, arXiv:1608.00507.
    """
    return bool(values[_inside(values, box_xyxy)].max(initial=0) == values.max()) if values.max() > 0 else None


def _inside(values: NDArray, box_xyxy: NDArray) -> tuple[slice, slice]:
    height, width = values.shape
    left, top, right, bottom = np.rint(np.asarray(box_xyxy)).astype(int)
    return slice(max(0, top), min(height, bottom)), slice(max(0, left), min(width, right))


def correlation(left: NDArray, right: NDArray) -> float | None:
    """Return Pearson's correlation of two maps of one shape, None where one of them is flat."""
    if not left.std() > 0 or not right.std() > 0:
        return None
    return float(np.corrcoef(left.ravel().astype(np.float64), right.ravel().astype(np.float64))[0, 1])


def similarity(left: NDArray, right: NDArray) -> float | None:
    """Return the structural similarity (scikit-image) of two maps, each scaled to its peak; None for an empty one."""
    if left.max() <= 0 or right.max() <= 0 or min(left.shape) < 7:
        return None
    return float(structural_similarity(left / left.max(), right / right.max(), data_range=1.0))


def randomised(network: Rows, depth: str, seed: int = 0) -> Rows:
    """Return a copy of a network with the weights random from the head down to a depth in `DEPTHS`.

    Every weight tensor is drawn anew from a normal distribution of the mean and spread that it had, zeros of HetConv's
    pattern stay zeros; so signals keep their size, and only what was learned is lost.
    Source: Adebayo et al., Sanity checks for saliency maps, NeurIPS 2018, arXiv:1810.03292 (cascading randomisation).
    Raises:
        ValueError: the depth is unknown.
    """
    if depth not in DEPTHS:
        raise ValueError(f"depth={depth!r} must be one of {', '.join(DEPTHS)}")
    network = copy.deepcopy(network)
    draw = torch.Generator().manual_seed(seed)
    for name in list(DEPTHS)[: list(DEPTHS).index(depth) + 1]:
        for module in DEPTHS[name]:
            for tensor in network.detector.get_submodule(module).parameters():
                _redraw(tensor, draw)
    return network


def _redraw(tensor: nn.Parameter, draw: torch.Generator) -> None:
    used = tensor.data != 0
    own = tensor.data[used]
    if own.numel():
        tensor.data[used] = own.mean() + own.std(correction=0) * torch.randn(own.shape, generator=draw)


def scores_when_changed(
    network: nn.Module, batch: Tensor, relevance: NDArray, target: Target, fraction: float, inner: tuple[slice, slice]
) -> tuple[float, float]:
    """Return the target's value with the most relevant fraction of the picture blurred away, and with only it kept.

    With the library's own perturbations; a blurred picture stands for "nothing there", as in the insertion curve of
    Petsiuk et al., RISE, BMVC 2018, arXiv:1806.07421.
    Args:
        relevance: (size, size), a number for each pixel of the input.
        fraction: 0..1 of the picture's pixels; padding stays as it is.
        inner: rows and columns of the input that the picture covers.
    """
    ranks = np.zeros(relevance.size, np.float32)
    part = np.full(relevance.shape, -np.inf)
    part[inner] = relevance[inner]
    order = part.ravel().argsort(kind="stable")
    ranks[order] = np.arange(relevance.size) / relevance.size  # no ties, so that a percentile is a count
    removed = fraction * part[inner].size / part.size
    fill = batch[0].clone()
    fill[:, *inner] = blurred(batch[0])[:, *inner]
    imputer = lambda picture, kept: picture * kept + fill * (1 - kept)  # noqa: E731
    library = tracing.library()
    ways: tuple[tuple[Callable[..., Any], float], ...] = (
        (library.RemoveMostRelevantFirst, 100 * (1 - removed)),
        (library.RemoveLeastRelevantFirst, 100 * removed),
    )
    maps = ranks.reshape(1, *relevance.shape)
    deleted, inserted = (
        library.PerturbationConfidenceMetric(way(percentile, imputer))(
            batch, maps, [target], network, return_diff=False
        )[0]
        for way, percentile in ways
    )
    return float(deleted), float(inserted)


def blurred(picture: Tensor) -> Tensor:
    """Return a picture (3, H, W) without detail: blurred by a Gaussian of a sixteenth of its side."""
    pixels = picture.permute(1, 2, 0).numpy()
    side = pixels.shape[0]
    return torch.from_numpy(cv2.GaussianBlur(pixels, (0, 0), side / 16)).permute(2, 0, 1)


def area(fractions: Sequence[float], scores: Sequence[float]) -> float:
    """Return the area under a curve over 0..1 by trapezoids.

    >>> area([0.0, 0.5, 1.0], [1.0, 0.5, 0.0])
    0.5
    """
    return float(np.trapezoid(scores, fractions))
