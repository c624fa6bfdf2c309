"""Pictures for the tests: good ones, hostile ones, and what is wrong with these."""

import io
import struct
import zlib

import numpy as np
from PIL import Image


def scene(width: int = 60, height: int = 40) -> Image.Image:
    """Return a picture whose four quarters are red, green, blue and grey."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[: height // 2, : width // 2] = (255, 0, 0)
    pixels[: height // 2, width // 2 :] = (0, 255, 0)
    pixels[height // 2 :, : width // 2] = (0, 0, 255)
    pixels[height // 2 :, width // 2 :] = (128, 128, 128)
    return Image.fromarray(pixels)


def encoded(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def header_only_png(width: int, height: int) -> bytes:
    """Return a PNG that claims a size and holds next to no pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"0"))


# How the stored rows and columns come from the upright picture, for each EXIF orientation.
STORED = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.transpose(1, 0, 2),
    6: lambda a: np.rot90(a, 1),
    7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
    8: lambda a: np.rot90(a, -1),
}

# What a visitor may upload by mistake or on purpose: content, code of the error, facts in its sentence.
BAD_PICTURES = {
    "not a picture": (b"just words", "not_a_picture", {"formats": "JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC, AVIF"}),
    "cut off": (encoded(scene(600, 400), "JPEG")[:900], "damaged", {}),
    "0 bytes": (b"", "empty", {}),
    "1×1": (encoded(Image.new("RGB", (1, 1))), "too_small", {"width": 1, "height": 1, "limit": 16}),
    "20000×2": (encoded(Image.new("RGB", (20_000, 2))), "too_narrow", {"width": 20_000, "height": 2, "limit": 50}),
    "54.5 megapixels": (header_only_png(10_900, 5_000), "too_many_pixels", {"megapixels": 54.5, "limit": 50}),
}
