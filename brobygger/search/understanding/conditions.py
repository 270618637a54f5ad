"""What is wished besides the need: its price, its way in, its form, its language (``data/wishes.toml``)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from brobygger.search.understanding.lists import wish_words
from brobygger.search.understanding.sayings import WISH, Heard

_SWITCHES = ("free", "room", "referral_free", "companion", "sober", "outside", "anonymous")
_DELIVERY, _NOT = "delivery ", "not "
#: "på engelsk", "taler arabisk": only beside these words a language is a wish, not a subject.
_BEFORE = frozenset("på in taler tale talt snakker snakke speak speaks speaking kan forstår forstå min and".split())
_LEARNING = frozenset(
    """lære lærer lært undervisning kursus kurser hjælp lektiehjælp øve læse skrive learn lessons class tolk fra til
    bedre blive""".split()
)
_ENDINGS = ("talende", "sproget", "sprogede", "sprogede", "sproglig")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The wishes that were heard. ``switches`` are of ``free``, ``room``, ``referral_free``, ``companion``, ``sober``,
    ``outside`` and ``anonymous``; ``hidden`` are places of words that said only this."""

    switches: frozenset[str] = frozenset()
    delivery: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    hidden: frozenset[int] = field(default_factory=frozenset)


def understand_conditions(tokens: Sequence[str], heard: Iterable[Heard], *, ignored: frozenset[str]) -> Conditions:
    """Return what is wished; guesses in ``ignored`` (``free``, ``delivery``, ``not:religion`` …) are not made."""
    found: dict[str, set[int]] = {}
    for topic, places in heard:
        name = topic.removeprefix(WISH)
        if topic.startswith(WISH) and name in wish_words()["wishes"] and _id_of(name) not in ignored:
            found.setdefault(name, set()).update(places)
    refused = (
        tuple(name.removeprefix(_NOT) for name in found if name.startswith(_NOT)) if "unwanted" not in ignored else ()
    )
    return Conditions(
        switches=frozenset(found).intersection(_SWITCHES),
        delivery=_deliveries(found),
        refused=() if "unwanted" in ignored else tuple(refused),
        languages=() if "language" in ignored else tuple(dict.fromkeys(_languages(tokens))),
        hidden=frozenset(place for name, places in found.items() for place in _hidden(name, places, tokens)),
    )


def _id_of(name: str) -> str:
    """Return the guess that a wish is: what takes it away."""
    if name.startswith(_DELIVERY):
        return "delivery"
    return name.replace(" ", ":")


def _deliveries(found: Iterable[str]) -> tuple[str, ...]:
    """Return the wished forms; "kan ikke ringe" and "kan ikke komme ud" leave several open."""
    ways = [name.removeprefix(_DELIVERY).split() for name in found if name.startswith(_DELIVERY)]
    ways.sort(key=len)
    return tuple(dict.fromkeys(way for several in ways for way in several))


def _hidden(name: str, places: Iterable[int], tokens: Sequence[str]) -> Iterator[int]:
    whole, begun = _hides(name)
    for place in places:
        if tokens[place] in whole or (begun and tokens[place].startswith(begun)) or "*" in whole:
            yield place


@cache
def _hides(name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words, and the beginnings of words, that say only a wish."""
    forms = wish_words()["hides"].get(name, "").split()
    return frozenset(form for form in forms if form == "*" or not form.endswith("*")), tuple(
        form[:-1] for form in forms if form.endswith("*") and form != "*"
    )


def _languages(tokens: Sequence[str]) -> Iterator[str]:
    """Give the languages somebody wants to be spoken with in."""
    codes = _codes()
    for before, word in pairwise(("", *tokens)):
        if word in codes and before in _BEFORE and _LEARNING.isdisjoint(tokens):
            yield codes[word]
        ending = next((ending for ending in _ENDINGS if word.endswith(ending)), "")
        if ending and (code := codes.get(word.removesuffix(ending).rstrip("-"))) is not None:
            yield code
    for word, after in pairwise(tokens):
        if word in codes and after in {"speaking", "talende", "speakers"}:
            yield codes[word]


@cache
def _codes() -> dict[str, str]:
    return {form: code for code, forms in wish_words()["languages"].items() for form in forms.split()}
