"""Pictures of more than 8 bits a value: measuring instruments, scanners, raw developers and renderers write them.

Pillow cuts their values to the upper 8 bits, which makes 12 bits in 16 black, or does not open them. OpenCV reads all
their bits; here is decided which value is white.
"""

import io
import operator
import struct
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2 as Directory

cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # it prints every damaged file

PNG_START = b"\x89PNG\r\n\x1a\n"
TIFF_STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
WIDTH, HEIGHT, BITS, MEANING, ORIENTATION, SAMPLES, PLANES, EXTRA, PROFILE = (
    256,
    257,
    258,
    262,
    274,
    277,
    284,
    338,
    34675,
)
WHITE_IS_ZERO, BLACK_IS_ZERO, RGB = 0, 1, 2  # of MEANING
WHITES = (1, 255, 1023, 4095, 16383, 65535)  # of fractions, and of 8, 10, 12, 14 and 16 bits


@dataclass(frozen=True)
class Header:
    """What a deep picture says of itself before it is decoded.

    Attributes:
        comes_upright: OpenCV obeys the orientation (of a TIFF), so that nothing is left to turn.
        more: first_page or first_frame where the file holds several pictures.
        is_planar: each colour lies by itself, which OpenCV and Pillow read wrongly.
    """

    width: int
    height: int
    bytes_per_pixel: int
    has_alpha: bool
    orientation: int
    profile: bytes | None
    more: str | None
    comes_upright: bool = False
    is_inverted: bool = False
    is_planar: bool = False


def header(content: bytes) -> Header | None:
    """Return the header of a PNG or TIFF with 16 bits a value or more; none of any other file.

    Raises:
        what Pillow raises on a broken PNG or TIFF.
    """
    if content.startswith(PNG_START) and content[24:25] == b"\x10":
        return _png_header(content)
    return _tiff_header(content) if content.startswith(TIFF_STARTS) else None


def _png_header(content: bytes) -> Header:
    with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
        orientation, profile = image.getexif().get(ORIENTATION, 1), image.info.get("icc_profile")
        more = "first_frame" if getattr(image, "n_frames", 1) > 1 else None
        return Header(*image.size, 8, True, orientation, profile, more)


def _tiff_header(content: bytes) -> Header | None:
    tags = Directory(content[: 16 if 43 in content[2:4] else 8])  # 43: sizes of 64 bits
    file = io.BytesIO(content)
    file.seek(tags.next)
    tags.load(file)
    samples, bits = tags.get(SAMPLES, 1), set(tags.get(BITS, (1,)))
    meaning = tags.get(MEANING, BLACK_IS_ZERO)
    if bits not in ({16}, {32}, {64}) or samples not in (1, 3, 4) or meaning not in (WHITE_IS_ZERO, BLACK_IS_ZERO, RGB):
        return None
    return Header(
        operator.index(tags[WIDTH]),
        operator.index(tags[HEIGHT]),
        samples * max(bits) // 8,
        samples == 4 and bool({1, 2} & set(tags.get(EXTRA, ()))),
        tags.get(ORIENTATION, 1),
        tags.get(PROFILE),
        "first_page" if tags.next else None,
        True,
        meaning == WHITE_IS_ZERO,
        samples > 1 and tags.get(PLANES, 1) == 2,
    )


def _needed_chunks(content: bytes) -> bytes:
    """Return a PNG with nothing but its pixels: OpenCV sets aside as much memory as a chunk claims to need.

    Raises:
        ValueError: a chunk claims more than the file has.
    """
    kept, start = [PNG_START], len(PNG_START)
    while start < len(content):
        (length,) = struct.unpack_from(">I", content, start)
        end, name = start + 12 + length, content[start + 4 : start + 8]
        if end > len(content):
            raise ValueError(f"chunk {name!r} ends at {end} of {len(content)} bytes")
        kept += [content[start:end]] if name in (b"IHDR", b"tRNS", b"IDAT", b"IEND") else []
        start = len(content) if name == b"IEND" else end
    return b"".join(kept)


def decode(content: bytes, about: Header) -> tuple[Image.Image, str | None]:
    """Return the picture in 8 bits (L, RGB or RGBA), and what was done to its values: sixteen_bit, scaled, or nothing.

    Raises:
        ValueError: it cannot be decoded.
    """
    is_png = content.startswith(PNG_START)
    content = _needed_chunks(content) if is_png else content
    values = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    if values is None or set(values.shape[:2]) != {about.height, about.width}:
        raise ValueError("the pixels are not what the header says")
    if values.ndim == 2:
        grey, note = eight_bits(values)
        return Image.fromarray(255 - grey if about.is_inverted else grey), note
    colours, note = eight_bits(values[..., 2::-1])
    image = Image.fromarray(colours)
    if about.has_alpha and values.shape[2] == 4:
        opaque = np.iinfo(values.dtype).max if values.dtype.kind in "ui" else 1
        image.putalpha(Image.fromarray(_scaled(values[..., 3], 0, opaque)))
    return image, note


def eight_bits(values: NDArray) -> tuple[NDArray[np.uint8], str | None]:
    """Return values of any number type as 0 to 255, and what was done: sixteen_bit, scaled, or nothing.

    White is the smallest usual one (1, or all bits of 8, 10, 12, 14 or 16) that no value exceeds. Where that would leave
    the picture dark, or a value is negative, the least value becomes black and the greatest white.

    >>> eight_bits(np.array([[0.0, 0.5, 1.0]]))
    (array([[  0, 128, 255]], dtype=uint8), 'scaled')
    """
    finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    usual = WHITES if values.dtype.kind == "f" else WHITES[1:]
    white = next((white for white in usual if high <= white), np.inf)
    if low >= 0 and high > white / 4:
        low, high = 0, white
    note = {255: None, 65535: "sixteen_bit"}.get(high, "scaled") if low == 0 else "scaled"
    return _scaled(values, low, high), note


def _scaled(values: NDArray, low: float, high: float) -> NDArray[np.uint8]:
    numbers = np.nan_to_num(values.astype(np.float32), copy=False, nan=low, posinf=high, neginf=low)
    factor = 255 / (high - low) if high > low else 0
    np.subtract(numbers, low, out=numbers)
    np.multiply(numbers, factor, out=numbers)
    return np.rint(numbers, out=numbers).clip(0, 255).astype(np.uint8)
