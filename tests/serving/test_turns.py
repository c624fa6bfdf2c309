import threading
import time

import pytest

from hetviz.serving.turns import FairLock


def test_turns_are_given_in_the_order_of_asking():
    turn, order, threads = FairLock(), [], []

    def ask(number: int) -> None:
        with turn:
            order.append(number)

    with turn:
        for number in range(12):
            threads.append(threading.Thread(target=ask, args=(number,)))
            threads[-1].start()
            while turn.waiting <= number:  # it stands in the queue before the next one asks
                time.sleep(0.001)
        assert turn.waiting == 12 and order == []
    for thread in threads:
        thread.join(10)
    assert order == list(range(12)) and turn.waiting == 0


def test_only_one_holds_it():
    turn, inside, most = FairLock(), [], []

    def work() -> None:
        for _ in range(50):
            with turn:
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(most) == 200 and set(most) == {1}


def test_an_error_inside_passes_the_turn_on():
    turn = FairLock()
    with pytest.raises(KeyError), turn:
        raise KeyError
    with turn:
        pass
