"""Pictures of more than 8 bits a value: never black in silence, and never in other colours."""

import io
import struct
import zlib

import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image

from hetviz.pictures.images import PictureError, read
from tests.sample_pictures import STORED, encoded

EIGHT_BITS = np.stack([np.add.outer(np.arange(48), np.arange(64)) * factor for factor in (1, 2, 1.5)], 2).astype(
    np.uint8
)


def tiff(values: np.ndarray, **options) -> bytes:
    file = io.BytesIO()
    tifffile.imwrite(file, values, **{"photometric": "rgb" if values.ndim == 3 else "minisblack", **options})
    return file.getvalue()


def png(values: np.ndarray) -> bytes:
    """Return a PNG of 16 bits a value, which Pillow writes of grey only."""
    order = {2: ..., 3: np.s_[..., ::-1]}[values.ndim] if values.shape[-1] != 4 else np.s_[..., [2, 1, 0, 3]]
    return cv2.imencode(".png", np.ascontiguousarray(values[order]))[1].tobytes()


def likeness(content: bytes, original: np.ndarray = EIGHT_BITS) -> tuple[int, tuple[str, ...]]:
    """Return by how much a picture read differs from the original at most, and the notes."""
    picture = read(content)
    if original.ndim == 2:
        original = np.repeat(original[..., None], 3, 2)
    return int(np.abs(picture.pixels.astype(int) - original).max()), picture.notes


@pytest.mark.parametrize("bits", [10, 12, 14])
@pytest.mark.parametrize("write", [tiff, png])
@pytest.mark.parametrize("colour", [True, False])
def test_fewer_bits_in_sixteen_are_scaled_by_their_own_range(bits: int, write, colour: bool):
    white = 2**bits - 1
    original = EIGHT_BITS.copy() if colour else EIGHT_BITS[..., 0].copy()
    original[0, 0] = 255
    values = np.rint(original / 255 * white).astype(np.uint16)
    difference, notes = likeness(write(values), original)
    assert difference <= 1 and notes == ("scaled",)


@pytest.mark.parametrize("write", [tiff, png])
def test_all_sixteen_bits_of_colour_are_said(write):
    original = EIGHT_BITS.copy()
    original[0, 0] = 255
    difference, notes = likeness(write(original.astype(np.uint16) * 257), original)
    assert difference == 0 and notes == ("sixteen_bit",)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("options", [{}, {"compression": "zlib"}, {"byteorder": ">"}, {"tile": (16, 16)}])
def test_fractions_are_scaled(kind: type, options: dict):
    values = (EIGHT_BITS / 255).astype(kind)
    difference, notes = likeness(tiff(values, photometric="rgb", **options))
    assert difference <= 1 and notes == ("scaled",)


@pytest.mark.parametrize(
    ("values", "what"),
    [
        (EIGHT_BITS[..., 0].astype(np.float32) - 100, "negative"),
        (EIGHT_BITS[..., 0].astype(np.float32) * 1e-4, "hardly anything"),
        (EIGHT_BITS[..., 0].astype(np.float32) * 1e6, "large"),
        (EIGHT_BITS[..., 0].astype(np.int16) - 1000, "negative whole numbers"),
        (EIGHT_BITS[..., 0].astype(np.uint32) * 9_000_000, "32 bits"),
        ((EIGHT_BITS[..., 0] // 8).astype(np.uint16), "the lowest bits of 16 only"),
    ],
)
def test_a_range_of_their_own_becomes_black_to_white(values: np.ndarray, what: str):
    picture = read(tiff(values))
    assert picture.notes == ("scaled",), what
    assert (picture.pixels.min(), picture.pixels.max()) == (0, 255)


def test_numbers_that_are_none_do_not_spoil_the_others():
    values = EIGHT_BITS[..., 0].astype(np.float32) / 255
    values[0, :3] = (np.nan, np.inf, -np.inf)
    picture = read(tiff(values))
    assert abs(int(picture.pixels[40, 50, 0]) - int(EIGHT_BITS[40, 50, 0])) <= 255 * (1 - values[1:].max()) + 1
    assert read(tiff(np.full((32, 32), np.nan, np.float32))).pixels.max() == 0


def test_eight_bits_held_as_fractions_stay_what_they_are():
    values = EIGHT_BITS[..., 0].astype(np.float32)
    values[0, 0] = 255
    difference, notes = likeness(tiff(values), values)
    assert difference == 0 and notes == ()


def test_white_is_zero():
    white = EIGHT_BITS[..., 0].astype(np.uint16) * 257
    white[0, 0] = 65535
    difference, notes = likeness(tiff(white, photometric="miniswhite"), 255 - (white / 257).astype(int))
    assert difference <= 1 and notes == ("sixteen_bit",)


def test_sixteen_bit_grey_with_transparency_is_laid_on_white():
    values = np.zeros((32, 32, 4), np.uint16)
    values[:16, :, 3] = 65535
    values[0, 0] = 65535
    picture = read(png(values))
    assert picture.notes == ("sixteen_bit", "flattened")
    assert picture.pixels[8, 8].tolist() == [0] * 3 and picture.pixels[24, 8].tolist() == [255] * 3


def test_pages_and_orientation_of_a_deep_tiff():
    file = io.BytesIO()
    values = EIGHT_BITS.astype(np.uint16) * 257
    values[0, 0] = 65535
    with tifffile.TiffWriter(file) as writer:
        for _ in range(2):
            writer.write(values, photometric="rgb", extratags=[(274, 3, 1, 3, True)])
    picture = read(file.getvalue())
    assert picture.notes == ("first_page", "sixteen_bit", "turned")
    assert np.abs(picture.pixels[::-1, ::-1].astype(int) - values // np.uint16(257)).max() <= 1


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("write", [tiff, png])
def test_every_orientation_of_a_deep_picture_is_read_upright(orientation: int, write):
    original = EIGHT_BITS.copy()
    original[0, 0] = 255
    stored = np.ascontiguousarray(STORED[orientation](original.astype(np.uint16) * 257))
    if write is tiff:
        content = tiff(stored, extratags=[(274, 3, 1, orientation, True)])
    else:
        exif = Image.Exif()
        exif[274] = orientation
        content = with_chunk(png(stored), b"eXIf", exif.tobytes().removeprefix(b"Exif\0\0"))
    difference, notes = likeness(content, original)
    assert difference == 0
    assert notes == (
        "sixteen_bit",
        *(() if orientation == 1 else ("turned",) if orientation in (3, 6, 8) else ("mirrored",)),
    )


def with_chunk(content: bytes, name: bytes, data: bytes) -> bytes:
    """Return a PNG with a chunk more, after its first one."""
    chunk = struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return content[:33] + chunk + content[33:]


def test_a_chunk_that_claims_more_than_there_is_takes_no_memory(monkeypatch: pytest.MonkeyPatch):
    """OpenCV would set aside 2 GB for these 12 bytes, and take seconds for it."""
    content = png(EIGHT_BITS.astype(np.uint16))
    monkeypatch.setattr("cv2.imdecode", lambda *_: pytest.fail("OpenCV got it"))
    with pytest.raises(PictureError) as caught:
        read(content[:-12] + struct.pack(">I", 2**31 - 1) + b"abCd" + content[-12:])
    assert caught.value.code == "damaged"


@pytest.mark.parametrize("kind", [np.uint16, np.float32])
def test_colours_that_lie_apart_are_refused_as_both_libraries_mix_them_up(kind: type):
    values = np.ascontiguousarray(EIGHT_BITS.transpose(2, 0, 1).astype(kind))
    with pytest.raises(PictureError, match="planar TIFF files are not read"):
        read(tiff(values, photometric="rgb", planarconfig="separate"))


def test_a_deep_picture_too_large_in_memory_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch):
    content = tiff(np.zeros((1000, 1000, 3)), compression="zlib")
    monkeypatch.setattr("hetviz.images.MAX_DECODED", 23_900_000)
    monkeypatch.setattr("hetviz.pictures.deep_pictures.decode", lambda *_: pytest.fail("it was decoded"))
    with pytest.raises(PictureError, match=r"1\.0 megapixels; at most 0\.9 are read"):
        read(content)


@pytest.mark.parametrize("whole", [tiff(EIGHT_BITS / 255), png(EIGHT_BITS.astype(np.uint16) * 257)])
def test_half_a_deep_picture_is_damaged(whole: bytes):
    with pytest.raises(PictureError) as caught:
        read(whole[: len(whole) // 2])
    assert caught.value.code in ("damaged", "not_a_picture")


def test_pillows_own_float_and_sixteen_bit_modes():
    for image in (
        Image.fromarray(EIGHT_BITS[..., 0].astype(np.float32) / 255),
        Image.fromarray(EIGHT_BITS[..., 0].astype(np.uint16) * 16),
    ):
        assert read(encoded(image, "TIFF")).pixels.mean() > 30
