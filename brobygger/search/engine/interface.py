"""The seam: what an engine is asked and what it answers. Nothing of Danish, nothing of what people mean.

Ranking has two phases. The engine does the first over everything: match words and meaning, keep the filters, weigh the
place, count the facets, and hand up the best few hundred. The rules that a person can read (``ranking/order.py``) do
the second over those few. So another engine (OpenSearch, PostgreSQL) could stand behind this file: see docs/adr/0009.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from brobygger.search.documents import Document
from brobygger.search.queries import Pin, Sort

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
#: Numbers of documents in one engine; they mean nothing in another, or after a change.
Rows = NDArray[np.int32]
Term = tuple[str, float]

#: How often each term stands in each field ("title", "tags", "text").
Fields = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document made ready to be indexed.

    ``concepts`` are its own and all broader ones, ``digest`` (16 bytes) tells one content from another, ``vector`` is
    its meaning as ``meaning.vectors.quantize`` makes it, or None while nobody has worked it out.
    """

    document: Document
    fields: Fields
    concepts: frozenset[str]
    digest: bytes
    vector: NDArray[np.int8] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One group of filters: a document passes with at least one of ``values`` in ``field``.

    Fields: ``concepts``, ``delivery``, ``roles``, ``when`` (``mon`` … ``sun`` joined by OR, ``morning`` … ``evening``
    joined by OR, days and parts by AND), ``languages``, ``owner`` (an owner's key) and ``features`` (``free``,
    ``referral_free``, ``room``, ``companion``: known to be so; "not said" is not yes).
    """

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody is, and what nearness is worth (the section ``area`` of the weights, handed down whole).

    Own: the municipality is among the document's, or one of its spots lies there. Region: the document serves the
    region. National: the document says so, or says nothing of where. Near: the nearest spot is at most ``reach_km``
    away. The factor is the largest that applies of: ``elsewhere``; near: ``neighbour`` · 0.5^(km / ``halving_km``) +
    ``elsewhere``; national: ``national_remote`` when it can be used by phone or online, else ``national_in_person``;
    region: ``region``; but own counts ``own`` whatever else, times (0.85 + 0.15 · 0.5^(km / ``halving_km``)) when the
    point is precise (a document without a spot counts as if it were here). A document that is hidden in the
    municipality is not there at all, whatever the question.
    """

    municipality_code: str = ""
    region_code: str = ""
    lat: float | None = None
    lon: float | None = None
    is_precise: bool = False
    worth: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an engine is asked.

    Words: ``terms`` are weighted; ``None`` means no words, so that everything matches alike. A document matches when
    its text score is above ``least_share`` of the best score in reach (or above 0 when nothing is in reach).

    Meaning: with a ``vector`` (unit length), cosines are worked out for a pool: the 300 matching rows with the best
    text × place that pass the limits, and the 200 rows most alike among those that pass all limits (the place's too).
    Text is then (1 - ``meaning_share``) · text / best text + ``meaning_share`` · the cosine, stretched from 0 to 1 over
    the pool (0 outside it). The ``meaning_hits`` most alike of the pool match even when they share no word; the
    engine may find the most alike approximately.

    Place: ``place`` weighs, ``reach`` limits: ``everywhere``, ``in_reach`` (own, region, national or near; everything
    when nobody knows where) or ``local`` (own, region or national). With ``radius_km`` those further away than that
    are out, except local help that comes to the person (phone, online, home visit).

    People: documents whose stated ages or sex leave the person out stay, after all that fit (``is_eligible``); those
    more than ``far_outside_years`` from the stated ages are out when anything in reach fits.

    Order: ``sort``, eligible first; ties by text × place, then by ``lot``. ``depth`` rows are handed up.
    """

    terms: tuple[Term, ...] | None = None
    least_share: float = 0.0
    vector: Floats | None = None
    meaning_share: float = 0.0
    meaning_hits: int = 0
    place: Place | None = None
    reach: str = "in_reach"
    radius_km: float | None = None
    place_unknown: float = 1.0  # the factor of what is for one place only, when nobody knows where
    limits: Mapping[str, Limit] = field(default_factory=dict)
    age: int | None = None
    gender: str = ""
    far_outside_years: float = 999.0
    sort: Sort = Sort.BEST
    depth: int = 1_000
    #: Facets to count, by name, with the field of their values. A facet is counted beside all limits but its own.
    counted: Mapping[str, str] = field(default_factory=dict)
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an engine answers: ``total`` rows pass, the ``depth`` best of them are here, in order, with what is known.

    ``text`` is from 0 to 1, ``place`` is the factor, ``distance`` km (NaN: not known), ``next_at`` seconds since 1970
    (infinite: not known). ``counts`` hold every value of a facet that has at least one row.
    """

    total: int
    rows: Rows
    text: Floats
    place: Floats
    distance: Floats
    is_eligible: Mask
    in_reach: Mask
    is_local: Mask
    next_at: NDArray[np.float64]
    counts: Mapping[str, Mapping[str, int]]


class Features(Protocol):
    """What is known of some rows: arrays in the rows' order, gathered when asked for. Numbers as in ``columns.py``."""

    @property
    def age_min(self) -> NDArray[np.int16]:
        """The youngest age stated, ``NO_AGE_MIN`` when none is."""
        ...

    @property
    def age_max(self) -> NDArray[np.int16]:
        """The oldest age stated, ``NO_AGE_MAX`` when none is."""
        ...

    @property
    def gender(self) -> NDArray[np.uint8]:
        """Number in ``GENDERS``."""
        ...

    @property
    def roles(self) -> NDArray[np.uint8]:
        """Bits in the order of ``ROLES``."""
        ...

    @property
    def delivery(self) -> NDArray[np.uint8]:
        """Bits in the order of ``DELIVERIES``."""
        ...

    @property
    def slots(self) -> NDArray[np.uint32]:
        """Bits of the week, see ``slot_bits``."""
        ...

    @property
    def is_national(self) -> Mask:
        """For everybody, or nothing is said about where."""
        ...

    @property
    def free(self) -> NDArray[np.int8]:
        """1 yes, 0 no, -1 not said; ``referral_free``, ``companion`` and ``sober`` alike."""
        ...

    @property
    def referral_free(self) -> NDArray[np.int8]:
        """Whether one can come without being referred."""
        ...

    @property
    def companion(self) -> NDArray[np.int8]:
        """Whether somebody can go with the person."""
        ...

    @property
    def sober(self) -> NDArray[np.int8]:
        """Whether one must be sober there."""
        ...

    @property
    def capacity(self) -> NDArray[np.uint8]:
        """Number in ``CAPACITIES``; 0 when it is out of date at the question's time."""
        ...

    @property
    def assured(self) -> NDArray[np.float64]:
        """The day it was confirmed, as an ordinal; NaN when never."""
        ...

    @property
    def owner(self) -> NDArray[np.uint64]:
        """One number for each owner."""
        ...

    @property
    def lot(self) -> NDArray[np.uint32]:
        """The document's lot for the daily draw among equals."""
        ...

    @property
    def has_spot(self) -> Mask:
        """Whether it has a point to show on a map."""
        ...

    def has_any(self, name: str, values: Iterable[str]) -> Mask:
        """Return which rows have at least one of the values in ``concepts``, ``languages`` or ``municipalities``.

        Not to be written in: who asks the same again gets the same array.
        """
        ...

    def holds_any(self, terms: Iterable[str]) -> Mask:
        """Return which rows hold at least one of the terms."""
        ...


class Engine(Protocol):
    """One state of the index: a generation with the changes since. Any number of threads may ask it at once."""

    @property
    def size(self) -> int:
        """How many documents can be found."""
        ...

    def answer(self, question: Question) -> Answer:
        """Return the first phase's answer."""
        ...

    def features(self, rows: Rows, *, at: datetime) -> Features:
        """Return what is known of some rows."""
        ...

    def commonness(self, term: str) -> float:
        """Return the share of documents that hold a term (0 when it is unknown)."""
        ...

    def holds(self, row: int, term: str) -> bool:
        """Test whether a document holds a term."""
        ...

    def row_of(self, *, key: str = "", document_id: UUID | None = None) -> int | None:
        """Return the row of a document by its public key or its id; None when it is not here."""
        ...

    def ids(self, rows: Iterable[int]) -> list[UUID]:
        """Return the documents' ids."""
        ...

    def pins(self, rows: Iterable[int]) -> list[Pin]:
        """Return what a map shows."""
        ...

    def vector(self, row: int) -> Floats | None:
        """Return a document's meaning, unit length; None while it is not known."""
        ...

    def word_counts(self) -> Mapping[str, int]:
        """Return how often each word stands in the documents: what spelling and compounds are judged by."""
        ...

    def is_named(self, term: str) -> bool:
        """Test whether a term stands as a whole word in any title or tag: then it names something here."""
        ...

    def owners(self) -> int:
        """Return how many owners have at least one document."""
        ...

    def municipalities(self) -> Sequence[str]:
        """Return the codes that at least one document has."""
        ...
