"""HEIC and AVIF are read; what else people take for a picture is named, with the way out."""

import io

import numpy as np
import pytest
from PIL import Image

from hetviz.pictures.images import FORMATS, PictureError, read
from hetviz.pictures.picture_formats import STRANGERS, is_video, stranger
from tests.sample_pictures import STORED, encoded, header_only_png, scene


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_what_phones_and_browsers_write_is_read(kind: str):
    picture = read(encoded(scene(64, 48), kind, quality=90))
    assert picture.notes == ()
    for row, column, colour in ((8, 8, (255, 0, 0)), (8, 56, (0, 255, 0)), (40, 8, (0, 0, 255)), (40, 56, (128,) * 3)):
        assert np.abs(picture.pixels[row, column].astype(int) - colour).max() <= 12, (row, column)


def noted(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


NOTED = {
    1: (),
    2: ("mirrored",),
    3: ("turned",),
    4: ("mirrored",),
    5: ("mirrored",),
    6: ("turned",),
    7: ("mirrored",),
    8: ("turned",),
}


@pytest.mark.parametrize("said", ["in both places", "by the container alone"])
@pytest.mark.parametrize("orientation", STORED)
def test_a_heic_is_turned_upright_as_its_container_notes(orientation: int, said: str):
    stored = Image.fromarray(np.ascontiguousarray(STORED[orientation](np.asarray(scene(64, 48)))))
    content = encoded(stored, "HEIF", quality=90, exif=noted(orientation))
    assert (b"irot" in content or b"imir" in content) == (orientation > 1)
    if said == "by the container alone":
        content = content.replace(noted(orientation)[6:], noted(1)[6:])
    picture = read(content)
    assert picture.notes == NOTED[orientation]
    assert picture.pixels.shape == (48, 64, 3)
    assert np.abs(picture.pixels[8, 8].astype(int) - (255, 0, 0)).max() <= 12
    assert np.abs(picture.pixels[8, 56].astype(int) - (0, 255, 0)).max() <= 12


def test_a_heic_that_only_its_exif_calls_turned_is_left_as_it_is():
    content = encoded(scene(64, 48), "HEIF", quality=90, exif=noted(1)).replace(noted(1)[6:], noted(6)[6:])
    picture = read(content)
    assert picture.notes == ()
    assert picture.pixels.shape == (48, 64, 3)


def test_of_several_pictures_in_a_heic_the_main_one_is_examined():
    others = [Image.new("RGB", (64, 48), colour) for colour in ("blue", "red")]
    content = encoded(scene(64, 48), "HEIF", save_all=True, append_images=others, primary_index=2)
    picture = read(content)
    assert picture.notes == ("main_picture",)
    assert np.abs(picture.pixels[24, 32].astype(int) - (255, 0, 0)).max() <= 12


def test_transparent_parts_of_a_heic_are_laid_on_white():
    image = scene(64, 48).convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    assert read(encoded(image, "HEIF")).notes == ("flattened",)


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_a_size_over_the_limit_is_refused_before_it_is_decoded(kind: str, monkeypatch: pytest.MonkeyPatch):
    content = encoded(scene(64, 48), kind)
    monkeypatch.setattr("hetviz.pictures.images._check_size.__defaults__", (3000,))
    monkeypatch.setattr(Image.Image, "load", lambda image: pytest.fail("it was decoded"))
    with pytest.raises(PictureError) as caught:
        read(content)
    assert caught.value.code == "too_many_pixels"


FIRST_BYTES = {
    "JPEG XL": (b"\xff\x0a\xfa", b"\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14ftypjxl "),
    "JPEG 2000": (encoded(scene(), "JPEG2000"), b"\xff\x4f\xff\x51\0\x2f"),
    "PDF": (encoded(scene(), "PDF"),),
    "PSD": (b"8BPS\0\1",),
    "EPS": (encoded(scene(), "EPS"),),
    "ICO": (encoded(scene(), "ICO"),),
    "OpenEXR": (b"\x76\x2f\x31\x01\2\0\0\0",),
    "Radiance HDR": (b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n",),
    "FITS": (b"SIMPLE  =                    T",),
    "DICOM": (bytes(128) + b"DICM",),
    "RAW": (b"FUJIFILMCCD-RAW 0201", b"\0\0\0\x18ftypcrx \0\0\0\1"),
    "ZIP": (b"PK\3\4\x14\0",),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<?xml version='1.0'?>\n<!-- drawn -->\n<svg width='5'>"),
    "HTML": (b"<!doctype html><title>Not found</title>", b"\n<html lang='en'>"),
}


def test_every_stranger_is_tried():
    assert FIRST_BYTES.keys() == {name for _, name in STRANGERS}


@pytest.mark.parametrize(
    ("kind", "content"), [(kind, content) for kind, many in FIRST_BYTES.items() for content in many]
)
def test_a_format_that_is_not_read_is_named_with_the_way_out(kind: str, content: bytes):
    with pytest.raises(PictureError, match=f"{kind} files are not read; save the picture as JPEG or PNG") as caught:
        read(content)
    assert caught.value.code == "other_format" and caught.value.facts["kind"] == kind


@pytest.mark.parametrize(
    "content",
    [
        *(b"\0\0\0\x18ftyp" + brand for brand in (b"isom", b"mp42", b"qt  ", b"M4V ", b"3gp5")),
        b"\x1a\x45\xdf\xa3\x9fB\x86\x81",
        b"RIFF\x10\0\0\0AVI LIST",
    ],
)
def test_a_video_is_sent_to_the_tab_for_videos(content: bytes):
    with pytest.raises(PictureError, match="Live tab") as caught:
        read(content)
    assert caught.value.code == "video"


@pytest.mark.parametrize("kind", FORMATS)
def test_no_picture_that_is_read_is_taken_for_a_stranger(kind: str):
    buffer = io.BytesIO()
    scene(64, 48).save(buffer, kind)
    assert stranger(buffer.getvalue()) is None and not is_video(buffer.getvalue())


def test_a_size_is_never_rounded_onto_the_limit_that_it_breaks():
    with pytest.raises(PictureError, match=r"50\.1 megapixels; at most 50 are read"):
        read(header_only_png(10_000, 5_001))
    with pytest.raises(PictureError, match=r"20\.1 MB; at most 20 MB are read"):
        read(b"\x89PNG" + bytes(20 * 2**20 + 2_000))
