"""Colours of a decoded picture: its own profile turned into sRGB, which the detectors were trained on, and white behind it."""

import io

from PIL import Image, ImageChops, ImageCms

SRGB = ImageCms.createProfile("sRGB")
LAB = ImageCms.createProfile("LAB")
UNSEEN = 2  # levels of 255; a profile that changes no value by more is that of sRGB itself
# By the space that a profile is for: the modes that it can be for, and the mode that it is applied in.
SPACES = {
    "RGB": ({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "YCbCr"}, "RGB"),
    "GRAY": ({"1", "L", "LA"}, "L"),
    "CMYK": ({"CMYK"}, "CMYK"),
    "Lab": ({"LAB"}, "LAB"),
}


def in_srgb(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, list[str]]:
    """Return the picture in RGB on white, and what was done: colour_profile or profile_ignored, flattened."""
    notes = []
    if image.mode in ("RGBa", "La"):  # colours already multiplied by their alpha
        image = image.convert("RGBA" if image.mode == "RGBa" else "LA")
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    if profile or image.mode == "LAB":
        image, note = _converted(image, profile)
        notes += [note] if note else []
    if image.mode != "RGB":
        image = image.convert("RGB")
    if alpha and alpha.getextrema()[0] < 255:
        notes.append("flattened")
        image = Image.composite(image, Image.new("RGB", image.size, "white"), alpha)
    return image, notes


def _converted(image: Image.Image, content: bytes | None) -> tuple[Image.Image, str | None]:
    """Return the picture in sRGB by a profile (of Lab by Lab's own), and a note; unchanged where that fails."""
    try:
        source = LAB if image.mode == "LAB" else io.BytesIO(content or b"")
        profile = ImageCms.ImageCmsProfile(source)
        modes, mode = SPACES[profile.profile.xcolor_space.strip()]
        if image.mode not in modes:
            return image, "profile_ignored"
        own = image if image.mode == mode else image.convert(mode)
        converted = ImageCms.profileToProfile(own, profile, SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, KeyError, ValueError, TypeError):
        return image, "profile_ignored"
    if image.mode == "LAB":
        return converted, None
    changed = max(high for _, high in ImageChops.difference(own.convert("RGB"), converted).getextrema())
    return converted, "colour_profile" if changed > UNSEEN else None
