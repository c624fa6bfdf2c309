"""Photographs with boxes, held decoded in memory, and what training does to them.

A data folder has `classes.json`, `<split>.jsonl` and the images that its lines name; a line is
`{"image", "width", "height", "objects": [{"class", "box_xyxy", "difficult"}]}`, boxes in pixels of the image, right and
bottom exclusive; `objects` may be empty, `difficult` left out.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hetviz.pictures.letterbox import GREY

Range = tuple[float, float]  # lowest and highest


@dataclass(frozen=True)
class Sample:
    """One photograph and its objects.

    Shape:
        pixels (H, W, 3) uint8 RGB, boxes_xyxy (N, 4) float32, class_ids (N,) int64, difficult (N,) bool
    """

    name: str
    pixels: NDArray[np.uint8]
    boxes_xyxy: NDArray[np.float32]
    class_ids: NDArray[np.int64]
    difficult: NDArray[np.bool_]


@dataclass(frozen=True)
class Dataset:
    """A split of a data folder: class names, and the samples in memory."""

    classes: tuple[str, ...]
    samples: tuple[Sample, ...]


def load(folder: str | Path, split: str) -> Dataset:
    """Return the named split of a data folder with every image decoded.

    Raises:
        ValueError: a file is missing or not of the form above (its name, the line and the rule are named), an image
            cannot be read or has another size than its line says, or a class is not in `classes.json`.
    """
    folder = Path(folder)
    for needed in (folder / "classes.json", folder / f"{split}.jsonl"):
        if not needed.is_file():
            raise ValueError(f"{needed} is missing; a data folder holds classes.json and {split}.jsonl")
    classes = _classes(folder / "classes.json")
    samples = tuple(_samples(folder, folder / f"{split}.jsonl", classes))
    if not samples:
        raise ValueError(f"{folder / f'{split}.jsonl'} must name at least one image")
    return Dataset(classes, samples)


def _classes(path: Path) -> tuple[str, ...]:
    try:
        names = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path} is not JSON: {error}") from error
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise ValueError(f"{path} must be a list of class names")
    if len(set(names)) < len(names):
        raise ValueError(f"{path} must name each class once")
    return tuple(names)


def _samples(folder: Path, path: Path, classes: tuple[str, ...]) -> Iterator[Sample]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            _check(record, classes)
            yield _sample(folder, record, classes)
        except json.JSONDecodeError as error:
            raise ValueError(f"{path}, line {number}: not JSON, {error}") from error
        except ValueError as error:
            raise ValueError(f"{path}, line {number}: {error}") from error


def _check(record: Any, classes: tuple[str, ...]) -> None:
    """Raise a ValueError that names the rule unless a line has the documented form."""
    _require_keys(record, image=str, width=int, height=int, objects=list)
    for item in record["objects"]:
        _require_keys(item, **{"class": str, "box_xyxy": list})
        if item["class"] not in classes:
            raise ValueError(f"class {item['class']!r} is not in classes.json")
        if not isinstance(item.get("difficult", False), bool):
            raise ValueError(f"difficult={item['difficult']!r} must be true or false")
        _require_inside(item["box_xyxy"], record["width"], record["height"])


def _require_keys(record: Any, **types: type) -> None:
    if not isinstance(record, dict):
        raise ValueError(f"{record!r:.40} must be an object with the keys {', '.join(types)}")
    for key, kind in types.items():
        if key not in record:
            raise ValueError(f"the key {key!r} is missing")
        if not isinstance(record[key], kind):
            raise ValueError(f"{key}={record[key]!r:.40} must be of type {kind.__name__}")


def _require_inside(box: list[Any], width: int, height: int) -> None:
    numbers = len(box) == 4 and all(isinstance(side, int | float) for side in box)
    if not numbers or not (0 <= box[0] < box[2] <= width and 0 <= box[1] < box[3] <= height):
        rule = f"0 <= left < right <= {width} and 0 <= top < bottom <= {height}"
        raise ValueError(f"box_xyxy={box!r:.60} must be four numbers with {rule}")


def _sample(folder: Path, line: dict[str, Any], classes: tuple[str, ...]) -> Sample:
    pixels = cv2.imread(str(folder / line["image"]), cv2.IMREAD_COLOR_RGB)
    if pixels is None:
        raise ValueError(f"{folder / line['image']} is missing or not a picture")
    height, width = pixels.shape[:2]
    if (width, height) != (line["width"], line["height"]):
        raise ValueError(f"{line['image']} is {width}×{height}, the line says {line['width']}×{line['height']}")
    objects = line["objects"]
    return Sample(
        line["image"],
        pixels,
        np.array([o["box_xyxy"] for o in objects], np.float32).reshape(-1, 4),
        np.array([classes.index(o["class"]) for o in objects], np.int64),
        np.array([o.get("difficult", False) for o in objects], bool),
    )


def split_off(dataset: Dataset, count: int) -> tuple[Dataset, Dataset]:
    """Return the data without its last count samples, and those: the part of `train` that choices are made by."""
    if not 0 <= count < len(dataset.samples):
        raise ValueError(f"count={count} must be at least 0 and below the {len(dataset.samples)} samples")
    cut = len(dataset.samples) - count
    return Dataset(dataset.classes, dataset.samples[:cut]), Dataset(dataset.classes, dataset.samples[cut:])


def drawn_shapes(count: int, seed: int, size: int = 128) -> Dataset:
    """Return pictures of one to three filled squares, discs and triangles on noise, for a run of a minute."""
    rng = np.random.default_rng(seed)
    return Dataset(("square", "disc", "triangle"), tuple(_drawn(rng, size, f"shape-{i}") for i in range(count)))


def _drawn(rng: np.random.Generator, size: int, name: str) -> Sample:
    pixels = rng.integers(90, 140, (size, size, 3), np.uint8)
    boxes, class_ids = [], []
    for column in rng.permutation(3)[: rng.integers(1, 4)]:  # one shape a column at most, so that none overlap
        side = int(rng.integers(size // 6, size // 3))
        left = int(column * size // 3 + rng.integers(0, size // 3 - side + 1))
        top = int(rng.integers(0, size - side))
        class_id = int(rng.integers(3))
        colour = [int(c) for c in rng.permutation([30, 220, int(rng.integers(256))])]
        half = side // 2
        if class_id == 0:
            cv2.rectangle(pixels, (left, top), (left + side - 1, top + side - 1), colour, -1)
        elif class_id == 1:
            cv2.circle(pixels, (left + half, top + half), half, colour, -1)
        else:
            corners = [[left, top + side - 1], [left + side - 1, top + side - 1], [left + half, top]]
            cv2.fillPoly(pixels, [np.array(corners, np.int32)], colour)
        boxes.append((left, top, left + side, top + side))
        class_ids.append(class_id)
    return Sample(name, pixels, np.array(boxes, np.float32), np.array(class_ids, np.int64), np.zeros(len(boxes), bool))


@dataclass(frozen=True)
class Canvas:
    """A square picture under construction and the objects on it."""

    pixels: NDArray[np.uint8]
    boxes: list[NDArray[np.float32]]
    class_ids: list[NDArray[np.int64]]

    @staticmethod
    def blank(size: int) -> "Canvas":
        """Return a grey square of size×size pixels without objects."""
        return Canvas(np.full((size, size, 3), GREY, np.uint8), [], [])

    def paste(self, sample: Sample, scale: float, left: float, top: float, window: tuple[int, int, int, int]) -> None:
        """Draw the sample scaled, its corner at (left, top), within window (left, top, right, bottom).

        Objects keep their box clipped to the window; those with less than a tenth of their area or under 3 pixels left
        are dropped, and so are difficult ones.
        """
        x0, y0, x1, y1 = window
        if x1 <= x0 or y1 <= y0:
            return
        matrix = np.array([[scale, 0, left - x0], [0, scale, top - y0]], np.float32)
        target = self.pixels[y0:y1, x0:x1]
        target[:] = cv2.warpAffine(
            sample.pixels, matrix, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR, borderValue=(GREY, GREY, GREY)
        )
        placed = sample.boxes_xyxy * scale + np.array([left, top, left, top], np.float32)
        clipped = np.stack((placed[:, 0::2].clip(x0, x1), placed[:, 1::2].clip(y0, y1)), 2).reshape(-1, 4)
        sides, full = clipped[:, 2:] - clipped[:, :2], placed[:, 2:] - placed[:, :2]
        kept = (sides.min(1, initial=np.inf) > 3) & (sides.prod(1) > 0.1 * full.prod(1)) & ~sample.difficult
        self.boxes.append(clipped[kept])
        self.class_ids.append(sample.class_ids[kept])

    def finish(self, rng: np.random.Generator) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.int64]]:
        """Return the picture, its boxes and classes, with colours shifted and mirrored half of the time."""
        pixels, size = _shift_colours(self.pixels, rng), self.pixels.shape[1]
        boxes = np.concatenate(self.boxes) if self.boxes else np.zeros((0, 4), np.float32)
        class_ids = np.concatenate(self.class_ids) if self.class_ids else np.zeros(0, np.int64)
        if rng.random() < 0.5:
            pixels = pixels[:, ::-1]
            boxes = np.stack((size - boxes[:, 2], boxes[:, 1], size - boxes[:, 0], boxes[:, 3]), 1)
        return pixels, boxes, class_ids


def _shift_colours(pixels: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return the picture with hue, saturation and brightness scaled by up to 1.5 %, 70 % and 40 %."""
    hue, saturation, value = 1 + rng.uniform(-1, 1, 3) * (0.015, 0.7, 0.4)
    ramp = np.arange(256)
    table = np.stack((ramp * hue % 180, (ramp * saturation).clip(0, 255), (ramp * value).clip(0, 255)), 1)
    hsv = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV)
    return cv2.cvtColor(cv2.LUT(hsv, table.astype(np.uint8)[:, None]), cv2.COLOR_HSV2RGB)


def mosaic(samples: list[Sample], size: int, zooms: Range, rng: np.random.Generator) -> Canvas:
    """Return four samples around one corner point, scaled together by a factor from zooms; by 1, each has the input's size.

    The corner lies where a crop of a 2×2 sheet of pictures would have it, moved by up to a tenth of the side.
    Source: Bochkovskiy et al., YOLOv4, arXiv:2004.10934.
    """
    canvas, zoom = Canvas.blank(size), rng.uniform(*zooms)
    corner = size / 2 + rng.uniform(-0.5, 0.5, 2) * size * zoom + rng.uniform(-0.1, 0.1, 2) * size
    column, row = (int(c) for c in corner.round().clip(0, size))
    windows = ((0, 0, column, row), (column, 0, size, row), (0, row, column, size), (column, row, size, size))
    for index, (sample, window) in enumerate(zip(samples, windows, strict=True)):
        height, width = sample.pixels.shape[:2]
        scale = zoom * size / max(height, width)
        left = corner[0] - (0 if index % 2 else width * scale)
        top = corner[1] - (0 if index // 2 else height * scale)
        canvas.paste(sample, scale, left, top, window)
    return canvas


def single(sample: Sample, size: int, zooms: Range, rng: np.random.Generator) -> Canvas:
    """Return one sample, scaled to a part from zooms of the canvas and placed anywhere."""
    canvas, zoom = Canvas.blank(size), rng.uniform(*zooms)
    height, width = sample.pixels.shape[:2]
    scale = zoom * size / max(height, width)
    left, top = (rng.uniform(min(0, room), max(0, room)) for room in (size - width * scale, size - height * scale))
    canvas.paste(sample, scale, left, top, (0, 0, size, size))
    return canvas


def batches(dataset: Dataset, *, batch: int, size: int, with_mosaic: bool, zooms: Range, seed: tuple[int, ...]):
    """Yield one epoch of (pixels (B, S, S, 3) uint8, targets (T, 6) float32), the same for the same seed.

    A target row is (index in the batch, class, left, top, right, bottom) in pixels. The last incomplete batch is left out.
    """
    rng = np.random.default_rng(seed)
    samples = dataset.samples
    order = rng.permutation(len(samples))
    for start in range(0, len(order) - batch + 1, batch):
        pictures, targets = [], []
        for index, chosen in enumerate(order[start : start + batch]):
            if with_mosaic:
                others = [samples[i] for i in rng.integers(len(samples), size=3)]
                canvas = mosaic([samples[chosen], *others], size, zooms, rng)
            else:
                canvas = single(samples[chosen], size, zooms, rng)
            pixels, boxes, class_ids = canvas.finish(rng)
            pictures.append(pixels)
            column = np.full((len(boxes), 1), index, np.float32)
            targets.append(np.concatenate((column, class_ids[:, None].astype(np.float32), boxes), 1))
        yield np.stack(pictures), np.concatenate(targets)
