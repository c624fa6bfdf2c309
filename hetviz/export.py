"""Writes a trained detector as a file that other programs run, and checks that it finds the same boxes.

`python -m hetviz.export v5n-csphet-p4 --format onnx --size 320`
An ONNX file opens in onnxruntime, OpenCV's DNN, OpenVINO and YOLOv5's own programs; it needs the packages onnx and onnxscript
to be written. Beside the file lies a JSON that describes it.
"""

import argparse
from pathlib import Path

from hetviz.detectors import weights
from hetviz.exporting.check import CheckError
from hetviz.exporting.formats import MissingError
from hetviz.exporting.take_along import ENDINGS, export


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("variant", help=f"a trained detector: {', '.join(weights.trained())}")
    parser.add_argument("--format", choices=ENDINGS, required=True)
    parser.add_argument("--size", type=int, help="side of the square input in pixels; by default that of its scores")
    parser.add_argument("--raw", action="store_true", help="give the three raw maps instead of decoded boxes")
    parser.add_argument("--out", type=Path, default=Path("exported"), help="the folder that is written to")
    options = parser.parse_args()
    try:
        done = export(options.variant, options.format, options.out, options.size, raw=options.raw)
    except (ValueError, MissingError, CheckError) as error:
        parser.error(str(error))
    for file in done.files:
        print(f"{file} ({file.stat().st_size / 1e6:.2f} MB)")
    print(f"read back: {done.boxes} boxes in the example photographs, each where the detector finds it", end=" ")
    print(f"(a side is {done.off:.4f} pixels off at most)")


if __name__ == "__main__":
    main()
