"""A clock whose rows say what they measured."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from hetviz import measure
from hetviz.detectors import weights
from hetviz.detectors.network_input import as_input
from hetviz.detectors.variants import build
from hetviz.operators import dualconv, hetconv, standard
from hetviz.operators.cost import cost
from hetviz.reparam import forms, kernels
from hetviz.serving import engine
from hetviz.timing import contestants, processor
from hetviz.timing import race as race_module
from hetviz.timing.race import Contestant, Standing, race


def test_a_race_goes_round_by_round_and_stops_when_nobody_asks():
    calls: list[str] = []
    contestants = [Contestant({"name": name}, lambda name=name: calls.append(name)) for name in ("a", "b")]
    running = race(contestants, 3)
    first = next(running)
    assert (first.done, first.total) == (1, 6) and [len(samples) for samples in first.milliseconds] == [1, 0]
    assert [row["name"] for row in first.rows()] == ["a"]
    running.close()
    stopped = len(calls)
    order = "".join(name for name, after in zip(calls, [*calls[1:], ""], strict=True) if name != after)
    assert order == "aba"  # both warmed up, then the first sample of a
    standings = list(race(contestants, 3))
    assert len(calls) > stopped and [standing.done for standing in standings] == [1, 2, 3, 4, 5, 6]
    assert [len(samples) for samples in standings[-1].milliseconds] == [3, 3]


def test_the_row_has_median_and_quartiles():
    standing = Standing(5, 5, (Contestant({"name": "a"}, list),), ((1.0, 9.0, 2.0, 4.0, 3.0),))
    assert standing.rows() == [{"name": "a", "median_ms": 3.0, "q1_ms": 2.0, "q3_ms": 4.0}]


def test_the_clock_sees_ten_times_the_work(monkeypatch: pytest.MonkeyPatch):
    """By a clock that only the calls move on: 0.2 and 2 ms a call, whatever the number of calls in a sample."""
    now = 0.0
    monkeypatch.setattr(race_module.time, "perf_counter", lambda: now)

    def work(milliseconds: float) -> None:
        nonlocal now
        now += milliseconds / 1000

    contestants = [Contestant({}, lambda spent=spent: work(spent)) for spent in (0.2, 2.0)]
    rows = list(race(contestants, 2))[-1].rows()
    assert [row["median_ms"] for row in rows] == pytest.approx([0.2, 2.0])


def test_what_the_one_before_left_running_is_not_measured(monkeypatch: pytest.MonkeyPatch):
    """Each slows the other for 8 ms after its last call, as torch's waiting threads do."""
    now, last = 0.0, {}
    monkeypatch.setattr(race_module.time, "perf_counter", lambda: now)

    def work(name: str, other: str) -> None:
        nonlocal now
        now += 0.006 if now - last.get(other, -1) < 0.008 else 0.003
        last[name] = now

    contestants = [Contestant({}, lambda pair=pair: work(*pair)) for pair in ("ab", "ba")]
    rows = list(race(contestants, 3))[-1].rows()
    assert [row["q3_ms"] for row in rows] == pytest.approx([3.0, 3.0])


def test_a_race_of_nothing_is_refused():
    with pytest.raises(ValueError, match="rounds=0 and contestants=1 must each be at least 1"):
        next(race([Contestant({}, list)], 0))
    with pytest.raises(ValueError, match="rounds=3 and contestants=0 must each be at least 1"):
        next(race([], 3))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with weights of v5n-csphet-p4 for three classes."""
    entry = {"classes": ["cat", "dog", "car"], "size": 64}
    weights.save(build("v5n-csphet-p4", 3), "v5n-csphet-p4", entry, folder=tmp_path)
    return tmp_path


def test_a_trained_variant_is_timed_in_every_form_alone_and_end_to_end():
    found = contestants.variant_contestants("v5n-csphet-p4", 96, engines=("torch",))
    assert [(c.row["form"], c.row["what"]) for c in found] == [
        (form, what) for form in forms.FORMS for what in ("network", "end_to_end")
    ]
    square = np.random.default_rng(0).integers(0, 256, (1, 96, 96, 3), np.uint8)
    expected = weights.load("v5n-csphet-p4")(as_input(torch.from_numpy(square)))
    for contestant in found[::2]:
        for got, wanted in zip(contestant.call(), expected, strict=True):
            np.testing.assert_allclose(got, wanted, atol=1e-3)
    end_to_end = found[-1].call()
    assert (end_to_end.width, end_to_end.height) == (512, 512)


def test_a_variant_without_weights_has_its_network_timed_only(folder: Path):
    found = contestants.variant_contestants("v5n-c3", 64, folder)
    assert [c.row for c in found] == [
        {"variant": "v5n-c3", "engine": name, "precision": p, "form": "plain", "what": "network", "size": 64}
        for name, p in (("torch", "fp32"), ("openvino", engine.load("v5n-c3").precision))
    ]


def test_every_engine_is_timed_in_every_form_and_finds_the_same():
    found = contestants.variant_contestants("v5n-csphet-p4", 96)
    pairs = [(c.row["engine"], c.row["form"]) for c in found[::2]]
    assert pairs == [(name, form) for name in engine.RUNNERS for form in forms.FORMS]
    expected = found[0].call()
    for contestant in found[::2]:
        for got, wanted in zip(contestant.call(), expected, strict=True):
            assert np.sqrt(np.square(got - wanted).mean()) < 0.05, "more than bf16 explains"


@pytest.mark.parametrize(
    ("variant", "size", "message"),
    [
        ("v5n-c4", 64, "variant='v5n-c4' must be one of v5n-c3, "),
        ("v5n-c3", 100, "size=100 must be a positive multiple of 32"),
        ("v5n-c3", 0, "size=0 must be a positive multiple of 32"),
    ],
)
def test_what_cannot_be_timed_is_named(variant: str, size: int, message: str):
    with pytest.raises(ValueError, match=message):
        contestants.variant_contestants(variant, size)


def test_an_unknown_engine_is_named():
    with pytest.raises(ValueError, match="engine='onnx' must be one of torch"):
        contestants.variant_contestants("v5n-c3", 64, engines=("torch", "onnx"))


def test_one_layer_in_all_its_forms():
    found = contestants.layer_contestants(32, 8, 4)
    assert [c.row["form"] for c in found] == ["standard", "loop", "mask", "group", "coarse"]
    macs = {c.row["form"]: c.row["macs"] for c in found}
    assert macs["standard"] == macs["mask"] == cost(standard.weights(32, 32), 64).macs
    assert macs["loop"] == cost(hetconv.weights(32, 32, p=4), 64).macs
    assert macs["group"] == cost(dualconv.weights(32, 32, groups=4), 64).macs
    assert macs["coarse"] == cost(dualconv.weights(32, 32, groups=2), 64).macs  # 16 channels a group
    assert all(contestant.call().shape == (1, 32, 8, 8) for contestant in found)
    torch.testing.assert_close(found[1].call(), found[2].call())  # the same weights
    order = kernels.residue_order(32, 4)
    assert not torch.allclose(found[3].call(), found[2].call()[:, order])  # sorted channels are taken, too


@pytest.mark.parametrize(
    ("channels", "side", "p", "message"),
    [
        (64, 8, 3, "p=3 must divide in_channels=64 and out_channels=64"),
        (64, 0, 4, "side=0 must be at least 1"),
        (0, 8, 4, "p=4 must divide in_channels=0"),
    ],
)
def test_a_layer_that_cannot_be_is_named(channels: int, side: int, p: int, message: str):
    with pytest.raises(ValueError, match=message):
        contestants.layer_contestants(channels, side, p)


def test_the_command_prints_the_documented_object():
    options = (
        "--variants",
        "v5n-c3, v8n-csphet-p4",
        "--size",
        "64",
        "--engines",
        "torch",
        "--rounds",
        "2",
        "--threads",
        "1",
        "--json",
    )
    command = [sys.executable, "-m", "hetviz.measure", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    printed = json.loads(done.stdout)
    assert set(printed) == {"processor", "threads", "rounds", "rows"}
    assert (printed["processor"], printed["threads"], printed["rounds"]) == (processor.processor(), 1, 2)
    keys = {"variant", "engine", "precision", "form", "what", "size", "median_ms", "q1_ms", "q3_ms"}
    assert all(set(row) == keys and row["size"] == 64 for row in printed["rows"])
    assert all(0 < row["q1_ms"] <= row["median_ms"] <= row["q3_ms"] for row in printed["rows"])
    networks = [
        (row["variant"], row["form"]) for row in printed["rows"] if (row["engine"], row["what"]) == ("torch", "network")
    ]
    assert networks == [("v5n-c3", "plain"), *(("v8n-csphet-p4", form) for form in forms.FORMS)]
    untrained = [variant for variant in ("v5n-c3", "v8n-csphet-p4") if variant not in weights.trained()]
    told = f"no trained weights: {', '.join(untrained)}; only the network is timed"
    assert (told in done.stderr) == bool(untrained)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--variants v5n-c4", "variant='v5n-c4' must be one of v5n-c3, "),
        ("--variants v5n-csppc,", "variant='' must be one of v5n-c3, "),
        ("--variants v5n-csppc --size 500", "size=500 must be a positive multiple of 32"),
        ("--variants v5n-csppc --rounds 0", "rounds=0 and contestants="),
        ("--variants v5n-csppc --threads 0", "threads=0 must be at least 1"),
        ("--size 416", "the following arguments are required: --variants"),
    ],
)
def test_the_command_names_what_is_wrong(
    options: str, message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(sys, "argv", ["measure", *options.split(" ")])
    with pytest.raises(SystemExit) as ended:
        measure.main()
    printed = capsys.readouterr()
    assert ended.value.code == 2 and message in printed.err and not printed.out


def test_the_table_for_people():
    row = {"variant": "v5n-c3", "engine": "torch", "precision": "fp32", "form": "plain", "what": "network"}
    rows = [row | {"median_ms": 8.0, "q1_ms": 7.5, "q3_ms": 9.0}]
    rows.append(rows[0] | {"variant": "v5n-csppc", "median_ms": 6.0})
    lines = measure.table({"processor": "A", "threads": 2, "rounds": 5, "rows": rows}).splitlines()
    assert lines[0] == "A, 2 threads, 5 interleaved rounds"
    assert [line.split()[5] for line in lines[2:]] == ["8.00", "6.00"]
    assert [line.split()[-1] for line in lines[2:]] == ["1.00", "0.75"]
