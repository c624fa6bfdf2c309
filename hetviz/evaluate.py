"""Mean average precision of a trained detector on a split of a data folder.

`python -m hetviz.evaluate --variant v5n-c3 --data DIR --split val --json`
With `--against VARIANT` the difference between two detectors too, with an interval by a paired bootstrap over the photographs.
"""

import argparse
import json
from typing import Any

from tqdm import tqdm

from hetviz.pictures.boxes import Detections
from hetviz.serving import engine as engines
from hetviz.training import bootstrap, scoring
from hetviz.training.data import Dataset, load


def _find(variant: str, dataset: Dataset, engine: str | None) -> tuple[engines.Engine, list[Detections]]:
    network = engines.load(variant, engine=engine)
    scoring.require_classes(network, dataset)
    samples = tqdm(dataset.samples, desc=variant, unit="image", disable=None)
    return network, list(scoring.run(network, samples, network.size))


def evaluate(
    variant: str, folder: str, split: str, engine: str | None = None, against: str | None = None
) -> dict[str, Any]:
    """Return the scores of the named variant's committed weights on a split, at the size they are served at.

    Args:
        engine: torch or openvino; without it, the one that serves.
        against: another variant; `difference` then says how far its mAP50 is below, and how sure that is.

    Raises:
        ValueError: the variant has no weights, or the data's classes are not the detector's.
    """
    engines.load(variant, engine=engine)  # an unknown variant is told before the photographs are read
    dataset = load(folder, split)
    network, found = _find(variant, dataset, engine)
    scores = scoring.score(dataset, found)
    result = {"variant": variant, "split": split, "images": len(dataset.samples), **scores, "engine": network.name}
    if against:
        _, others = _find(against, dataset, engine)
        told = bootstrap.difference(bootstrap.draws(dataset, found), bootstrap.draws(dataset, others))
        result["difference"] = {"against": against, **told}
    return result


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variant", required=True)
    parser.add_argument("--data", required=True, metavar="DIR")
    parser.add_argument("--split", default="val")
    parser.add_argument("--engine", choices=engines.RUNNERS, help="the one that serves, where not given")
    parser.add_argument("--against", metavar="VARIANT", help="tell the difference to this one too")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    try:
        result = evaluate(arguments.variant, arguments.data, arguments.split, arguments.engine, arguments.against)
    except ValueError as error:
        parser.error(str(error))
    if arguments.json:
        print(json.dumps(result))
    else:
        print(f"{result['variant']} on {result['split']} ({result['images']} images, {result['engine']}): ", end="")
        print(f"mAP50 {result['map50']:.4f}, mAP50-95 {result['map50_95']:.4f}")
        if told := result.get("difference"):
            interval = f"95 % interval {told['low']:+.4f} to {told['high']:+.4f}"
            print(f"mAP50 against {told['against']}: {told['map50']:+.4f} ({interval}, {told['draws']} paired draws)")


if __name__ == "__main__":
    main()
