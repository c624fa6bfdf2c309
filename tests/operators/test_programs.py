import subprocess
import sys

import pytest

from hetviz.operators import hetconv
from hetviz.operators.table import OPERATORS, named
from tests.operators.test_operators import BY_HAND

SHAPES = {"square": (64, 64, 3, 4), "more filters than channels": (16, 32, 5, 8)}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_program_runs_and_prints_its_weights(shape: str, capsys: pytest.CaptureFixture[str]):
    m, n, k, p = SHAPES[shape]
    for operator in OPERATORS:
        if operator == "pconv" and m != n:
            continue
        program = OPERATORS[operator].program(m, n, kernel_size=k, parts=p)
        assert "hetviz" not in program
        exec(compile(program, operator, "exec"), {"__name__": "__main__"})
        lines = capsys.readouterr().out.splitlines()
        assert lines == [f"output (1, {n}, 40, 40)", f"weights {BY_HAND[operator](m, n, k, p)}"], operator


def test_a_program_stands_alone():
    """Run as a user runs it: a file of its own in a new interpreter, where hetviz cannot be imported."""
    run = subprocess.run(
        [sys.executable, "-I", "-c", OPERATORS["hetconv"].program(64, 64, kernel_size=3, parts=4)],
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
    )
    assert run.stdout.splitlines()[-1] == f"weights {hetconv.weights(64, 64, p=4)}", run.stderr


@pytest.mark.parametrize(
    ("operator", "m", "n", "p", "message"),
    [
        ("hetconv", 6, 8, 4, "p=4 must divide in_channels=6 and out_channels=8"),
        ("pconv", 8, 16, 1, "out_channels=16 must equal in_channels=8"),
        ("pconv", 6, 6, 1, "n_div=4 must divide in_channels=6"),
        ("print", 8, 8, 1, "operator='print' must be one of"),
    ],
)
def test_numbers_that_break_a_rule_are_named(operator: str, m: int, n: int, p: int, message: str):
    with pytest.raises(ValueError, match=message):
        named(operator).program(m, n, kernel_size=3, parts=p)
