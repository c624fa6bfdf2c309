"""A lock that is given in the order in which it was asked for, so that no visitor is passed over."""

import threading
from collections import deque
from types import TracebackType


class FairLock:
    """Like `threading.RLock`, which promises no order, but first come, first served; its holder may take it again.

    >>> turn = FairLock()
    >>> with turn:
    ...     turn.waiting
    0
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()  # the first one holds the lock
        self._holder, self._depth = 0, 0

    @property
    def waiting(self) -> int:
        """Number of those that wait behind the holder."""
        return max(0, len(self._queue) - 1)

    def __enter__(self) -> None:
        if self._holder == threading.get_ident():
            self._depth += 1
            return
        ticket = threading.Event()
        with self._guard:
            self._queue.append(ticket)
            if len(self._queue) == 1:
                ticket.set()
        ticket.wait()
        self._holder, self._depth = threading.get_ident(), 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        if self._depth:
            return
        self._holder = 0
        with self._guard:
            self._queue.popleft()
            if self._queue:
                self._queue[0].set()
