"""How the page is answered: what its scripts send is checked first, and every failure goes one way, to a code and its facts.

The page has a sentence for each code; `rule` is an English sentence that names the value and the rule.
"""

import base64
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import Any

from hetviz.detectors.own_weights import OwnWeightsError
from hetviz.detectors.served import GoneError
from hetviz.detectors.weights import WeightsError
from hetviz.page.questions import PageQuestion
from hetviz.pictures.images import PictureError
from hetviz.serving.turns import BusyError

Answer = dict[str, Any]
CODES = ((WeightsError, "no_weights"), (GoneError, "own_gone"), (FileNotFoundError, "gone"), (BusyError, "busy"))
REFUSALS = (KeyError, TypeError, ValueError, AttributeError)  # a question that has no answer
FORESEEN = (FileNotFoundError, BusyError, *REFUSALS)


def answered(
    question: type[PageQuestion], *, otherwise: str = "failed", turns: AbstractContextManager[Any] | None = None
) -> Callable[[Callable[[Any], Answer]], Callable[[Any], Answer]]:
    """Return a decorator that makes a handler of a function from a checked question to an answer.

    Args:
        question: what the page's question is checked by.
        otherwise: the code of a question that breaks a rule, where no other code says more.
        turns: is held meanwhile, so that not too much is in work at once.
    """

    def decorated(function: Callable[[Any], Answer]) -> Callable[[Any], Answer]:
        @wraps(function)
        def answer(asked: Any) -> Answer:
            try:
                with turns or nullcontext():
                    return function(question.sent(asked))
            except FORESEEN as error:
                return failure(error, asked, otherwise)

        return answer

    return decorated


def failure(error: Exception, asked: Any, otherwise: str) -> Answer:
    """Return a foreseen failure as {"error": code, "facts": what fills its sentence, "rule": the sentence in English}."""
    if isinstance(error, PictureError | OwnWeightsError):
        return {"error": error.code, "facts": error.facts, "rule": str(error)}
    code = next((code for kind, code in CODES if isinstance(error, kind)), otherwise)
    facts = {"variant": _variants(asked)} if code == "no_weights" else {}
    return {"error": code, "facts": facts, "rule": str(error)}


def in_base64(content: bytes) -> str:
    """Return bytes as text that an answer can hold."""
    return base64.b64encode(content).decode()


def _variants(asked: Any) -> str:
    """Return the names of the detectors that were asked for, as a sentence lists them."""
    named = asked.get("variants", asked.get("variant", ""))
    names = named.values() if isinstance(named, dict) else named if isinstance(named, list) else [named]
    return ", ".join(str(name) for name in names if name)


class Places:
    """So many at once; who finds no place is told to come again."""

    def __init__(self, count: int) -> None:
        self._free = threading.BoundedSemaphore(count)

    def __enter__(self) -> None:
        if not self._free.acquire(blocking=False):
            raise BusyError("every place is taken")

    def __exit__(self, *_: object) -> None:
        self._free.release()
