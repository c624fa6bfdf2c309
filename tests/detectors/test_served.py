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
