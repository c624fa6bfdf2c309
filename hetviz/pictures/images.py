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
from PIL import Image

from hetviz.pictures import deep_pictures, picture_colours
from hetviz.pictures.picture_formats import FORMATS, is_video, stranger, turned_by_decoder

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_DECODED = 4 * MAX_PIXELS  # bytes; deep pictures have up to 32 a pixel
MIN_SIDE = 16
MAX_ASPECT = 50

ERRORS = {
    "empty": "the file is empty (0 bytes)",
    "too_many_bytes": "the file has {megabytes} MB; at most {limit} MB are read",
    "not_a_picture": "the file is not a picture that can be read ({formats})",
    "other_format": "{kind} files are not read; save the picture as JPEG or PNG and send that ({formats} are read)",
    "video": "the file is a video, not a picture; the page's Live tab examines videos",
    "too_many_pixels": "the picture has {megapixels} megapixels; at most {limit} are read",
    "too_small": "the picture is {width}×{height} pixels; each side must have at least {limit}",
    "too_narrow": "the picture is {width}×{height} pixels; the longer side may be at most {limit} times the shorter",
    "damaged": "the picture is damaged or cut off and cannot be decoded",
}

# What was done to a picture on the way, in the order in which it was done.
NOTES = (
    *("first_frame", "first_page", "main_picture", "sixteen_bit", "scaled"),
    *("turned", "mirrored", "colour_profile", "profile_ignored", "flattened"),
)
ONE_OF_SEVERAL = {"TIFF": "first_page", "HEIF": "main_picture"}  # other formats: first_frame
ORIENTATION = 0x0112  # EXIF
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
TURNED_ONLY = (3, 6, 8)


# What decoders are known to raise on bytes that are not what they claim.
DECODING_ERRORS = (
    *(OSError, SyntaxError, ValueError, TypeError, EOFError, LookupError, ArithmeticError, MemoryError),
    *(RuntimeError, struct.error, zlib.error),
)


class PictureError(ValueError):
    """A picture that cannot be used; code is a key of `ERRORS`, facts fill its sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(ERRORS[code].format(**facts))
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class Picture:
    """An upright RGB picture, and what was done to it, as codes of `NOTES`.

    Shape:
        pixels (H, W, 3) uint8
    """

    pixels: NDArray[np.uint8]
    notes: tuple[str, ...] = ()


def read(source: str | Path | bytes) -> Picture:
    """Return the upright first frame of a picture file (or of its bytes) in 8-bit sRGB.

    The camera's orientation and the colour profile are applied, transparency is laid on white, more than 8 bits a value
    are scaled to 8 by the range that the values have.
    Raises:
        PictureError: empty, too large, no picture, too many pixels, too small, too narrow, or damaged.
    """
    content = source if isinstance(source, bytes) else _content(Path(source))
    if not content:
        raise PictureError("empty")
    _check_bytes(len(content))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a doubtful size is refused below, by our own limit
        deep = _deep_header(content)
        return _read_deep(content, deep) if deep else _read_usual(content)


def _content(path: Path) -> bytes:
    _check_bytes(path.stat().st_size)  # what is too large is not read at all
    return path.read_bytes()


def _check_bytes(count: int) -> None:
    if count > MAX_BYTES:
        raise PictureError("too_many_bytes", megabytes=_rounded_up(count / 2**20), limit=MAX_BYTES // 2**20)


def _rounded_up(value: float) -> float:
    """Return a value with one decimal that is never shown as the limit that it breaks."""
    return math.ceil(10 * value) / 10


def _deep_header(content: bytes) -> deep_pictures.Header | None:
    try:
        return deep_pictures.header(content)
    except (*DECODING_ERRORS, Image.DecompressionBombError):
        return None  # reading it as any other picture says what is wrong


def _read_deep(content: bytes, about: deep_pictures.Header) -> Picture:
    _check_size(about.width, about.height, min(MAX_PIXELS, MAX_DECODED // about.bytes_per_pixel))
    if about.is_planar:
        raise PictureError("other_format", kind="planar TIFF", formats=_formats())
    try:
        image, note = deep_pictures.decode(content, about)
        return _finished(image, about.orientation, about.profile, [about.more, note], about.comes_upright)
    except (*DECODING_ERRORS, cv2.error) as error:
        raise PictureError("damaged") from error


def _read_usual(content: bytes) -> Picture:
    with _open(content) as image:
        _check_size(*image.size)
        try:
            is_one = getattr(image, "n_frames", 1) == 1 or image.format == "MPO"  # a JPEG with previews
            notes = [None if is_one else ONE_OF_SEVERAL.get(image.format, "first_frame"), turned_by_decoder(image)]
            image.load()
            _check_size(*image.size)  # HEIC's may be another one than its header says
            orientation, profile = _orientation(image), image.info.get("icc_profile")
            if image.mode.startswith(("I", "F")):
                values, note = deep_pictures.eight_bits(np.asarray(image))
                image, notes = Image.fromarray(values), [*notes, note]
            return _finished(image, orientation, profile, notes)
        except PictureError:
            raise
        except DECODING_ERRORS as error:
            raise PictureError("damaged") from error


def _open(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=list(FORMATS))
    except Image.DecompressionBombError as error:
        raise PictureError("too_many_pixels", megapixels="over 178", limit=MAX_PIXELS // 10**6) from error
    except DECODING_ERRORS as error:
        if kind := stranger(content):
            raise PictureError("other_format", kind=kind, formats=_formats()) from error
        if is_video(content):
            raise PictureError("video") from error
        raise PictureError("not_a_picture", formats=_formats()) from error


def _formats() -> str:
    return ", ".join(FORMATS.values())


def _check_size(width: int, height: int, most: int = MAX_PIXELS) -> None:
    if width * height > most:
        limit = math.floor(most / 1e5) / 10
        raise PictureError("too_many_pixels", megapixels=_rounded_up(width * height / 1e6), limit=f"{limit:g}")
    if min(width, height) * MAX_ASPECT < max(width, height):
        raise PictureError("too_narrow", width=width, height=height, limit=MAX_ASPECT)
    if min(width, height) < MIN_SIDE:
        raise PictureError("too_small", width=width, height=height, limit=MIN_SIDE)


def _orientation(image: Image.Image) -> int:
    """Return the orientation that the file notes, 1 (upright) where its notes cannot be read."""
    try:
        return image.getexif().get(ORIENTATION, 1)
    except DECODING_ERRORS:
        return 1


def _finished(
    image: Image.Image, orientation: int, profile: bytes | None, notes: list[str | None], comes_upright: bool = False
) -> Picture:
    """Return the picture upright and in sRGB; notes are what was done so far."""
    if orientation in UPRIGHT:
        image = image if comes_upright else image.transpose(UPRIGHT[orientation])
        notes = [*notes, "turned" if orientation in TURNED_ONLY else "mirrored"]
    image, more = picture_colours.in_srgb(image, profile)
    return Picture(np.array(image), tuple(filter(None, (*notes, *more))))
