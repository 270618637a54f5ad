"""Lists to walk through: needs as a tree, municipalities by region, organisations by letter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse

from brobygger.places.models import Municipality
from brobygger.taxonomy.selectors import ConceptNode

#: In the order of the Danish alphabet; names that begin with anything else stand under "#".
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ"
OTHER_LETTER = "#"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLink:
    """A link with how many offers are behind it."""

    label: str
    url: str
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A broad need with the narrower ones below it."""

    label: str
    url: str
    note: str
    count: int
    children: tuple[CountedLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGroup:
    """Links under one heading."""

    name: str
    links: tuple[CountedLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter above an index."""

    text: str
    url: str
    is_used: bool


def branches(tree: Iterable[ConceptNode], *, counts: Mapping[str, int]) -> list[Branch]:
    """Return the broad needs, each with its narrower ones, in the editors' order."""
    return [
        Branch(
            label=node.label,
            url=reverse("web:need", args=[node.key]),
            note=node.note,
            count=counts.get(node.key, 0),
            children=tuple(need_link(below.key, below.label, counts=counts) for below in node.narrower),
        )
        for node in tree
    ]


def need_link(key: str, label: str, *, counts: Mapping[str, int]) -> CountedLink:
    """Return the link to one need's page."""
    return CountedLink(label=label, url=reverse("web:need", args=[key]), count=counts.get(key, 0))


def regions(municipalities: Iterable[Municipality], *, counts: Mapping[str, int]) -> list[LinkGroup]:
    """Return the municipalities under their regions; both in alphabetical order."""
    rows = sorted(municipalities, key=lambda row: (row.region.name, row.slug))
    return [
        LinkGroup(
            name=name,
            links=tuple(
                CountedLink(label=row.name, url=reverse("web:local", args=[row.slug]), count=counts.get(row.code, 0))
                for row in group
            ),
        )
        for name, group in groupby(rows, key=lambda row: row.region.name)
    ]


def by_letter(links: Iterable[CountedLink]) -> list[LinkGroup]:
    """Return links under their first letters, as in a Danish index: Æ, Ø and Å last, Aa as Å."""
    ordered = sorted(links, key=lambda link: index_key(link.label))
    return [
        LinkGroup(name=letter, links=tuple(group))
        for letter, group in groupby(ordered, key=lambda link: first_letter(link.label))
    ]


def letters(groups: Sequence[LinkGroup]) -> list[Letter]:
    """Return the row of letters above an index; a letter without names leads nowhere."""
    used = {group.name for group in groups}
    shown = f"{ALPHABET}{OTHER_LETTER}" if OTHER_LETTER in used else ALPHABET
    return [Letter(text=letter, url=f"#bogstav-{letter}", is_used=letter in used) for letter in shown]


def first_letter(name: str) -> str:
    """Return the letter a name stands under."""
    first = _as_written_now(name)[:1].upper()
    return first if first and first in ALPHABET else OTHER_LETTER


def index_key(name: str) -> list[int]:
    """Return what to sort names by: the Danish alphabet, figures before it, spaces and signs left out."""
    return [ALPHABET.find(letter) for letter in _as_written_now(name).upper() if letter.isalnum()]


def search_query(**values: str | Sequence[str]) -> str:
    """Return a question as the part of an address after the question mark."""
    return urlencode({name: value for name, value in values.items() if value}, doseq=True)


def _as_written_now(name: str) -> str:
    """Write Aa as Å, as an index does, and leave out what stands before the first letter."""
    return name.lstrip(" \"'“”»«(").replace("Aa", "Å").replace("aa", "å")
