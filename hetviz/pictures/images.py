"""Reading any uploaded picture safely, and the letterbox that a detector looks through.

Anything uploaded is hostile until read: its size and format are checked from the header, before pixels are decoded.
Sentences for the page are made from codes elsewhere (`texts`); an error's own text is a plain English sentence.
"""

import io
import math
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
MIN_SIDE = 16
MAX_ASPECT = 50
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
GREY = 114  # fills what no picture covers

ERRORS = {
    "empty": "the file is empty (0 bytes)",
    "too_many_bytes": "the file has {megabytes} MB; at most {limit} MB are read",
    "not_a_picture": "the file is not a picture that can be read ({formats})",
    "too_many_pixels": "the picture has {megapixels} megapixels; at most {limit} are read",
    "too_small": "the picture is {width}×{height} pixels; each side must have at least {limit}",
    "too_narrow": "the picture is {width}×{height} pixels; the longer side may be at most {limit} times the shorter",
    "damaged": "the picture is damaged or cut off and cannot be decoded",
}


# What decoders are known to raise on bytes that are not what they claim.
DECODING_ERRORS = (
    *(OSError, SyntaxError, ValueError, TypeError, EOFError, LookupError, ArithmeticError, MemoryError),
    *(struct.error, zlib.error),
)


class PictureError(ValueError):
    """A picture that cannot be used; code is a key of `ERRORS`, facts fill its sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(ERRORS[code].format(**facts))
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class Picture:
    """An upright RGB picture, and what was done to it, as codes: first_frame, rotated, flattened, sixteen_bit.

    Shape:
        pixels (H, W, 3) uint8
    """

    pixels: NDArray[np.uint8]
    notes: tuple[str, ...] = ()


def read(source: str | Path | bytes) -> Picture:
    """Return the upright first frame of a picture file (or of its bytes) in 8-bit RGB.

    Transparency is laid on white, 16-bit grey is scaled to 8 bits, EXIF orientation is applied.
    Raises:
        PictureError: empty, too large, no picture, too many pixels, too small, too narrow, or damaged.
    """
    content = source if isinstance(source, bytes) else _content(Path(source))
    if not content:
        raise PictureError("empty")
    _check_bytes(len(content))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a doubtful size is refused below, by our own limit
        image = _open(content)
        with image:
            _check_size(*image.size)
            try:
                return _upright(image)
            except DECODING_ERRORS as error:
                raise PictureError("damaged") from error


def _content(path: Path) -> bytes:
    _check_bytes(path.stat().st_size)  # what is too large is not read at all
    return path.read_bytes()


def _check_bytes(count: int) -> None:
    if count > MAX_BYTES:
        megabytes = math.ceil(10 * count / 2**20) / 10  # rounded up: never shown as the limit itself
        raise PictureError("too_many_bytes", megabytes=megabytes, limit=MAX_BYTES // 2**20)


def _open(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise PictureError("too_many_pixels", megapixels="over 178", limit=MAX_PIXELS // 10**6) from error
    except DECODING_ERRORS as error:
        raise PictureError("not_a_picture", formats=", ".join(FORMATS)) from error


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise PictureError("too_many_pixels", megapixels=round(width * height / 1e6, 1), limit=MAX_PIXELS // 10**6)
    if min(width, height) * MAX_ASPECT < max(width, height):
        raise PictureError("too_narrow", width=width, height=height, limit=MAX_ASPECT)
    if min(width, height) < MIN_SIDE:
        raise PictureError("too_small", width=width, height=height, limit=MIN_SIDE)


def _upright(image: Image.Image) -> Picture:
    notes = []
    if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":  # a JPEG with previews
        notes.append("first_frame")
        image.seek(0)
    image.load()
    if image.getexif().get(0x0112, 1) not in (0, 1):
        notes.append("rotated")
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode.startswith("I"):
        notes.append("sixteen_bit")
        image = Image.fromarray(_eight_bits(np.asarray(image)))
    if image.has_transparency_data:
        notes.append("flattened")
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    if image.mode != "RGB":
        image = image.convert("RGB")
    return Picture(np.array(image), tuple(notes))


def _eight_bits(values: NDArray) -> NDArray[np.uint8]:
    """Return 16-bit grey (held in 16 or 32 bits) scaled to 0..255."""
    return (values.astype(np.int64).clip(0, 65535) >> 8).astype(np.uint8)


@dataclass(frozen=True)
class Letterbox:
    """Where a picture lies within the detector's square input: input = picture * scale + (left, top)."""

    scale: float
    left: int
    top: int

    def restore(self, boxes_xyxy: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
        """Return boxes of the input in pixels of the picture, clipped to its width and height."""
        boxes = (boxes_xyxy - np.array([self.left, self.top] * 2, np.float32)) / self.scale
        return boxes.clip(0, np.array([width, height] * 2)).astype(np.float32)


def letterbox(pixels: NDArray[np.uint8], size: int) -> tuple[NDArray[np.uint8], Letterbox]:
    """Return the picture fitted into a grey square, and where it lies.

    Shape:
        (H, W, 3) uint8 -> (size, size, 3) uint8
    """
    height, width = pixels.shape[:2]
    scale = size / max(height, width)
    inner_width, inner_height = max(1, round(width * scale)), max(1, round(height * scale))
    left, top = (size - inner_width) // 2, (size - inner_height) // 2
    way = cv2.INTER_AREA if scale < 0.5 else cv2.INTER_LINEAR
    square = np.full((size, size, 3), GREY, np.uint8)
    square[top : top + inner_height, left : left + inner_width] = cv2.resize(
        pixels, (inner_width, inner_height), interpolation=way
    )
    return square, Letterbox(scale, left, top)
