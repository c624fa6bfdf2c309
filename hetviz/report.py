"""Writes the measured table of the README from the weights' manifest: `python -m hetviz.report`."""

from pathlib import Path
from typing import Any

from hetviz import weights

README = Path(__file__).resolve().parent.parent / "README.md"
START, END = "<!-- measured: start -->", "<!-- measured: end -->"
COLUMNS = ("variant", "parameters", "GFLOPs", "mAP50", "mAP50-95", "input", "epochs", "seed", "training")


def table(entries: dict[str, dict[str, Any]]) -> str:
    """Return one Markdown row a trained variant, with the conditions that all rows share in a line above.

    Args:
        entries: the manifest, variant -> passport.
    """
    if not entries:
        return "No variant has trained weights yet."
    lines = [_row(COLUMNS), _row(["---", *["---:"] * (len(COLUMNS) - 1)])]
    lines += [_row(_cells(variant, entry)) for variant, entry in entries.items()]
    return "\n".join((*_conditions(entries), "", *lines))


def _cells(variant: str, entry: dict[str, Any]) -> tuple[str, ...]:
    return (
        f"`{variant}`",
        f"{entry['params']:,}",
        f"{2 * entry['macs'] / 1e9:.3f}",
        f"{entry['map50']:.3f}",
        f"{entry['map50_95']:.3f}",
        f"{entry['size']}×{entry['size']}",
        str(entry["epochs"]),
        str(entry["seed"]),
        f"{entry['seconds'] / 60:.0f} min on {entry['processor']}",
    )


def _row(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


def _conditions(entries: dict[str, dict[str, Any]]) -> list[str]:
    """Return a line for each data set and split that the rows were scored on."""
    found = {(e["data"], e["split"], e["images"], len(e["classes"])) for e in entries.values()}
    return [
        f"Trained on {data}; scored on its `{split}` ({images} photographs, {classes} classes)."
        for data, split, images, classes in sorted(found)
    ]


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


def main() -> None:
    """Write the README anew where the manifest has changed."""
    README.write_text(fill(README.read_text(encoding="utf-8"), weights.manifest()), encoding="utf-8")


if __name__ == "__main__":
    main()
