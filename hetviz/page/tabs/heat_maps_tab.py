"""The Heat maps tab: where each detector looked for one box. The page draws; what it asks is answered by `box_maps`."""

from hetviz.explaining import draw, explain, map_quality, targets, tracing
from hetviz.page.entries import entries
from hetviz.page.handlers import box_maps
from hetviz.page.uploads import example_rows
from hetviz.page.view import View


def build() -> View:
    """Return the tab's view."""
    return View(
        "heat_maps",
        look="hv-heat",
        answers=[box_maps.maps, box_maps.channels, box_maps.trust, box_maps.curves, box_maps.download],
        examples=example_rows(),
        trained=entries(),
        methods=list(tracing.METHODS),
        layers=list(targets.LAYERS),
        scores=list(targets.TARGETS),
        depths=list(map_quality.DEPTHS),
        fractions=list(map_quality.FRACTIONS),
        draws=box_maps.DRAWS,
        defaults={"method": explain.DEFAULT_METHOD, "layers": explain.DEFAULT_LAYERS},
        colours=draw.colour_table(),
    )
