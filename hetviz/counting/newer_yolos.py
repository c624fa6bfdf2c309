"""What CSPHet changes in newer YOLOs, counted by the block file with the real library, which the app does not need.

`newer_yolos.json` holds the numbers and names the library with its version; `tests/takehome/readers_machine/newer_costs.py`
writes it, and a test counts anew.
"""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("newer_yolos.json")


def read() -> dict[str, Any]:
    """Return {"library", "version", "classes", "size", "rows": [{"model", "replaces", "own", "csphet": P -> counts}]}, the counts
    being {"params", "flops"}.

    >>> [row["model"] for row in read()["rows"]]
    ['YOLOv8n', 'YOLO11n', 'YOLO26n']
    """
    return json.loads(FILE.read_text(encoding="utf-8"))
