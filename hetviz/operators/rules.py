"""The rules that several operators share; an error names the value and the rule."""


def require_divides(name: str, value: int, **channels: int) -> None:
    """Raise a ValueError unless value divides every given channel count.

    >>> require_divides("p", 4, in_channels=6, out_channels=8)
    Traceback (most recent call last):
    ValueError: p=4 must divide in_channels=6 and out_channels=8
    """
    if value < 1 or any(count < 1 or count % value for count in channels.values()):
        counts = " and ".join(f"{key}={count}" for key, count in channels.items())
        raise ValueError(f"{name}={value} must divide {counts}")


def require_odd(kernel_size: int) -> None:
    """Raise a ValueError unless a kernel of this size has a centre."""
    if kernel_size < 1 or kernel_size % 2 == 0:
        raise ValueError(f"kernel_size={kernel_size} must be odd and positive")
