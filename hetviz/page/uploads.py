"""The pictures that the page asks about: examples and uploads, read and shown."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from gradio.utils import get_upload_folder
from numpy.typing import NDArray
from pydantic import Field

from hetviz.page.answers import in_base64
from hetviz.page.questions import PageQuestion
from hetviz.pictures import images
from hetviz.pictures.examples import EXAMPLES, example

LARGEST_SHOWN = 1280  # pixels; what the page shows of a larger picture is a copy of this side


class PictureQuestion(PageQuestion):
    """A question about a picture: an example, or else an uploaded file."""

    example: str | None = Field(None, description=f"one of {', '.join(EXAMPLES)}")
    path: str = Field("", description="an uploaded file")

    def picture(self) -> images.Picture:
        """Return the asked picture.

        Raises:
            KeyError: there is no such example.
            PictureError: an uploaded file is no picture that can be used.
            FileNotFoundError: it is not there (any more), or not among the uploads.
        """
        return images.read(uploaded(self.path)) if self.example is None else images.Picture(example(self.example))


def uploaded(path: str) -> Path:
    """Return the path of an upload; anything outside the upload folder is as if it did not exist."""
    resolved = Path(path).resolve()
    if not resolved.is_relative_to(Path(get_upload_folder()).resolve()) or not resolved.is_file():
        raise FileNotFoundError(path)
    return resolved


def shown(pixels: NDArray[np.uint8]) -> dict[str, Any]:
    """Return the upright picture as the page shows it, with the size that boxes are given in."""
    height, width = pixels.shape[:2]
    return {"url": data_url(pixels, LARGEST_SHOWN), "width": width, "height": height}


def data_url(pixels: NDArray[np.uint8], largest: int) -> str:
    """Return a JPEG of the picture, shrunk to the largest side where it is larger, as a data URL."""
    height, width = pixels.shape[:2]
    scale = min(1.0, largest / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    _, content = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 88])
    return "data:image/jpeg;base64," + in_base64(content)


def example_rows() -> list[dict[str, str]]:
    """Return the examples as the page offers them."""
    return [{"key": key, "source": page, "thumbnail": data_url(example(key), 144)} for key, page in EXAMPLES.items()]
