"""What generated offers are made of: real offers without their own names, concepts, towns by population."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from brobygger.places.models import Municipality, Postcode
from brobygger.search.documents import Document
from brobygger.search.keeping.codec import decode
from brobygger.search.models import IndexedDocument
from brobygger.search.understanding.concepts import ConceptBook, load_concepts

#: What the keys of generated offers begin with.
KEY = "opdigtet-"
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A real offer with its own names taken out: ``{by}`` where its town stood, ``{hvem}`` where its owner stood."""

    real: Document
    title: str
    summary: str
    sentences: tuple[str, ...]
    kin: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A postcode with its point and its municipality."""

    code: str
    name: str
    lat: float
    lon: float
    municipality_code: str
    municipality_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What offers are made of."""

    patterns: tuple[Pattern, ...]
    book: ConceptBook
    towns: tuple[Town, ...]
    weights: tuple[float, ...]


def read_material() -> Material:
    """Return what a database with the demo register holds: real offers, concepts, towns by population."""
    rows = IndexedDocument.objects.in_order().exclude(content__contains=f'"key":"{KEY}')
    real = [decode(content) for content in rows.values_list("content", flat=True)]
    named = {row.code: row for row in Municipality.objects.without_border()}
    towns = [
        Town(
            code=row.code,
            name=row.name,
            lat=row.lat,
            lon=row.lon,
            municipality_code=row.municipality_id,
            municipality_name=named[row.municipality_id].name,
        )
        for row in Postcode.objects.in_order()
    ]
    count = {code: sum(town.municipality_code == code for town in towns) for code in named}
    weights = [named[town.municipality_code].population / count[town.municipality_code] for town in towns]
    book = load_concepts()
    return Material(
        patterns=tuple(_patterns(real, book, named)),
        book=book,
        towns=tuple(towns),
        weights=tuple(accumulate(weights)),
    )


def _patterns(real: Sequence[Document], book: ConceptBook, named: dict[str, Municipality]) -> Iterator[Pattern]:
    by_need: dict[str, list[int]] = {}
    for number, document in enumerate(real):
        for key in _needs(document, book):
            by_need.setdefault(key, []).append(number)
    for number, document in enumerate(real):
        kin = sorted({other for key in _needs(document, book) for other in by_need[key][:60]} | {number})
        yield Pattern(
            real=document,
            title=_without_names(document.title, document, named),
            summary=_without_names(document.summary, document, named),
            sentences=tuple(_SENTENCE.split(_without_names(document.body, document, named))),
            kin=tuple(kin),
        )


def _needs(document: Document, book: ConceptBook) -> list[str]:
    """Return its themes; the one that half of all offers have says too little."""
    needs = [key for key in document.concepts if key in book.topics and book.topics[key].facet == "need"]
    return [key for key in needs if key != "ensomhed"] or needs or ["andet"]


def _without_names(text: str, document: Document, named: dict[str, Municipality]) -> str:
    text = text.replace("{", "(").replace("}", ")")
    names = [document.owner_name, document.owner_name.rsplit(" ", 1)[0]]
    for name in names:
        if len(name) > 3:
            text = text.replace(name, "{hvem}")
    towns = [named[code].name for code in document.municipality_codes if code in named]
    towns += [spot.label.rsplit(" ", 1)[-1] for spot in document.spots]
    for name in towns:
        if len(name) > 2:
            text = text.replace(name, "{by}")
    return text
