"""Searches in vain: what somebody asked for and did not find, made countable without telling of anybody.

Words: wording (what was written, made comparable), visit (one network on one day), readable (known in clear text,
only after ``ENOUGH_VISITS`` on one day). Pure; the acts are in ``services.py``, the rows in ``models.py``.
"""

import hmac
import re
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

from django.utils.crypto import salted_hmac

from brobygger.search.analysis.language import danish
from brobygger.search.analysis.tokens import words
from brobygger.search.queries import Hit, Result
from brobygger.search.understanding.concepts import ConceptBook

LONGEST_WORDING = 60
#: Below this score the best hit is far away, or for somebody else.
_GOOD_SCORE = 0.2
_DATA = Path(__file__).parents[1] / "data"
_DIGIT = re.compile(r"\d")


def is_in_vain(result: Result) -> bool:
    """Test whether a question in words found nothing good.

    No hit, or only such as are far away, for others, or merely like what was written: neither its words nor its
    topics are in them. Something is always the most alike, also when nobody offers what was asked for.
    """
    asked_in_words = bool(result.filters.text) and result.filters.page == 1
    return asked_in_words and not any(_is_good(hit) for hit in result.hits)


def _is_good(hit: Hit) -> bool:
    is_merely_alike = any(reason.kind == "meaning" for reason in hit.reasons)
    return hit.is_eligible and hit.score >= _GOOD_SCORE and not is_merely_alike


def wording_of(text: str) -> str:
    """Return a text in lower case with single spaces and no digits; empty when it is too long to be nobody's own."""
    wording = _DIGIT.sub("#", " ".join(words(text)))
    return wording if len(wording) <= LONGEST_WORDING else ""


def digest_of(wording: str) -> str:
    """Return what stands for a wording until it may be read: nobody without the portal's secret can work it out."""
    return salted_hmac("brobygger.search.in_vain", wording, algorithm="sha256").hexdigest()


def visit_mark(*, salt: str, network: str, subject: str) -> str:
    """Return the mark of one network's first search for something on the day of the salt."""
    return hmac.new(salt.encode(), f"{network}|{subject}".encode(), "sha256").hexdigest()


def is_ordinary(wording: str, concepts: ConceptBook) -> bool:
    """Test whether every word is one that our own lists know: no name, place, number or address is among them.

    The words of offers are not asked, as they hold the names of people and streets.
    """
    known = _ordinary_words(concepts)
    return bool(wording) and all(word in known for word in wording.split())


@lru_cache(maxsize=2)
def _ordinary_words(concepts: ConceptBook) -> frozenset[str]:
    """Return the words of the concepts and of the reviewed lists, in these forms only, but for those that are names."""
    language = danish()
    said = (
        word
        for topic in concepts.topics.values()
        for text in (*topic.labels, *topic.expressions)
        for word in words(text)
    )
    lists = (language.known, language.parts, language.stop_words, language.stems)
    return frozenset(word for word in (*said, *chain(*lists)) if word.isalpha()) - _names()


@cache
def _names() -> frozenset[str]:
    """Return the words that somebody may be called."""
    return frozenset((_DATA / "names_that_are_words.txt").read_text(encoding="utf-8").split())
