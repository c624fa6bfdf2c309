"""What a training run depends on besides variant, data and seed, as frozen values: the full recipe, and a tiny one."""

from dataclasses import dataclass

from hetviz.detectors.decoding import Anchors
from hetviz.detectors.heads import ANCHORS
from hetviz.training.anchor_loss import Gains
from hetviz.training.distribution_loss import DistributionGains

# Three a level: the means of nine clusters (k-means of the sides' logarithms) of the boxes of VOC 2007 and 2012, the
# photographs' long side scaled to 0.5 to 1.3 of 256 pixels.
FITTED: Anchors = (
    ((9.2, 13.0), (22.8, 16.5), (16.3, 37.3)),
    ((39.7, 32.5), (36.3, 72.2), (77.8, 53.6)),
    ((73.1, 119.7), (138.6, 89.9), (177.8, 172.0)),
)


@dataclass(frozen=True)
class Phase:
    """Some epochs at one input size, with or without mosaic."""

    epochs: int
    size: int
    mosaic: bool = True


@dataclass(frozen=True)
class Recipe:
    """Everything a run depends on besides variant, data and seed.

    Convolution weights with a BatchNorm behind them follow Muon, all else (bare operators such as CSPHet's HetConvs,
    BatchNorm, biases, the head's last 1×1) AdamW; both rates warm up over the first epochs and fall along a cosine to final_rate
    of themselves. gains and anchors are for heads with anchors, distribution_gains for heads without (`head_losses`).
    """

    phases: tuple[Phase, ...] = (Phase(7, 160), Phase(4, 224), Phase(1, 288), Phase(3, 288, mosaic=False))
    batch: int = 32
    muon_rate: float = 0.04
    muon_weight_decay: float = 0.01
    adam_rate: float = 0.003
    adam_weight_decay: float = 0.05
    final_rate: float = 0.02
    warmup_epochs: float = 1.0
    average_decay: float = 0.998
    gains: Gains = Gains()
    distribution_gains: DistributionGains = DistributionGains()
    imitation: float = 1.0  # weight of the teacher's maps beside the boxes, where there is a teacher
    anchors: Anchors = FITTED
    mosaic_zoom: tuple[float, float] = (0.5, 1.5)  # of a mosaic's photographs, which would fill the input at 1
    single_zoom: tuple[float, float] = (0.6, 1.25)  # of a photograph without mosaic
    holdout: int = 200
    score_every: int = 9
    size: int = 288  # to score and serve at: of 256 to 352 the best mAP50-95 of C3 on the photographs held out

    @property
    def epochs(self) -> int:
        """The number of epochs of all phases."""
        return sum(phase.epochs for phase in self.phases)

    def schedule(self) -> list[Phase]:
        """Return the phase of every epoch."""
        return [phase for phase in self.phases for _ in range(phase.epochs)]


# Some 130 steps on drawn shapes. Objectness weighs more, as its share shrinks with the area, and the rest hurries.
TINY = Recipe(
    phases=(Phase(5, 96), Phase(6, 96, mosaic=False)),
    batch=16,
    muon_rate=0.03,
    adam_rate=0.01,
    warmup_epochs=0.5,
    average_decay=0.98,
    gains=Gains(objectness=5.0),
    holdout=40,
    anchors=ANCHORS,
    score_every=11,
    size=96,
)
