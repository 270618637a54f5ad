"""Suggestions while somebody types: needs, groups and activities first, then places, then offers by their titles.

Nothing is remembered of what was typed. Matching forgives æ, ø and å written otherwise, and one slip.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from threading import Lock, Thread
from uuid import UUID

from brobygger.search.keeping.library import Library, current_library
from brobygger.search.keeping.titles import TitleIndex, index_titles, read_titles, titles_of
from brobygger.search.suggestions.names import OTHER, PROPER, SAYING, Name, NameIndex, folded
from brobygger.search.understanding.concepts import FIELD_OF_FACET, ConceptBook, Topic
from brobygger.search.understanding.gazetteer import Gazetteer

MOST = 10
LONGEST_TYPED = 80
_MOST_CONCEPTS, _MOST_PLACES, _MOST_OFFERS = 5, 3, 4
_LEAST_TYPED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One thing that was perhaps meant.

    ``kind`` is ``concept`` (``value`` is its key, ``facet`` its field of ``Filters``), ``place`` (``value`` is what to
    write under "Hvor?") or ``offer`` (``value`` is its public key). ``hint`` tells it from others of the same name.
    """

    kind: str
    value: str
    label: str
    hint: str = ""
    facet: str = ""


def suggest(*, typed: str, only_places: bool = False) -> tuple[Suggestion, ...]:
    """Return at most ten suggestions, best first within each kind: concepts, places, offers.

    One small query, and one more when offers are among them. Only when nothing at all fits is one slip forgiven.
    """
    text = folded(typed[:LONGEST_TYPED])
    if len(text) < _LEAST_TYPED:
        return ()
    library = current_library()
    places = _places(library.gazetteer)
    if only_places:
        return places.named(places.index.keys(text) or places.index.repaired(text), most=MOST)
    concepts, titles = _concepts(library.concepts), _titles_of(library)
    found = concepts.index.keys(text), places.index.keys(text), titles.matching(text, limit=_MOST_OFFERS)
    if not any(found):
        found = (
            concepts.index.repaired(text),
            places.index.repaired(text),
            titles.matching(text, limit=_MOST_OFFERS, forgives=True),
        )
    return (
        *concepts.named(found[0], most=_MOST_CONCEPTS),
        *places.named(found[1], most=_MOST_PLACES),
        *_offers(found[2], library),
    )[:MOST]


@dataclass(frozen=True, slots=True)
class _Named:
    """An index of names, and what to suggest for each key."""

    index: NameIndex
    suggestions: dict[str, Suggestion]
    topics: dict[str, Topic]

    def named(self, keys: Iterable[str], *, most: int) -> tuple[Suggestion, ...]:
        return tuple(self._suggestion(key) for key in islice(keys, most))

    def _suggestion(self, key: str) -> Suggestion:
        """Concepts have their name in the active language, places only one."""
        topic = self.topics.get(key)
        if topic is None:
            return self.suggestions[key]
        return Suggestion(kind="concept", value=key, label=topic.name, facet=FIELD_OF_FACET[topic.facet])


@lru_cache(maxsize=2)
def _concepts(book: ConceptBook) -> _Named:
    """Return the concepts that can be filtered by, needs before groups before activities."""
    order = list(FIELD_OF_FACET)
    topics = {topic.key: topic for topic in book.topics.values() if topic.facet in FIELD_OF_FACET}
    names = (
        Name(folded(text), rank, topic.key, order.index(topic.facet))
        for topic in topics.values()
        for rank, texts in (
            (PROPER, (topic.name_da, topic.name_en)),
            (OTHER, topic.labels[2:]),
            (SAYING, topic.expressions),
        )
        for text in texts
    )
    return _Named(index=NameIndex(names), suggestions={}, topics=topics)


class _PlaceNames:
    """The places of the gazetteer in use; made anew when it is another."""

    def __init__(self) -> None:
        self._made: tuple[Gazetteer, _Named] | None = None

    def __call__(self, gazetteer: Gazetteer) -> _Named:
        """Return municipalities before towns and postcodes."""
        if self._made is None or self._made[0] is not gazetteer:
            self._made = (gazetteer, _name_places(gazetteer))
        return self._made[1]


_places = _PlaceNames()


def _name_places(gazetteer: Gazetteer) -> _Named:
    names: list[Name] = []
    suggestions: dict[str, Suggestion] = {}
    for area in gazetteer.areas.values():
        suggestions[area.code] = Suggestion(kind="place", value=area.name, label=area.name)
        names.append(Name(folded(area.name), PROPER, area.code))
    for slug, place in gazetteer.places.items():
        if not slug.isdigit():
            continue
        label = f"{slug} {place.name}"
        municipality = gazetteer.name_of(place.municipality_code)
        suggestions[label] = Suggestion(kind="place", value=label, label=label, hint=municipality)
        names += [Name(folded(place.name), OTHER, label), Name(folded(label), OTHER, label)]
    return _Named(index=NameIndex(names), suggestions=suggestions, topics={})


def _offers(ids: list[UUID], library: Library) -> Iterator[Suggestion]:
    """Give offers as they are now; what was withdrawn a moment ago is left out."""
    for document in filter(None, library.remembered.fetch(ids)):
        yield Suggestion(kind="offer", value=document.key, label=document.title, hint=document.owner_name)


class _Titles:
    """The titles of this process: those of the file it answers from, or of the few documents it holds in memory.

    What was published since the file was made is suggested when the next one is; it is found by searching at once.
    """

    def __init__(self) -> None:
        self._of: object = None
        self._index = index_titles(())
        self._lock = Lock()

    def __call__(self, library: Library) -> TitleIndex:
        """Return the titles of a library; the last ones while new ones have to be made beside."""
        state = library.mark or (library.number, library.stamp)
        if state == self._of:
            return self._index
        found = read_titles(index=library.path) if library.path else index_titles(titles_of(library.engine))
        if found is not None:
            self._index, self._of = found, state
        elif not self._lock.locked():
            Thread(target=self._make, args=(library, state), daemon=True).start()
        return self._index

    def _make(self, library: Library, state: object) -> None:
        with self._lock:
            self._index, self._of = index_titles(titles_of(library.engine)), state


_titles_of = _Titles()
