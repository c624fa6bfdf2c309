"""Writes `hetviz_blocks.py`, the one file with which ultralytics and the yolov5 repository build hetviz's blocks.

`python -m hetviz.block_file`
"""

import argparse
from pathlib import Path

from hetviz.takehome.single_file import NAME, source


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(NAME))
    path = parser.parse_args().out
    path.write_text(source(), encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main()
