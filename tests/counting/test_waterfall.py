"""The changes from C3's detector to CSPHet's, held against modules that are built and counted."""

import pytest

from hetviz.counting.waterfall import places, waterfall
from hetviz.detectors import variants


def built(variant: str, classes: int) -> int:
    return sum(weight.numel() for weight in variants.build(variant, classes).parameters())


def test_the_changes_are_those_of_the_issue():
    found = waterfall(20)
    assert [(step["key"], step["params"]) for step in found["steps"]] == [
        ("hetconv", -339_456),
        ("second", 110_400),
        ("frame", 113_152),
    ]
    assert found["result"] - found["original"] == -115_904


@pytest.mark.parametrize("classes", [20, 80])
def test_its_ends_and_its_first_change_are_those_of_modules(classes: int):
    found = waterfall(classes)
    assert found["original"] == built("v5n-c3", classes)
    assert found["result"] == built("v5n-csphet-p4", classes)
    assert found["original"] + found["steps"][0]["params"] == built("v5n-c3het-p4", classes)
    assert found["original"] + sum(step["params"] for step in found["steps"]) == found["result"]


def test_the_places_are_those_of_a_built_detector():
    detector = variants.build("v5n-c3", 20)
    found = places(20)
    head = sum(weight.numel() for weight in detector.head.parameters())
    threes = sum(
        weight.numel()
        for name, module in detector.named_modules()
        if name.endswith(".cv2") and ".m." in name
        for weight in module.parameters()
    )
    assert (found["head"], found["threes"]) == (head, threes)
    assert sum(found.values()) == built("v5n-c3", 20)
