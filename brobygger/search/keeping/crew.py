"""Who reads the documents for one builder: the builder itself, and a helper process for each further processor.

A helper is told what to do through its standard input, answers the same way, and ends when the builder does, however
that happens. What a helper does not finish, the builder does: without helpers everything is done here.
"""

import os
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any, Self

import structlog

from brobygger.search.analysis.analyzer import Analyzer
from brobygger.search.engine.files import gather
from brobygger.search.engine.gathering import Gathered
from brobygger.search.keeping.entries import Span, all_contents, all_entries, count_all_words
from brobygger.search.understanding.concepts import ConceptBook, Topic

log = structlog.get_logger("brobygger.search")

#: More helpers gain little: what is done alone takes as long as four of them.
_MOST_HELPERS = 3
_Answers = SimpleQueue[tuple[Span, Any] | None]


class Worker:
    """Reads documents span by span, in whatever process it is."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._concepts = ConceptBook(topics)
        self._analyzer: Analyzer | None = None
        self._model = ""

    def count(self, span: Span) -> Counter[str]:
        """Return how often each word stands in a span's documents."""
        return count_all_words(content for _id, content in all_contents(span))

    def learn(self, counts: Counter[str], model: str) -> None:
        """Take the words of all documents, which tell how each of them is to be taken apart."""
        self._analyzer, self._model = Analyzer.of_counts(counts), model

    def gather(self, span: Span) -> Gathered:
        """Return what a span's documents leave behind in the index."""
        if self._analyzer is None:
            raise RuntimeError("learn first")
        return gather(all_entries(analyzer=self._analyzer, concepts=self._concepts, model=self._model, span=span))


class Crew:
    """A worker here, and as many elsewhere as there are helpers."""

    def __init__(self, concepts: ConceptBook, *, helpers: int) -> None:
        self._topics = tuple(concepts.topics.values())
        self._ours = Worker(self._topics)
        self._wanted = helpers
        self._helpers: list[_Helper] = []
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        try:
            for _ in range(self._wanted):
                self._helpers.append(_Helper(self._topics))
                self._stack.callback(self._helpers[-1].end)
        except OSError as error:
            log.warning("index_helper_failed", error=type(error).__name__)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def learn(self, counts: Counter[str], model: str) -> None:
        """Tell everybody the words of all documents."""
        for helper in self._helpers:
            helper.tell("learn", counts, model)
        self._ours.learn(counts, model)

    def count(self, spans: Sequence[Span]) -> Iterator[tuple[Span, Counter[str]]]:
        """Give each span, in any order, with its words."""
        return self._shared("count", spans)

    def gather(self, spans: Sequence[Span]) -> Iterator[tuple[Span, Gathered]]:
        """Give each span, in any order, with what it leaves behind."""
        return self._shared("gather", spans)

    def _shared(self, name: str, spans: Sequence[Span]) -> Iterator[tuple[Span, Any]]:
        """Do one thing with every span: whoever has time takes the next one."""
        waiting = deque(spans)
        answers: _Answers = SimpleQueue()
        for helper in self._helpers:
            Thread(target=helper.work, args=(name, waiting, answers), daemon=True).start()
        left = len(spans)
        while left:
            answer = self._own(name, waiting) if answers.empty() else answers.get()
            answer = answer or answers.get()
            if answer is not None:
                left -= 1
                yield answer

    def _own(self, name: str, waiting: deque[Span]) -> tuple[Span, Any] | None:
        try:
            span = waiting.popleft()
        except IndexError:
            return None
        return span, getattr(self._ours, name)(span)


class _Helper:
    """Another process of ours that reads documents."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._line, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-m", "brobygger", "index", "help-build"]
            self._process = subprocess.Popen(command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL)  # noqa: S603
        self._is_there = True
        self._line.send(topics)

    def tell(self, *what: Any) -> None:
        """Tell it something that it does not answer."""
        try:
            self._line.send(what)
        except OSError:
            self._is_there = False

    def work(self, name: str, waiting: deque[Span], answers: _Answers) -> None:
        """Let it take spans as long as there are any. When it is gone, put its last one back and say so."""
        while self._is_there:
            try:
                span = waiting.popleft()
            except IndexError:
                return
            try:
                self._line.send((name, span))
                answers.put((span, self._line.recv()))
            except (OSError, EOFError) as error:
                log.warning("index_helper_failed", error=type(error).__name__)
                self._is_there = False
                waiting.append(span)
                answers.put(None)

    def end(self) -> None:
        """Let it go."""
        self._line.close()
        self._process.kill()
        self._process.wait()


def helpers_here() -> int:
    """Return how many helpers have a processor to themselves here."""
    return min(_MOST_HELPERS, len(os.sched_getaffinity(0)) - 1) if hasattr(os, "sched_getaffinity") else 0


def help_a_builder(line: Connection) -> None:
    """Do what the builder at the other end asks, until it is gone."""
    try:
        worker = Worker(line.recv())
        while True:
            name, *said = line.recv()
            answer = getattr(worker, name)(*said)
            if name != "learn":
                line.send(answer)
    except (EOFError, OSError):
        return
