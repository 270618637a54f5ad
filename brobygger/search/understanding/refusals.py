"""What somebody does not want ("ikke i gruppe", "ikke for ældre"), and what they say that they do not have.

A name right after a negation is never taken for a wish or a need. Names of groups, activities and forms are then
refused, unless they are only missed ("har ikke en mentor"). Names of what is bad are denied ("ikke noget misbrug").
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from brobygger.search.labels import DELIVERY
from brobygger.search.understanding.concepts import ConceptBook
from brobygger.search.understanding.lists import wish_words
from brobygger.ui.languages import current_language

#: From the place of a word to the concepts it names.
Names = Callable[[int], Collection[str]]
_MOST_BETWEEN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One thing that is not wanted: offers known by one of ``concepts``, ``delivery`` or ``words``.

    ``not:<id>`` among the ignored guesses takes it away. ``names`` are what it is called, by language, when ``id``
    is no concept and no form.
    """

    id: str
    concepts: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    names: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """All refusals, the places of their words, and the concepts that a word must not tell, with where the "no" is."""

    refusals: tuple[Refusal, ...] = ()
    denied: Mapping[tuple[int, str], int] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()


def named_refusals(ids: Collection[str]) -> tuple[Refusal, ...]:
    """Return the refusals of things that are no concepts, such as ``religion``."""
    table = wish_words()["refusals"]
    return tuple(
        Refusal(
            id=name,
            concepts=tuple(table[name].get("concepts", "").split()),
            words=tuple(table[name].get("words", "").split()),
            names={"da": table[name]["name_da"], "en": table[name]["name_en"]},
        )
        for name in ids
        if name in table
    )


def refusal_label(refusal: Refusal, concepts: ConceptBook) -> str:
    """Return the name of what somebody does not want."""
    if refusal.names is not None:
        return refusal.names["en" if current_language().startswith("en") else "da"]
    return str(DELIVERY[refusal.id]) if refusal.id in DELIVERY else concepts.label(refusal.id)


def understand_refusals(
    tokens: Sequence[str], names: Names, facets: Mapping[str, str], *, ignored: Collection[str] = frozenset()
) -> Refused:
    """Return what is refused or denied among the concepts that words name."""
    refused: dict[str, str] = {}
    denied: dict[tuple[int, str], int] = {}
    hidden: set[int] = set()
    for place, word in enumerate(tokens):
        if word not in _set("words") and word not in _set("none"):
            continue
        for at in _named_after(tokens, place, names):
            for key in names(at):
                is_refused = _is_refused(tokens, place, facets[key])
                if is_refused and f"not:{key}" not in ignored and "unwanted" not in ignored:
                    refused.setdefault(key, facets[key])
                    hidden |= {place, at}
                if is_refused or _is_denied(tokens, place, at, key, facets[key]):
                    denied[at, key] = place
    return Refused(refusals=tuple(_refusals(refused)), denied=denied, hidden=frozenset(hidden))


def _refusals(refused: Mapping[str, str]) -> list[Refusal]:
    return [
        Refusal(id=key, delivery=(key,)) if facet == "delivery" else Refusal(id=key, concepts=(key,))
        for key, facet in refused.items()
    ]


def _named_after(tokens: Sequence[str], place: int, names: Names) -> list[int]:
    """Return the places of the names that a negation speaks of: "ikke motion eller kor"."""
    found: list[int] = []
    at = place + 1
    while at < len(tokens) and at <= place + _MOST_BETWEEN and tokens[at] in _set("between"):
        at += 1
    while at < len(tokens) and names(at):
        found.append(at)
        if at + 2 >= len(tokens) or tokens[at + 1] not in _set("also"):
            break
        at += 2
    return found


def _is_refused(tokens: Sequence[str], place: int, facet: str) -> bool:
    """Test whether a negated group, activity or form is unwanted, and not merely missed."""
    if facet == "need" or tokens[place] not in _set("words"):
        return False
    before = tokens[place - 1] if place else ""
    is_taste = tokens[place + 1 : place + 2] in (["til"], ["for"])
    return before not in _set("lack") or (before == "er" and is_taste)


def _is_denied(tokens: Sequence[str], place: int, at: int, key: str, facet: str) -> bool:
    """Test whether somebody says that they do not have what is named."""
    before = tokens[place - 1] if place else ""
    if before in _set("stands"):
        return False
    if facet == "target":
        return True
    if facet != "need" or tokens[at].endswith(tuple(_set("good_endings"))):
        return False
    return key not in _set("goods") or tokens[at] in _set("bad")


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(wish_words()["negation"][name].split())
