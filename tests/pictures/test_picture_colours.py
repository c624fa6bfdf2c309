"""Colour profiles and transparency, and notes that say what was done."""

import io
import struct

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from hetviz.pictures.images import read
from tests.sample_pictures import encoded, scene


def profile(red: tuple, green: tuple, blue: tuple, gamma: float) -> bytes:
    """Return an ICC profile (version 2) of a display: its primaries as XYZ under D50, and one exponent."""

    def fixed(*numbers: float) -> bytes:
        return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)

    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    description = b"desc" + bytes(4) + struct.pack(">I", 5) + b"test\0" + bytes(79)
    parts = {b"desc": description, b"cprt": b"text" + bytes(4) + b"none\0"}
    parts[b"wtpt"] = b"XYZ " + bytes(4) + fixed(0.9642, 1, 0.8249)
    parts |= {
        name: b"XYZ " + bytes(4) + fixed(*xyz) for name, xyz in ((b"rXYZ", red), (b"gXYZ", green), (b"bXYZ", blue))
    }
    parts |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, body, start = b"", b"", 128 + 4 + 12 * len(parts)
    for name, content in parts.items():
        content += bytes(-len(content) % 4)
        table += name + struct.pack(">II", start + len(body), len(content))
        body += content
    size = start + len(body)
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(24) + struct.pack(">I", 0) + fixed(0.9642, 1, 0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(parts)) + table + body


# ProPhoto (ROMM RGB, ISO 22028-2): a photograph kept in it looks dull where its profile is not obeyed.
PROPHOTO = profile((0.7977, 0.2880, 0), (0.1352, 0.7119, 0), (0.0313, 0.0001, 0.8249), 1.8)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
COLOURS = Image.fromarray(np.random.default_rng(0).integers(40, 215, (6, 8, 3)).astype(np.uint8)).resize(
    (64, 48), Image.Resampling.NEAREST
)


def in_prophoto(image: Image.Image) -> Image.Image:
    return ImageCms.profileToProfile(image, SRGB, ImageCms.ImageCmsProfile(io.BytesIO(PROPHOTO)), outputMode=image.mode)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "JPEG", "WEBP", "HEIF", "AVIF"])
def test_colours_of_a_wide_profile_come_back(kind: str):
    stored = in_prophoto(COLOURS)
    assert np.abs(np.asarray(stored).astype(int) - np.asarray(COLOURS)).mean() > 15
    options = {} if kind in ("PNG", "TIFF") else {"quality": 100} | ({"lossless": True} if kind == "WEBP" else {})
    picture = read(encoded(stored, kind, icc_profile=PROPHOTO, **options))
    assert picture.notes == ("colour_profile",)
    difference = np.abs(picture.pixels.astype(int) - np.asarray(COLOURS))
    assert np.median(difference) <= (2 if kind in ("PNG", "TIFF", "WEBP") else 8)


def test_a_profile_of_sixteen_bits():
    stored = np.asarray(in_prophoto(COLOURS)).astype(np.uint16) * 257
    file = io.BytesIO()
    stored[0, 0] = 65535
    tifffile.imwrite(file, stored, photometric="rgb", iccprofile=PROPHOTO)
    picture = read(file.getvalue())
    assert picture.notes == ("sixteen_bit", "colour_profile")
    assert np.abs(picture.pixels.astype(int) - np.asarray(COLOURS))[2:].max() <= 4


def test_srgbs_own_profile_is_not_worth_a_word():
    picture = read(encoded(COLOURS, icc_profile=SRGB.tobytes()))
    assert picture.notes == ()
    assert np.abs(picture.pixels.astype(int) - np.asarray(COLOURS)).max() <= 2


def test_transparency_survives_the_profile():
    image = in_prophoto(COLOURS).convert("RGBA")
    image.putpixel((0, 0), (0, 0, 0, 0))
    picture = read(encoded(image, icc_profile=PROPHOTO))
    assert picture.notes == ("colour_profile", "flattened")
    assert picture.pixels[0, 0].tolist() == [255] * 3
    assert np.abs(picture.pixels.astype(int) - np.asarray(COLOURS))[8:].max() <= 3


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("content", [b"not a profile", PROPHOTO[:200], PROPHOTO.replace(b"RGB ", b"CMYK")])
def test_a_profile_that_cannot_be_used_is_said(mode: str, content: bytes):
    picture = read(encoded(scene().convert(mode), "TIFF", icc_profile=content))
    assert picture.notes == ("profile_ignored",)
    plain = np.asarray(scene().convert(mode).convert("RGB")).astype(int)
    assert np.abs(picture.pixels - plain).max() <= 1


def test_grey_with_a_profile_for_colours_stays_grey():
    picture = read(encoded(scene().convert("L"), icc_profile=PROPHOTO))
    assert picture.notes == ("colour_profile",)
    assert np.ptp(picture.pixels.astype(int), axis=2).max() <= 2


def test_lab():
    lab = ImageCms.profileToProfile(COLOURS, SRGB, ImageCms.createProfile("LAB"), outputMode="LAB")
    picture = read(encoded(lab, "TIFF"))
    assert picture.notes == ()
    assert np.abs(picture.pixels.astype(int) - np.asarray(COLOURS)).max() <= 8


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_an_alpha_channel_that_hides_nothing_is_not_worth_a_word(mode: str):
    picture = read(encoded(scene().convert(mode)))
    assert picture.notes == ()
    assert np.abs(picture.pixels.astype(int) - np.asarray(scene().convert(mode).convert("RGB"))).max() == 0


@pytest.mark.parametrize("orientation", [0, 9, 12, 65535])
def test_an_orientation_that_does_not_exist_turns_nothing_and_says_nothing(orientation: int):
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = read(encoded(scene(), exif=exif))
    assert picture.notes == () and picture.pixels.shape == (40, 60, 3)


def test_notes_that_cannot_be_read_do_not_spoil_the_picture():
    assert read(encoded(scene(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")).notes == ()


def test_pages_are_not_called_an_animation():
    content = encoded(scene(), "TIFF", save_all=True, append_images=[scene().rotate(90)])
    assert read(content).notes == ("first_page",)
