"""The example photographs, read from the packages that carry them."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from matplotlib.cbook import get_sample_data
from numpy.typing import NDArray
from skimage import data as skimage_data

from hetviz.pictures import images

# The photographs that dependencies carry, and the page that each comes from; names and credits are in the
# texts. The page opens with the first.
EXAMPLES = {
    "chelsea": "https://scikit-image.org/docs/stable/api/skimage.data.html#skimage.data.chelsea",
    "astronaut": "https://flic.kr/p/r9qvLn",
    "motorcycle": "https://vision.middlebury.edu/stereo/data/scenes2014/",
    "camera": "https://scikit-image.org/docs/stable/api/skimage.data.html#skimage.data.camera",
    "grace_hopper": "https://commons.wikimedia.org/wiki/File:Grace_Hopper.jpg",
    "china": "https://www.flickr.com/photos/danielbuechele/6061409035/",
}


@cache
def example(key: str) -> NDArray[np.uint8]:
    """Return the pixels of an example.

    Raises:
        KeyError: there is no such example.
    """
    if key == "grace_hopper":
        with get_sample_data("grace_hopper.jpg") as file:
            return images.read(file.read()).pixels
    if key == "china":
        package = Path(find_spec("sklearn").origin).parent  # found, not imported, which would take a second
        return images.read((package / "datasets" / "images" / "china.jpg").read_bytes()).pixels
    if key == "motorcycle":
        left, _right, _disparity = skimage_data.stereo_motorcycle()
        return left
    carried = {"astronaut": skimage_data.astronaut, "chelsea": skimage_data.chelsea, "camera": skimage_data.camera}
    pixels = carried[key]()
    return pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, 2)
