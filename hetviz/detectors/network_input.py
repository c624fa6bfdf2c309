"""Pictures as a detector takes them."""

from torch import Tensor


def as_input(squares: Tensor, brightest: int = 255) -> Tensor:
    """Return pictures as a detector wants them, pixels / brightest; in memory the channels stay last, the fast way round.

    Shape:
        (B, S, S, 3) uint8 RGB -> (B, 3, S, S) float32
    """
    return (squares.float() / brightest).permute(0, 3, 1, 2)
