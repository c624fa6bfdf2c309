"""Counts a real module by hooks, and times real detectors by a clock.

`python -m hetviz.measure --variants v5n-c3,v5n-csphet-p4 --size 416 --json`
"""

import platform
from pathlib import Path


def processor() -> str:
    """Return the name of this machine's processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
