"""The question as it stands in an address: what is kept when one thing is added, changed or taken away."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from brobygger.search import forms as search

#: As they stand in an address; how to show the answer comes last.
NAMES = (*search.NAMES, "vis")
_PLACE_OF = {name: place for place, name in enumerate(NAMES)}
#: What is about the words or the place, and is left behind when somebody writes new ones.
ABOUT_THE_WORDS = frozenset({"q", "hvor", "radius", "lat", "lon", "behov", "maalgruppe", "aktivitet", "ikke", "side"})
#: What no filter is: it stays when every filter is taken away.
_NOT_A_FILTER = frozenset({"q", "hvor", "lat", "lon", "vis"})


@dataclass(frozen=True, slots=True)
class Question:
    """A question as pairs of name and value; every change gives a new one, back on the first page."""

    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> str:
        """The part of an address after the question mark."""
        return urlencode(self.pairs)

    def get(self, name: str) -> str:
        """Return the first value of a name, or nothing."""
        return next((value for key, value in self.pairs if key == name), "")

    def having(self, name: str, value: str) -> "Question":
        """The same question with one name given one value only."""
        return _ordered([*self.without(name).pairs, (name, value)])

    def also(self, name: str, value: str) -> "Question":
        """The same question with one more value of a name."""
        return _ordered([*self.without(name, value).pairs, (name, value)])

    def without(self, name: str, value: str | None = None) -> "Question":
        """The same question less one name, or less one of its values."""
        return _ordered(
            pair for pair in self.pairs if not (pair[0] == name and value in (None, pair[1])) and pair[0] != "side"
        )

    def without_filters(self) -> "Question":
        """The words and the place alone."""
        return Question(tuple(pair for pair in self.pairs if pair[0] in _NOT_A_FILTER))

    def beyond(self, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return the pairs of all other names: a form's hidden fields."""
        left_out = frozenset(names)
        return tuple(pair for pair in self.pairs if pair[0] not in left_out)


def question_from(query: str) -> Question:
    """Return the question in an address: known names only."""
    return _ordered(pair for pair in parse_qsl(query) if pair[0] in _PLACE_OF)


def _ordered(pairs: Iterable[tuple[str, str]]) -> Question:
    """Put pairs in the order of an address."""
    return Question(tuple(sorted(pairs, key=lambda pair: _PLACE_OF[pair[0]])))
