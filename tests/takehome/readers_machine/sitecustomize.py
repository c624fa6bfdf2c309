"""torchvision's operator for suppression, where its compiled ones cannot be loaded beside the installed torch.

Python imports this at its start. On a machine whose torch and torchvision fit together it changes nothing.
"""

import torch

if not hasattr(torch.ops.torchvision, "nms"):
    try:
        import torchvision
    except RuntimeError:
        library = torch.library.Library("torchvision", "FRAGMENT")
        library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

        def nms(boxes: torch.Tensor, scores: torch.Tensor, threshold: float) -> torch.Tensor:
            order, kept = scores.argsort(descending=True, stable=True), []
            areas = (boxes[:, 2:] - boxes[:, :2]).prod(1)
            while len(order):
                first, order = order[0], order[1:]
                kept.append(int(first))
                low = torch.maximum(boxes[first, :2], boxes[order, :2])
                high = torch.minimum(boxes[first, 2:], boxes[order, 2:])
                shared = (high - low).clamp(0).prod(1)
                order = order[shared / (areas[first] + areas[order] - shared) <= threshold]
            return torch.tensor(kept, dtype=torch.int64)

        library.impl("nms", nms, "CPU")
        import torchvision

        torchvision.extension._has_ops = lambda: True
