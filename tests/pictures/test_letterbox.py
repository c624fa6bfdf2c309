import numpy as np
import pytest

from hetviz.pictures.letterbox import GREY, letterbox


@pytest.mark.parametrize(("width", "height"), [(640, 480), (480, 640), (50, 37), (320, 320), (999, 20)])
def test_letterbox_and_back(width: int, height: int):
    square, placing = letterbox(np.zeros((height, width, 3), np.uint8), 320)
    assert square.shape == (320, 320, 3) and square.dtype == np.uint8
    assert set(square[0, 0]) <= {0, GREY}
    rows, columns = np.nonzero(square[..., 0] == 0)  # where the black picture lies
    inner = np.array([[columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]], np.float32)
    restored = placing.restore(inner, width, height)
    np.testing.assert_allclose(restored, [[0, 0, width, height]], atol=1 / placing.scale)


def test_boxes_are_clipped_to_the_picture():
    _, placing = letterbox(np.zeros((100, 200, 3), np.uint8), 320)
    restored = placing.restore(np.array([[-50, -50, 900, 900]], np.float32), 200, 100)
    assert restored.tolist() == [[0, 0, 200, 100]]
