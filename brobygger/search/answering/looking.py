"""One look into the index: a question asked of the engine, its answer put in order, and hits made of it when shown."""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from brobygger.search.answering.hits import Answerer
from brobygger.search.engine.interface import Answer, Floats, Question
from brobygger.search.keeping.library import Library
from brobygger.search.queries import Hit
from brobygger.search.ranking.order import Ranking, rank
from brobygger.search.ranking.question import question_of
from brobygger.search.ranking.wishes import Wishes
from brobygger.search.understanding.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a question found, and all that is needed to look again with less."""

    wishes: Wishes
    question: Question
    answer: Answer
    ranking: Ranking
    library: Library
    gazetteer: Gazetteer

    @property
    def total(self) -> int:
        """How many there are."""
        return self.answer.total

    @property
    def fitting(self) -> int:
        """How many of the best there are that fit the person."""
        return int(np.count_nonzero(self.ranking.is_eligible))

    def hits(self, start: int, stop: int) -> tuple[Hit, ...]:
        """Return the hits at some places in the order."""
        return self.hits_at(range(start, min(stop, len(self.ranking.rows))))

    def hits_at(self, places: "range | list[int]") -> tuple[Hit, ...]:
        """Return the hits at these places in the order."""
        answerer = Answerer(
            wishes=self.wishes,
            terms=self.question.terms or (),
            has_meaning=self.question.vector is not None,
            library=self.library,
            gazetteer=self.gazetteer,
            at=self.question.at,
        )
        return answerer.hits([self.ranking.standing(place) for place in places])

    def again(self, question: Question, *, wishes: Wishes | None = None) -> "Found":
        """Return what another question finds in the same library; nothing is counted."""
        return _ask(wishes or self.wishes, replace(question, counted={}), self.library, self.gazetteer)


def look(
    wishes: Wishes, library: Library, gazetteer: Gazetteer, *, at: datetime, vector: Floats | None = None
) -> Found:
    """Return what is found for a question; deeper than usual when a page beyond the best is asked for."""
    question = question_of(wishes, library, at=at, vector=vector)
    found = _ask(wishes, question, library, gazetteer)
    wanted = min(found.total, wishes.filters.page * wishes.filters.page_size)
    if wanted <= len(found.answer.rows):
        return found
    # The last page begins where it begins, also when it was asked for by a number far beyond it.
    return _ask(wishes, replace(question, depth=wanted), library, gazetteer)


def _ask(wishes: Wishes, question: Question, library: Library, gazetteer: Gazetteer) -> Found:
    answer = library.engine.answer(question)
    return Found(
        wishes=wishes,
        question=question,
        answer=answer,
        ranking=rank(wishes, answer, library, at=question.at),
        library=library,
        gazetteer=gazetteer,
    )
