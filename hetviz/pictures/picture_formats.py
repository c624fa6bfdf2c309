"""Which picture formats are read, and by what name others are known from their first bytes."""

import re

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

# By Pillow's name; HEIF's is the one that phones and people use.
FORMATS = {
    "JPEG": "JPEG",
    "PNG": "PNG",
    "WEBP": "WebP",
    "GIF": "GIF",
    "BMP": "BMP",
    "TIFF": "TIFF",
    "HEIF": "HEIC",
    "AVIF": "AVIF",
}

# What people take for a picture and is not read here: a pattern of the first bytes, and its name.
STRANGERS = (
    (rb"\xff\x0a|\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"),
    (rb"\xff\x4f\xff\x51|\x00\x00\x00\x0cjP {2}\r\n\x87\n", "JPEG 2000"),
    (rb"%PDF-", "PDF"),
    (rb"8BPS", "PSD"),
    (rb"%!PS|\xc5\xd0\xd3\xc6", "EPS"),
    (rb"\x00\x00[\x01\x02]\x00", "ICO"),
    (rb"\x76\x2f\x31\x01", "OpenEXR"),
    (rb"#\?RADIANCE|#\?RGBE", "Radiance HDR"),
    (rb"SIMPLE  =", "FITS"),
    (rb".{128}DICM", "DICOM"),
    (rb"FUJIFILMCCD-RAW|.{4}ftypcrx ", "RAW"),
    (rb"PK\x03\x04", "ZIP"),
    (rb"(\xef\xbb\xbf)?\s*(<\?xml.*|<!--.*|<!DOCTYPE svg.*)?<svg[\s>]", "SVG"),
    (rb"(?i)(\xef\xbb\xbf)?\s*(<!DOCTYPE html|<html)", "HTML"),
)
VIDEO = rb".{4}ftyp(isom|iso[2-9]|mp4[12]|M4V |avc1|qt  |3gp.)|.{4}(moov|mdat)|\x1a\x45\xdf\xa3|RIFF.{4}AVI |OggS"


def turned_by_decoder(image: Image.Image) -> str | None:
    """Return what a HEIC's decoder did to the picture, as its container notes, "turned" or "mirrored"; None for other formats.

    It turns by the container alone: what EXIF says besides is for programs that do not know the container. Only an image that
    has not been loaded knows this, and pillow-heif has no public name for it.
    """
    if image.format != "HEIF":
        return None
    steps = {step[0] for step in image._heif_file[image.tell()]._c_image.transformations}
    return "mirrored" if "imir" in steps else "turned" if "irot" in steps else None


def stranger(content: bytes) -> str | None:
    """Return the name of a format that is known but not read, or none.

    >>> stranger(b"%PDF-1.7"), stranger(b"just words")
    ('PDF', None)
    """
    head = content[:1024]
    return next((name for pattern, name in STRANGERS if re.match(pattern, head, re.DOTALL)), None)


def is_video(content: bytes) -> bool:
    """Say whether a file begins as a video does."""
    return bool(re.match(VIDEO, content[:16], re.DOTALL))
