"""Times real detectors by a clock.

`python -m hetviz.measure --variants v5n-c3,v5n-csphet-p4 --size 416 --json`
Times are of torch and OpenVINO on this machine's processor, one picture at a time (`timing.contestants`).
"""

import argparse
import json
import sys
from typing import Any

import torch

from hetviz.detectors import weights
from hetviz.serving import engine
from hetviz.timing.contestants import variant_contestants
from hetviz.timing.race import finish, report


def table(measured: dict[str, Any]) -> str:
    """Return a report as lines for people, each time also as a share of the first row's that measures the same."""
    lines = [f"{measured['processor']}, {measured['threads']} threads, {measured['rounds']} interleaved rounds"]
    lines.append(
        f"{'variant':16}{'engine':10}{'':6}{'form':8}{'what':12}{'median ms':>10}{'quartiles':>17}{'share':>7}"
    )
    first: dict[str, float] = {}
    for row in measured["rows"]:
        share = row["median_ms"] / first.setdefault(row["what"], row["median_ms"])
        quartiles = f"{row['q1_ms']:.2f} to {row['q3_ms']:.2f}"
        lines.append(
            f"{row['variant']:16}{row['engine']:10}{row['precision']:6}{row['form']:8}{row['what']:12}{row['median_ms']:10.2f}{quartiles:>17}"
            f"{share:7.2f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variants", required=True, help="names of `variants.VARIANTS`, with commas between them")
    parser.add_argument("--engines", default=",".join(engine.RUNNERS), help="with commas between them")
    parser.add_argument("--size", type=int, default=416, help="side of the square input in pixels")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    variants, engines = ([name.strip() for name in text.split(",")] for text in (options.variants, options.engines))
    try:
        if options.threads < 1:
            raise ValueError(f"threads={options.threads} must be at least 1")
        torch.set_num_threads(options.threads)
        contestants = [c for variant in variants for c in variant_contestants(variant, options.size, engines=engines)]
        untrained = [variant for variant in variants if variant not in weights.trained()]
        if untrained:
            print(f"no trained weights: {', '.join(untrained)}; only the network is timed", file=sys.stderr)
        measured = report(finish(contestants, options.rounds))
    except ValueError as error:
        parser.error(str(error))
    print(json.dumps(measured) if options.json else table(measured))


if __name__ == "__main__":
    main()
