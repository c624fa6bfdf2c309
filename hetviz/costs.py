"""Parameters, multiply-adds and FLOPs of every detector, by formula.

`python -m hetviz.costs --json --classes 20 --size 640`
"""

import argparse
import json

from hetviz.counting import layers


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--classes", type=int, default=20)
    parser.add_argument("--size", type=int, default=640)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    try:
        table = layers.rows(arguments.classes, arguments.size)
    except ValueError as error:
        parser.error(str(error))
    if arguments.json:
        print(json.dumps(table))
        return
    print(f"{arguments.classes} classes, {arguments.size}×{arguments.size}; GFLOPs = 2 × MACs of the convolutions")
    for row in table:
        print(f"{row['variant']:16}{row['params']:>11,} parameters {row['flops'] / 1e9:8.3f} GFLOPs")


if __name__ == "__main__":
    main()
