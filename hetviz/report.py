"""Writes the measured table of the README from the weights' manifest: `python -m hetviz.report`.

With `--measure` the time of every trained detector is measured first, all in one interleaved run, and kept in the manifest;
with `--served DIR` each is scored on the `val` of a data folder as the app serves it, beside torch; with `--differences DIR`
every pair's difference gets an interval by a paired bootstrap over those photographs, kept beside the weights.
"""

import argparse
import itertools
import string
from collections import Counter
from pathlib import Path
from typing import Any

from tqdm import tqdm

from hetviz.detectors import differences, weights
from hetviz.serving import engine
from hetviz.timing import contestants, race
from hetviz.training import bootstrap, data, scoring

README = Path(__file__).resolve().parent.parent / "README.md"
START, END = "<!-- measured: start -->", "<!-- measured: end -->"
COLUMNS = ("variant", "parameters", "GFLOPs", "mAP50", "of other seeds", "mAP50-95", "milliseconds")
ROUNDS = 31


def speeds(rounds: int = ROUNDS, folder: Path = weights.FOLDER) -> dict[str, dict[str, Any]]:
    """Return variant -> median milliseconds of one picture end to end as it is served, with the conditions, for all that
    are trained; they are timed in turn, round by round."""
    name = engine.chosen()
    timed, precisions = [], {}
    for variant, entry in weights.manifest(folder).items():
        precisions[variant] = engine.load(variant, folder, name).precision
        served = contestants.variant_contestants(variant, entry["size"], folder, [name], (engine.FORM, "plain"))
        timed += [contestant for contestant in served if contestant.row["what"] == "end_to_end"]
    measured = race.report(race.finish(timed, rounds))
    conditions = {"processor": measured["processor"], "threads": measured["threads"], "rounds": rounds, "engine": name}
    return {
        row["variant"]: {
            "milliseconds": round(row["median_ms"], 3),
            "size": row["size"],
            "precision": precisions[row["variant"]],
            **conditions,
        }
        for row in measured["rows"]
    }


def table(entries: dict[str, dict[str, Any]]) -> str:
    """Return one Markdown row a trained variant, with the conditions that all rows share in a line above.

    Args:
        entries: the manifest, variant -> entry.
    """
    if not entries:
        return "No variant has trained weights yet."
    marks = _marks(entries)
    lines = [_row(COLUMNS), _row(["---", *["---:"] * (len(COLUMNS) - 1)])]
    lines += [_row(_cells(variant, entry, marks[_training(entry)])) for variant, entry in entries.items()]
    return "\n".join((*_conditions(entries, marks), "", *lines))


def _marks(entries: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Return what tells the ways of training apart: nothing where there is one, else a letter for each."""
    ways = list(dict.fromkeys(map(_training, entries.values())))
    return dict(zip(ways, string.ascii_uppercase if len(ways) > 1 else [""], strict=False))


def _cells(variant: str, entry: dict[str, Any], mark: str) -> tuple[str, ...]:
    return (
        f"`{variant}` {mark}".strip(),
        f"{entry['params']:,}",
        f"{2 * entry['macs'] / 1e9:.3f}",
        f"{entry['map50']:.3f}",
        ", ".join(f"{map50:.3f}" for seed, map50 in entry["map50_by_seed"].items() if seed != str(entry["seed"]))
        or "–",
        f"{entry['map50_95']:.3f}",
        f"{entry['speed']['milliseconds']:.2f}" if "speed" in entry else "–",
    )


def _row(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


def _conditions(entries: dict[str, dict[str, Any]], marks: dict[str, str]) -> list[str]:
    """Return a line for each way of training and scoring, and one for each way of timing, that the rows came about by."""
    trained = [f"{mark}: {way}" if mark else way for way, mark in marks.items()]
    warned = ["Scores of different ways of training cannot be compared."] if len(trained) > 1 else []
    timed = {_timing(entry["speed"]) for entry in entries.values() if "speed" in entry}
    return trained + warned + sorted(timed)


def _training(e: dict[str, Any]) -> str:
    return (
        f"Trained on {e['data']}{_taught(e)}, {e['epochs']} epochs, seed {e['seed']}; scored on its `{e['split']}` "
        f"({e['images']} photographs, {len(e['classes'])} classes) at {e['size']}×{e['size']}, which the GFLOPs are for too."
    )


def _taught(e: dict[str, Any]) -> str:
    return f", and on the maps of {e['teacher']['name']}" if e.get("teacher") else ""


def _timing(speed: dict[str, Any]) -> str:
    return (
        f"Milliseconds of one picture end to end at {speed['size']}×{speed['size']}: {speed['engine']} "
        f"{speed['precision']}, {speed['processor']}, {speed['threads']} threads, median of {speed['rounds']} interleaved rounds."
    )


def fill(text: str, entries: dict[str, dict[str, Any]]) -> str:
    """Return the README's text with the table of these entries between its two markers.

    Raises:
        ValueError: the markers are not there exactly once, in order.
    """
    if text.count(START) != 1 or text.count(END) != 1 or text.index(START) > text.index(END):
        raise ValueError(f"the text must hold {START!r} and {END!r} once, in this order")
    before, rest = text.split(START)
    _, after = rest.split(END)
    return f"{before}{START}\n{table(entries)}\n{END}{after}"


def all_differences(folder: str) -> differences.Pairs:
    """Return the difference of every pair of detectors that were trained alike, as served, on the `val` of a data folder.

    Raises:
        ValueError: the data's classes are not the detectors'.
    """
    validation, drawn = data.load(folder, "val"), {}
    ways = {variant: weights.way_of_training(entry) for variant, entry in weights.manifest().items()}
    alike = Counter(ways.values())
    for variant in (variant for variant, way in ways.items() if alike[way] > 1):
        network = engine.load(variant)
        scoring.require_classes(network, validation)
        samples = tqdm(validation.samples, desc=variant, unit="image", disable=None)
        drawn[variant] = bootstrap.draws(validation, list(scoring.run(network, samples, network.size)))
    pairs: differences.Pairs = {}
    for one, other in itertools.permutations(drawn, 2):
        if ways[one] != ways[other]:
            continue
        pairs.setdefault(one, {})[other] = bootstrap.difference(drawn[one], drawn[other])
    return pairs


def main() -> None:
    """Write the README anew where the manifest has changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", action="store_true", help="time every trained detector first")
    parser.add_argument("--served", metavar="DIR", help="score every trained detector as it is served")
    parser.add_argument("--differences", metavar="DIR", help="keep an interval for the difference of every pair")
    options = parser.parse_args()
    try:
        if options.served:
            validation = data.load(options.served, "val")
            for variant in weights.trained():
                weights.amend(variant, {"served": scoring.served(variant, validation, weights.FOLDER)})
        if options.differences:
            differences.write(all_differences(options.differences))
    except ValueError as error:
        parser.error(str(error))
    if options.measure:
        for variant, speed in speeds().items():
            weights.amend(variant, {"speed": speed})
    README.write_text(fill(README.read_text(encoding="utf-8"), weights.manifest()), encoding="utf-8")


if __name__ == "__main__":
    main()
