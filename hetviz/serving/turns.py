"""A lock that is given in the order in which it was asked for, so that no visitor is passed over."""

import threading
from collections import deque
from types import TracebackType


class BusyError(RuntimeError):
    """There is no place at present."""


class FairLock:
    """Like `threading.Lock`, which promises no order, but first come, first served.

    >>> turn = FairLock()
    >>> with turn:
    ...     turn.waiting
    0
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()  # the first one holds the lock

    @property
    def waiting(self) -> int:
        """Number of those that wait behind the holder."""
        return max(0, len(self._queue) - 1)

    def __enter__(self) -> None:
        ticket = threading.Event()
        with self._guard:
            self._queue.append(ticket)
            if len(self._queue) == 1:
                ticket.set()
        ticket.wait()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._guard:
            self._queue.popleft()
            if self._queue:
                self._queue[0].set()
