"""Mean average precision of a detector on photographs with boxes.

Average precision is COCO's (pycocotools: 101 recall points, IoU 0.50 and 0.50:0.95, at most 100 boxes a picture);
objects marked difficult count neither as hits nor as misses, VOC's rule.
"""

import contextlib
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from tqdm import tqdm

from hetviz.detectors.decoding import Decoder
from hetviz.pictures.boxes import Detections, match, suppress
from hetviz.pictures.letterbox import letterbox
from hetviz.serving import engine as engines
from hetviz.training.data import Dataset, Sample

MINIMUM_CONFIDENCE = 0.001
SUPPRESSION_IOU = 0.6
LARGEST_DIFFERENCE = 0.002  # of mAP50 between torch and the engine that serves; in bf16 a tenth of what chance allows
SURE, SAME_PLACE = 0.5, 0.95  # confidence of torch's boxes that are looked for in the other's, and the IoU that counts


class Network(Protocol):
    """What gives the raw maps of a letterboxed picture, and the boxes in them."""

    decode: Decoder

    def __call__(self, square: NDArray[np.uint8]) -> tuple[NDArray[np.float32], ...]: ...


class DifficultIgnored(COCOeval):
    """COCO's evaluation in which an object's own `difficult` mark says that it is ignored, however often it is found.

    COCO lets an ignored object excuse one detection, VOC every detection on it. What COCO marks as a crowd excuses
    them all, but has an overlap of its own; so the mark is set once the ordinary overlaps are computed.
    """

    def _prepare(self) -> None:
        super()._prepare()
        for objects in self._gts.values():
            for item in objects:
                item["ignore"] = item["difficult"]

    def evaluateImg(self, image: int, category: int, *limits: Any) -> Any:  # noqa: N802  # the parent's name
        """Return the matches in one picture, the overlaps being known."""
        for item in self._gts[image, category]:
            item["iscrowd"] = int(item["difficult"])
        return super().evaluateImg(image, category, *limits)


def find(network: Network, pixels: NDArray[np.uint8], size: int) -> Detections:
    """Return what a network finds in a picture, scored down to 0.001 in every class, in picture pixels."""
    square, placing = letterbox(pixels, size)
    maps = tuple(level[0] for level in network(square))
    found = network.decode(maps, minimum_confidence=MINIMUM_CONFIDENCE, every_class=True)
    kept = suppress(found.strongest(2000), SUPPRESSION_IOU).strongest(100)
    height, width = pixels.shape[:2]
    return Detections(placing.restore(kept.boxes_xyxy, width, height), kept.confidences, kept.class_ids)


def matched(dataset: Dataset, found: Iterable[Detections]) -> DifficultIgnored:
    """Return COCO's evaluation of one Detections a sample, objects and boxes matched, not yet accumulated."""
    truth = _coco_objects(dataset)
    rows = [row for index, detections in enumerate(found) for row in _coco_rows(index, detections)]
    with contextlib.redirect_stdout(io.StringIO()):  # pycocotools prints its progress
        evaluation = DifficultIgnored(truth, truth.loadRes(rows) if rows else COCO(), "bbox")
        if not rows:
            evaluation.cocoDt.dataset = {"images": truth.dataset["images"], "annotations": [], "categories": []}
            evaluation.cocoDt.createIndex()
        evaluation.params.areaRng, evaluation.params.areaRngLbl = [[0, 1e10]], ["all"]
        evaluation.params.maxDets = [100]
        evaluation.evaluate()
    return evaluation


def score(dataset: Dataset, found: Iterable[Detections]) -> dict[str, Any]:
    """Return `map50`, `map50_95` and `per_class` (AP at IoU 0.50 by class name) of one Detections a sample.

    A class without objects in the data has no average precision: it is left out of `per_class` and of the means.
    """
    evaluation = matched(dataset, found)
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation.accumulate()
    precision = evaluation.eval["precision"][:, :, :, 0, 0]  # (IoU, recall, class), -1 where there is no object
    measured = [index for index in range(len(dataset.classes)) if precision[0, 0, index] >= 0]
    return {
        "map50": round(float(precision[0][:, measured].mean()), 6) if measured else 0.0,
        "map50_95": round(float(precision[:, :, measured].mean()), 6) if measured else 0.0,
        "per_class": {dataset.classes[i]: round(float(precision[0, :, i].mean()), 4) for i in measured},
    }


def _coco_objects(dataset: Dataset) -> COCO:
    objects = [
        {
            "image_id": index,
            "category_id": int(class_id),
            "bbox": [float(box[0]), float(box[1]), float(box[2] - box[0]), float(box[3] - box[1])],
            "area": float((box[2] - box[0]) * (box[3] - box[1])),
            "iscrowd": 0,
            "difficult": bool(difficult),
        }
        for index, sample in enumerate(dataset.samples)
        for box, class_id, difficult in zip(sample.boxes_xyxy, sample.class_ids, sample.difficult, strict=True)
    ]
    objects = [{"id": number, **item} for number, item in enumerate(objects, 1)]
    truth = COCO()
    truth.dataset = {
        "info": {},
        "images": [{"id": index} for index in range(len(dataset.samples))],
        "annotations": objects,
        "categories": [{"id": index, "name": name} for index, name in enumerate(dataset.classes)],
    }
    with contextlib.redirect_stdout(io.StringIO()):
        truth.createIndex()
    return truth


def _coco_rows(index: int, found: Detections) -> list[dict[str, Any]]:
    boxes = found.boxes_xyxy.astype(float)
    return [
        {
            "image_id": index,
            "category_id": int(class_id),
            "bbox": [box[0], box[1], box[2] - box[0], box[3] - box[1]],
            "score": float(confidence),
        }
        for box, confidence, class_id in zip(boxes, found.confidences, found.class_ids, strict=True)
    ]


def run(network: Network, samples: Iterable[Sample], size: int) -> Iterable[Detections]:
    """Yield the detections of each sample."""
    for sample in samples:
        yield find(network, sample.pixels, size)


def served(variant: str, dataset: Dataset, folder: Path) -> dict[str, Any]:
    """Return what saved weights find in the form that the app serves, beside torch.

    `engine`, `precision`, `map50`; `boxes` (torch's over 0.5 confidence) and `boxes_found` (those that have a box of the
    same class with an IoU of at least 0.95).
    Raises:
        ValueError: the data's classes are not the detector's, or mAP50 is more than 0.002 off torch's.
    """
    reference, network = engines.load(variant, folder, "torch"), engines.load(variant, folder)
    require_classes(network, dataset)
    samples = tqdm(dataset.samples, desc=f"{variant} as served", unit="image", disable=None)
    pairs = [(find(reference, s.pixels, reference.size), find(network, s.pixels, network.size)) for s in samples]
    wanted, map50 = (score(dataset, side)["map50"] for side in zip(*pairs, strict=True))
    if abs(map50 - wanted) > LARGEST_DIFFERENCE:
        raise ValueError(
            f"{variant} scores {map50} by {network.name} in {network.precision}, {wanted} by torch: "
            f"more apart than {LARGEST_DIFFERENCE}"
        )
    sure = [(own.above(SURE), other) for own, other in pairs]
    return {
        "engine": network.name,
        "precision": network.precision,
        "map50": map50,
        "boxes": sum(len(own) for own, _ in sure),
        "boxes_found": sum(len(match(own, other, SAME_PLACE)) for own, other in sure),
    }


def require_classes(network: engines.Engine, dataset: Dataset) -> None:
    """Raise a ValueError that names both unless the data's classes are the detector's."""
    if tuple(dataset.classes) != tuple(network.classes):
        raise ValueError(
            f"classes.json lists {', '.join(dataset.classes)}; it must list the detector's classes: "
            f"{', '.join(network.classes)}"
        )
