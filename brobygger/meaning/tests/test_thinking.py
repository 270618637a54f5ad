"""A question is worked out in a second thread; who cannot wait answers without."""

import os
from collections.abc import Iterator
from threading import Event, active_count

import numpy as np
import pytest

from brobygger.meaning.encoder import Encoder
from brobygger.meaning.thinking import Thinker


class Work:
    """Works out nothing, as slowly as the test wants."""

    def __init__(self) -> None:
        self.go_on = Event()
        self.begun = Event()
        self.done: list[str] = []

    def __call__(self, text: str) -> np.ndarray:
        self.begun.set()
        self.go_on.wait(5)
        if text == "bad":
            raise ValueError
        self.done.append(text)
        return np.ones(3, np.float32)


@pytest.fixture
def work() -> Iterator[Work]:
    """Work that waits until it is told to go on."""
    work = Work()
    yield work
    work.go_on.set()


class TestBegin:
    def test_makes_no_thread_before_it_is_asked(self, work: Work) -> None:
        before = active_count()

        Thinker(work)

        assert active_count() == before

    def test_gives_nothing_to_who_cannot_wait_and_the_vector_to_the_next(self, work: Work) -> None:
        thinker = Thinker(work)

        first = thinker.begin("ensom").result(0.01)
        work.go_on.set()

        assert first is None
        assert thinker.begin("ensom").result(5) is not None
        assert thinker.begin("ensom").result(0) is not None
        assert work.done == ["ensom"]

    def test_lets_who_asks_the_same_wait_for_the_same(self, work: Work) -> None:
        thinker = Thinker(work)

        assert thinker.begin("ensom") is thinker.begin("ensom")

    def test_turns_away_when_many_wait(self, work: Work) -> None:
        thinker = Thinker(work)
        thinker.begin("being worked out")
        work.begun.wait(5)

        waiting = [thinker.begin(f"text {number}") for number in range(9)]

        assert waiting[-1].result(60) is None
        work.go_on.set()
        assert waiting[0].result(5) is not None

    def test_goes_on_after_a_text_that_cannot_be_worked_out(self, work: Work) -> None:
        thinker = Thinker(work, errors=(ValueError,))
        work.go_on.set()

        assert thinker.begin("bad").result(5) is None
        assert thinker.begin("good").result(5) is not None

    def test_forgets_the_oldest(self, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("brobygger.meaning.thinking._MOST_REMEMBERED", 2)
        thinker = Thinker(work)
        work.go_on.set()

        for text in ("one", "two", "one", "three", "one", "two"):
            thinker.begin(text).result(5)

        assert work.done == ["one", "two", "three", "two"]


class TestAfterAFork:
    def test_thinks_in_the_child_too(self, encoder: Encoder) -> None:
        """As gunicorn does it: the model is opened and even used before the fork."""
        encoder.begin("før").result(5)
        reading, writing = os.pipe()

        child = os.fork()
        if child == 0:
            vector = encoder.begin("efter").result(10)
            known = encoder.begin("før").result(0)
            os.write(writing, b"y" if vector is not None and known is not None else b"n")
            os._exit(0)
        os.waitpid(child, 0)

        assert os.read(reading, 1) == b"y"
        assert encoder.begin("efter").result(10) is not None
