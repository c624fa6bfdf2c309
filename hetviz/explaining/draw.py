"""Pictures for export, on a copy: heat maps with their colour bar, by Matplotlib."""

import io
from dataclasses import dataclass

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

COLOURS = "inferno"  # even steps of lightness: readable in grey and with every kind of colour blindness


def colour_table() -> list[list[int]]:
    """Return the 256 colours of every heat map, from none to the peak.

    >>> len(colour_table()), colour_table()[0]
    (256, [0, 0, 3])
    """
    return [[int(255 * part) for part in colour[:3]] for colour in colormaps[COLOURS](np.arange(256))]


@dataclass(frozen=True)
class Panel:
    """One heat map to be drawn.

    Shape:
        values (H, W), not negative; box_xyxy (4,) in pixels of the picture
    """

    title: str
    values: NDArray[np.float32]
    box_xyxy: NDArray[np.float32]
    note: str = ""


def heat_maps(
    pixels: NDArray[np.uint8], panels: list[Panel], *, same_range: bool = False, opacity: float = 0.6, dpi: int = 120
) -> bytes:
    """Return a PNG of a picture under each map, side by side, with the one colour bar that they share.

    Args:
        pixels: (H, W, 3) uint8 RGB; the map is stretched over it.
        same_range: colours stand for the same numbers in every panel; otherwise for shares of each map's own peak.
        opacity: 0..1 of the colours.
        dpi: pixels per inch; a panel is 5 inches wide.
    """
    height, width = pixels.shape[:2]
    figure = Figure(figsize=(5 * len(panels) + 1, 5 * height / width + 1), dpi=dpi, layout="constrained")
    axes = figure.subplots(1, len(panels), squeeze=False)[0]
    peaks = [float(panel.values.max()) for panel in panels]
    top = max(peaks)
    for axis, panel, peak in zip(axes, panels, peaks, strict=True):
        scale = (top if same_range else peak) or 1.0
        shown = _panel(axis, pixels, panel, panel.values / scale, opacity)
    bar = figure.colorbar(shown, ax=list(axes), shrink=0.8)
    bar.solids.set_alpha(1)
    bar.set_label(f"1 = {top:.3g} in every map" if same_range else "share of each map's own peak")
    content = io.BytesIO()
    figure.savefig(content, format="png")
    return content.getvalue()


def _panel(axis: Axes, pixels: NDArray[np.uint8], panel: Panel, values: NDArray, opacity: float):
    height, width = pixels.shape[:2]
    extent = (0, width, height, 0)
    axis.imshow(pixels, extent=extent)
    shown = axis.imshow(values, cmap=COLOURS, vmin=0, vmax=1, alpha=opacity, extent=extent, interpolation="bilinear")
    left, top, right, bottom = panel.box_xyxy
    for colour, line in (("black", 4), ("white", 2)):  # seen on every ground
        axis.add_patch(Rectangle((left, top), right - left, bottom - top, fill=False, edgecolor=colour, linewidth=line))
    axis.set_title(panel.title, parse_math=False)  # class names may come from a visitor
    axis.set_xlabel(panel.note)
    axis.set_xticks([])
    axis.set_yticks([])
    return shown
