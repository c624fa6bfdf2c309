import gc
import weakref

import pytest

from hetviz.detectors import served, weights
from hetviz.detectors.served import GoneError, MadeOnce, OwnDetectors
from hetviz.detectors.variants import VARIANTS, build
from tests.detectors.test_own_weights import file_of

CONTENT = file_of("v5n-csphet-p4")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_no_variant_looks_like_a_visitors_own():
    assert not [variant for variant in VARIANTS if variant.startswith(served.OWN)]


def test_the_least_recently_used_one_makes_room():
    own = OwnDetectors(most=2)
    first, second = own.keep(CONTENT), own.keep(CONTENT)
    own.named(first.key)
    third = own.keep(CONTENT)
    assert own.named(first.key) is first and own.named(third.key) is third
    with pytest.raises(GoneError, match="load its file again"):
        own.named(second.key)


def kept(own: OwnDetectors, *detectors: served.Served) -> list[bool]:
    found = []
    for detector in detectors:
        try:
            found.append(own.named(detector.key) is detector)
        except GoneError:
            found.append(False)
    return found


def test_a_visit_pushes_out_its_own_first():
    own = OwnDetectors(most=8, each=2)
    other = own.keep(CONTENT, "other")
    first, second, third = (own.keep(CONTENT, "mine") for _ in range(3))
    assert own.of("mine") == [second.key, third.key] and own.of("other") == [other.key]
    assert kept(own, other, first, second, third) == [True, False, True, True]


def test_who_has_several_makes_room_before_who_has_one():
    own = OwnDetectors(most=4, each=2)
    alone = own.keep(CONTENT, "alone")
    pair = [own.keep(CONTENT, "pair") for _ in range(2)]
    newer = [own.keep(CONTENT, f"newer {index}") for index in range(2)]
    assert kept(own, alone, *pair, *newer) == [True, False, True, True, True]
    last = own.keep(CONTENT, "last")  # now each has one: the one that was not used for the longest time goes
    assert kept(own, alone, *pair, *newer, last) == [False, False, True, True, True, True]


def test_what_is_replaced_goes_and_no_other_does():
    own = OwnDetectors(each=2)
    old, second = own.keep(CONTENT, "mine"), own.keep(CONTENT, "mine")
    new = own.keep(CONTENT, "mine", replaces=second.key)
    assert kept(own, old, second, new) == [True, False, True]


def test_who_is_not_asked_for_goes():
    clock = Clock()
    own = OwnDetectors(idle_s=100, now=clock)
    busy, idle = own.keep(CONTENT), own.keep(CONTENT)
    clock.now = 90
    own.named(busy.key)
    clock.now = 120
    assert own.named(busy.key) is busy
    with pytest.raises(GoneError):
        own.named(idle.key)


def test_what_is_made_of_a_detector_is_made_once_and_goes_with_it():
    class Made:
        pass

    made = []
    once = MadeOnce(lambda detector: made.append(detector.key) or Made())
    own = OwnDetectors()
    detector = own.keep(CONTENT)
    key = detector.key
    thing = weakref.ref(once.of(detector))
    assert once.of(detector) is thing() and made == [key]
    own.forget(key)
    del detector
    gc.collect()
    assert thing() is None


def test_a_trained_detector_is_the_same_until_its_weights_change(tmp_path):
    entry = {"classes": ["cat"], "size": 64}
    weights.save(build("v5n-c3", 1), "v5n-c3", entry, tmp_path)
    first = served.named("v5n-c3", tmp_path)
    assert served.named("v5n-c3", tmp_path) is first and not first.own
    weights.save(build("v5n-c3", 1), "v5n-c3", entry, tmp_path)
    assert served.named("v5n-c3", tmp_path) is not first
    with pytest.raises(weights.WeightsError):
        served.named("v5n-csppc", tmp_path)
    with pytest.raises(ValueError, match="must be one of"):
        served.named("v5n-unknown", tmp_path)


def test_each_load_is_a_detector_of_its_own():
    detector = OwnDetectors().keep(CONTENT)
    one, other = detector.load(), detector.load()
    one.stem.conv.weight.data.zero_()
    assert other.stem.conv.weight.abs().sum() > 0
