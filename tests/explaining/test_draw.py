import io

import numpy as np
from PIL import Image

from hetviz.explaining import draw

PIXELS = np.full((60, 80, 3), 255, np.uint8)


def panel(row: int, column: int, peak: float) -> draw.Panel:
    values = np.zeros((60, 80), np.float32)
    values[row : row + 10, column : column + 10] = peak
    return draw.Panel("C3: person 0.50", values, np.array([10, 10, 50, 40]), "0 … 1")


def picture(content: bytes) -> np.ndarray:
    image = Image.open(io.BytesIO(content))
    assert image.format == "PNG"
    return np.asarray(image.convert("RGB")).astype(int)


def bright(pixels: np.ndarray) -> np.ndarray:
    """Return where the picture has the peak's colour, pale yellow."""
    return (np.abs(pixels - draw.colour_table()[255]).max(2) < 12) & (pixels.min(2) < 200)


def test_the_hot_spot_is_drawn_where_it_is_and_the_bar_stands_beside():
    pixels = picture(draw.heat_maps(PIXELS, [panel(5, 5, 2.0)], opacity=1.0))
    rows, columns = np.nonzero(bright(pixels)[:, : pixels.shape[1] // 2])
    assert len(rows) > 100
    assert rows.mean() < pixels.shape[0] / 2 and columns.mean() < pixels.shape[1] / 3
    assert bright(pixels)[:, -pixels.shape[1] // 4 :].any()  # top of the colour bar


def test_one_range_makes_the_weaker_map_darker():
    weak, strong = panel(5, 5, 1.0), panel(5, 5, 4.0)
    own, same = (
        picture(draw.heat_maps(PIXELS, [weak, strong], same_range=same, opacity=1.0)) for same in (False, True)
    )
    left = slice(0, own.shape[1] // 3)
    assert bright(own[:, left]).any() and not bright(same[:, left]).any()


def test_an_empty_map_is_drawn_too():
    assert picture(draw.heat_maps(PIXELS, [panel(0, 0, 0.0)])).size


def test_the_picture_itself_is_left_alone():
    before = PIXELS.copy()
    draw.heat_maps(PIXELS, [panel(5, 5, 2.0)])
    np.testing.assert_array_equal(PIXELS, before)
