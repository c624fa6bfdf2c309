import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
from matplotlib.cbook import get_sample_data
from PIL import Image

from hetviz.pictures.images import MAX_BYTES, PictureError, read
from tests.pictures.test_deep_pictures import tiff
from tests.pictures.test_picture_colours import PROPHOTO
from tests.sample_pictures import STORED, encoded, header_only_png, scene


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        (b"", "empty", "0 bytes"),
        (b"just words", "not_a_picture", "not a picture that can be read"),
        (b"just words", "not_a_picture", "JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC, AVIF"),
        (b"\xff\xd8\xff\xe0", "not_a_picture", "not a picture"),
        (encoded(scene(600, 400), "JPEG")[:900], "damaged", "damaged or cut off"),
        (encoded(scene(600, 400), "PNG")[:300], "damaged", "damaged or cut off"),
        (encoded(Image.new("RGB", (1, 1))), "too_small", "1×1 pixels; each side must have at least 16"),
        (encoded(Image.new("RGB", (20_000, 2))), "too_narrow", "20000×2 pixels; the longer side may be at most 50"),
        (header_only_png(9_000, 6_000), "too_many_pixels", "54.0 megapixels; at most 50 are read"),
        (header_only_png(60_000, 60_000), "too_many_pixels", "at most 50 are read"),
        (b"\x89PNG" + bytes(MAX_BYTES), "too_many_bytes", "20.1 MB; at most 20 MB are read"),
    ],
    ids=lambda value: value if isinstance(value, str) and "_" in value else "",
)
def test_what_cannot_be_used_is_said(content: bytes, code: str, sentence: str, tmp_path: Path):
    path = tmp_path / "picture.jpg"
    path.write_bytes(content)
    for source in (content, path):
        with pytest.raises(PictureError, match=sentence) as caught:
            read(source)
        assert caught.value.code == code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF"])
def test_every_format_gives_the_same_picture(kind: str):
    pixels = read(encoded(scene(), kind)).pixels
    assert pixels.shape == (40, 60, 3) and pixels.dtype == np.uint8
    for row, column, colour in ((5, 5, (255, 0, 0)), (5, 50, (0, 255, 0)), (35, 5, (0, 0, 255)), (35, 50, (128,) * 3)):
        assert np.abs(pixels[row, column].astype(int) - colour).max() <= 12, (row, column)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "RGBA", "CMYK"])
def test_every_mode_becomes_colour(mode: str):
    kind = "TIFF" if mode == "CMYK" else "PNG"
    pixels = read(encoded(scene().convert(mode), kind)).pixels
    expected = np.asarray(scene().convert(mode).convert("RGB"))
    assert np.abs(pixels.astype(int) - expected).max() <= 1


def test_cmyk_jpeg():
    pixels = read(encoded(scene().convert("CMYK"), "JPEG", quality=95)).pixels
    assert np.abs(pixels[5, 5].astype(int) - (255, 0, 0)).max() <= 12


def test_sixteen_bit_grey_is_scaled_not_clipped():
    ramp = np.linspace(0, 65535, 64 * 64).reshape(64, 64).astype(np.uint16)
    for kind in ("PNG", "TIFF"):
        picture = read(encoded(Image.fromarray(ramp), kind))
        assert picture.notes == ("sixteen_bit",)
        np.testing.assert_array_equal(picture.pixels[:, :, 0], np.rint(ramp / 257))


def test_transparency_is_laid_on_white():
    image = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    image.putpixel((3, 4), (10, 20, 30, 255))
    picture = read(encoded(image))
    assert picture.notes == ("flattened",)
    assert picture.pixels[0, 0].tolist() == [255] * 3 and picture.pixels[4, 3].tolist() == [10, 20, 30]


def test_transparent_palette():
    image = scene().convert("P")
    content = encoded(image, "PNG", transparency=image.getpixel((0, 0)))
    assert read(content).pixels[0, 0].tolist() == [255] * 3


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_taken_and_said(kind: str):
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "blue", "green")]
    content = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    picture = read(content)
    assert "first_frame" in picture.notes
    assert np.abs(picture.pixels[16, 16].astype(int) - (255, 0, 0)).max() <= 8


@pytest.mark.parametrize("orientation", STORED)
def test_every_orientation_is_read_upright(orientation: int):
    upright = np.asarray(scene())
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.fromarray(np.ascontiguousarray(STORED[orientation](upright)))
    picture = read(encoded(stored, "PNG", exif=exif))
    np.testing.assert_array_equal(picture.pixels, upright)
    assert picture.notes == (() if orientation == 1 else ("turned",) if orientation in (3, 6, 8) else ("mirrored",))


def test_a_real_photograph():
    with get_sample_data("grace_hopper.jpg") as file:
        assert read(file.read()).pixels.shape == (600, 512, 3)


def mutated(content: bytes, rng: np.random.Generator) -> bytes:
    """Return the file with up to 16 bytes overwritten, most of them near its start, sometimes cut off."""
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        reach = min(len(changed), 200) if rng.random() < 0.7 else len(changed)
        changed[rng.integers(reach)] = rng.choice((0, 127, 128, 255, rng.integers(256)))
    return bytes(changed[: rng.integers(len(changed))] if rng.random() < 0.2 else changed)


def encoded_deep() -> bytes:
    return cv2.imencode(".png", np.asarray(scene()).astype(np.uint16) * 257)[1].tobytes()


GREY_16 = Image.fromarray(np.arange(0, 65536, 64, dtype=np.uint16).reshape(32, 32))
WHOLE = {
    "jpeg": encoded(scene(), "JPEG"),
    "cmyk": encoded(scene().convert("CMYK"), "JPEG"),
    "png": encoded(scene()),
    "16-bit png": encoded(GREY_16),
    "webp": encoded(scene(), "WEBP"),
    "gif": encoded(scene(), "GIF", save_all=True, append_images=[scene().rotate(180)]),
    "bmp": encoded(scene(), "BMP"),
    "tiff": encoded(scene(), "TIFF"),
    "deep tiff": tiff(np.asarray(scene()).astype(np.uint16) * 257),
    "tiled deep tiff": tiff(np.asarray(scene()) / 255, tile=(16, 16)),
    "float tiff": encoded(scene().convert("F"), "TIFF"),
    "16-bit colours": encoded_deep(),
    "heic": encoded(scene(64, 48), "HEIF"),
    "avif": encoded(scene(64, 48), "AVIF"),
    "profile": encoded(scene(), icc_profile=PROPHOTO),
    "packed tiff": encoded(scene(), "TIFF", compression="tiff_lzw"),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_file_with_changed_bytes_is_read_or_refused(kind: str):
    """No decoder's own error comes through, whatever stands in the file."""
    rng, outcomes = np.random.default_rng(0), set()
    assert read(WHOLE[kind]).pixels.shape[2] == 3
    for _ in range(400):
        try:
            outcomes.add(read(mutated(WHOLE[kind], rng)).pixels.dtype.name)
        except PictureError as error:
            outcomes.add(error.code)
    assert len(outcomes) > 1 and "not_a_picture" in outcomes


def test_a_tiff_whose_next_page_is_not_there_is_damaged():
    content = encoded(scene(), "TIFF")
    (start,) = struct.unpack_from("<I", content, 4)
    (entries,) = struct.unpack_from("<H", content, start)
    end = start + 2 + 12 * entries  # where the place of the next page stands
    content = content[:end] + struct.pack("<I", len(content)) + content[end + 4 :] + bytes(6)
    with pytest.raises(PictureError) as refused:
        read(content)
    assert refused.value.code == "damaged"
