"""What hetviz takes from the grad-cam library: its methods, made to give their maps as they are, and its perturbations.

Importing this takes seconds, for the library brings torchvision and scikit-learn; `tracing.library` does it when it is needed.
"""

from typing import Any

import numpy as np
from torch import Tensor

import hetviz.explaining.torchvision_repair  # noqa: F401  before grad-cam, which imports torchvision
from hetviz.explaining.targets import Target

from pytorch_grad_cam import EigenCAM, GradCAM, GradCAMPlusPlus, HiResCAM, LayerCAM, XGradCAM  # isort: skip
from pytorch_grad_cam.base_cam import BaseCAM  # isort: skip
from pytorch_grad_cam.metrics.perturbation_confidence import (  # isort: skip
    PerturbationConfidenceMetric,
    RemoveLeastRelevantFirst,
    RemoveMostRelevantFirst,
)

__all__ = ["METHODS", "PerturbationConfidenceMetric", "RemoveLeastRelevantFirst", "RemoveMostRelevantFirst"]


class _AsItIs(BaseCAM):
    """Keeps a method's map as it is: signed and at the layer's own resolution, not stretched to 0..1."""

    def compute_cam_per_layer(self, input_tensor: Tensor, targets: list[Target], eigen_smooth: bool) -> Any:
        kept = self.activations_and_grads
        activations, gradients = kept.activations[0].numpy(), kept.gradients[0].numpy() if kept.gradients else None
        return self.get_cam_image(input_tensor, self.target_layers[0], targets, activations, gradients, eigen_smooth)

    def aggregate_multi_layers(self, cam_per_target_layer: Any) -> Any:
        return cam_per_target_layer


class _SmallEigenCAM(EigenCAM):
    """The library's Eigen-CAM by way of the C×C covariance: its full decomposition needs (H·W)² numbers.

    The sign of a principal component is arbitrary; the larger side is taken as the positive one.
    """

    def get_cam_image(self, input_tensor, target_layer, targets, activations, grads, eigen_smooth):  # noqa: ARG002
        places = activations[0].reshape(activations.shape[1], -1).T.astype(np.float64)
        places = places - places.mean(0)
        _, vectors = np.linalg.eigh(places.T @ places)  # ascending
        projection = (places @ vectors[:, -1]).reshape(activations.shape[2:])
        sign = -1 if -projection.min() > projection.max() else 1
        return np.float32(sign * projection)[None]


def _as_it_is(method: type[BaseCAM]) -> type[BaseCAM]:
    return type(method.__name__, (_AsItIs, method), {})


METHODS: dict[str, type[BaseCAM]] = {
    "gradcam": _as_it_is(GradCAM),
    "gradcam++": _as_it_is(GradCAMPlusPlus),
    "hirescam": _as_it_is(HiResCAM),
    "layercam": _as_it_is(LayerCAM),
    "xgradcam": _as_it_is(XGradCAM),
    "eigencam": _as_it_is(_SmallEigenCAM),
}
