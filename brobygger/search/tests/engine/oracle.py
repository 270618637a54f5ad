"""The oracle: an engine in plain Python, slow and obvious, that the fast one is compared with.

One loop over the documents for each thing asked, no index, no arrays but in what is handed out. Where the fast engine
keeps a number in single precision, ``single`` rounds it here, so that both say the same to the last bit and the order
of hits can be compared too.
"""

import struct
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, fsum, inf, isnan, nan, radians, sqrt
from uuid import UUID

import numpy as np

from brobygger.search.engine.bm25f import FIELD_WEIGHTS, FULL, WHOLE_WORD, lengths_of, rarity, saturations
from brobygger.search.engine.columns import CAPACITIES, DAYS, DELIVERIES, PARTS_OF_DAY, ROLES, lot_of, when_bits
from brobygger.search.engine.columns import slot_bits as bits_of_slots
from brobygger.search.engine.interface import Answer, Entry, Floats, Limit, Place, Question, Rows
from brobygger.search.engine.properties import home_of
from brobygger.search.queries import Pin, Sort
from brobygger.search.tests.engine.oracle_features import OracleFeatures, room_at

KM_A_DEGREE = 6371.0088 * radians(1)
REMOTE, NO_TRAVEL = {"phone", "online"}, {"phone", "online", "home_visit"}
MOST_BY_TEXT, MOST_BY_MEANING = 300, 200


def single(number: float) -> float:
    """Round to single precision."""
    return float(struct.unpack("f", struct.pack("f", number))[0])


@dataclass(slots=True)
class Known:
    """What is worked out of one document for one question."""

    row: int
    entry: Entry
    text: float = 0.0
    place: float = 1.0
    distance: float = nan
    is_eligible: bool = True
    is_local: bool = True
    in_reach: bool = True
    is_within: bool = True
    matches: bool = False

    @property
    def score(self) -> float:
        return single(self.text * self.place)


class OracleEngine:
    """An ``Engine`` over a list: rows by municipality and id, changed ones after them."""

    def __init__(
        self,
        entries: Iterable[Entry],
        *,
        about: Mapping[str, str | int | None] | None = None,
        words: Mapping[str, int] | None = None,
    ) -> None:
        self.about = dict(about or {})
        self._words = dict(words or {})
        self._entries = sorted(entries, key=lambda entry: (home_of(entry), entry.document.id))
        self._gone: frozenset[int] = frozenset()
        self._base = len(self._entries)
        self._holders: dict[str, int] = {}
        for entry in self._entries:
            for term in _terms(entry):
                self._holders[term] = self._holders.get(term, 0) + 1
        lengths = [lengths_of(entry.fields) for entry in self._entries]
        self._average = {
            name: max(1.0, fsum(of[name] for of in lengths) / max(1, self._base)) for name in FIELD_WEIGHTS
        }

    def changed(self, put: Sequence[Entry], gone: Collection[UUID]) -> "OracleEngine":
        """Return the next state: some documents put in or replaced, some taken out; what a term is worth stays."""
        latest = {entry.document.id: entry for entry in put}
        leaving = {*gone, *latest}
        after = object.__new__(OracleEngine)
        after.__dict__.update(self.__dict__)
        after._gone = self._gone | {row for row, entry in self._live() if entry.document.id in leaving}
        after._entries = [*self._entries, *(entry for entry in latest.values() if entry.document.id not in gone)]
        return after

    @property
    def size(self) -> int:
        return len(list(self._live()))

    def _live(self) -> Iterator[tuple[int, Entry]]:
        return ((row, entry) for row, entry in enumerate(self._entries) if row not in self._gone)

    # --- asking -----------------------------------------------------------------------------------------------------

    def answer(self, question: Question) -> Answer:
        here = question.place.municipality_code if question.place else ""
        known = [Known(row, entry) for row, entry in self._live() if not here or here not in entry.document.hidden_in]
        self._weigh_text(known, question)
        for one in known:
            _weigh_place(one, question)
            one.is_eligible = fits(one.entry, question)
        best_near = max((one.text for one in known if one.in_reach), default=0.0)
        least = single(single(question.least_share) * best_near) if question.terms is not None else 0.0
        for one in known:
            one.matches = one.text > least
        if question.vector is not None:
            self._blend_meaning(known, question)
        if any(one.matches and one.in_reach and one.is_eligible for one in known):
            for one in known:
                one.matches = one.matches and not is_far_outside(one.entry, question)
        found = [one for one in known if one.matches and one.is_within and passes(one.entry, question)]
        found.sort(key=lambda one: _order(one, question))
        return _answered(found, question, counts=_counts(known, question))

    def _weigh_text(self, known: list[Known], question: Question) -> None:
        """Give each its share of the best text."""
        for one in known:
            one.text = 1.0 if question.terms is None else self._score(one.entry, question.terms)
        best = max((one.text for one in known), default=0.0)
        if best > 0:
            for one in known:
                one.text = single(one.text / best)

    def _score(self, entry: Entry, terms: Iterable[tuple[str, float]]) -> float:
        held = saturations(entry.fields, self._average)
        score = 0.0
        for term, weight in sorted(terms):
            if held.get(term):
                factor = single(weight * rarity(self._holders.get(term, 1), self._base) / FULL)
                score = single(score + single(held[term] * factor))
        return score

    def _blend_meaning(self, known: list[Known], question: Question) -> None:
        """Blend text and meaning over the pool, and let the most alike match."""
        passing = [one for one in known if passes(one.entry, question)]
        by_text = sorted((one for one in passing if one.matches), key=lambda one: (-one.score, one.row))[:MOST_BY_TEXT]
        like = {one.row: self._cosine(one.entry, question.vector) for one in passing if one.entry.vector is not None}
        alike = sorted(
            (one for one in passing if one.row in like and one.is_within), key=lambda o: (-like[o.row], o.row)
        )
        pool = {one.row: one for one in (*by_text, *alike[:MOST_BY_MEANING]) if one.row in like}
        share, rest = single(question.meaning_share), single(1 - question.meaning_share)
        for one in known:
            one.text = single(one.text * rest)
        if pool:
            least, most = min(like[row] for row in pool), max(like[row] for row in pool)
            for row, one in pool.items():
                stretched = single(single(like[row] - least) / single(most - least)) if most > least else 1.0
                one.text = single(one.text + single(share * stretched))
            for row in sorted(pool, key=lambda row: (-like[row], row))[: question.meaning_hits]:
                pool[row].matches = True

    def _cosine(self, entry: Entry, vector: Floats | None) -> float:
        pairs = zip(
            (vector if vector is not None else ()), (entry.vector if entry.vector is not None else ()), strict=True
        )
        return single(single(fsum(float(asked) * int(held) for asked, held in pairs)) / 127)

    # --- the rest of the interface ------------------------------------------------------------------------------------

    def features(self, rows: Rows, *, at: datetime) -> OracleFeatures:
        return OracleFeatures([self._entries[int(row)] for row in rows], at)

    def commonness(self, term: str) -> float:
        """Replaced documents count until the next generation."""
        return sum(term in _terms(entry) for entry in self._entries) / max(1, len(self._entries))

    def holds(self, row: int, term: str) -> bool:
        return term in _terms(self._entries[row])

    def row_of(self, *, key: str = "", document_id: UUID | None = None) -> int | None:
        for row, entry in self._live():
            if entry.document.id == document_id or (key and entry.document.key == key):
                return row
        return None

    def ids(self, rows: Iterable[int]) -> list[UUID]:
        return [self._entries[int(row)].document.id for row in rows]

    def pins(self, rows: Iterable[int]) -> list[Pin]:
        documents = [self._entries[int(row)].document for row in rows]
        return [
            Pin(key=d.key, title=d.title, spots=tuple((spot.lat, spot.lon, spot.precision) for spot in d.spots))
            for d in documents
        ]

    def vector(self, row: int) -> Floats | None:
        held = self._entries[row].vector
        return None if held is None else np.array([single(int(number) / 127) for number in held], dtype=np.float32)

    def digests(self) -> Iterator[tuple[UUID, bytes]]:
        return ((entry.document.id, entry.digest) for _row, entry in self._live())

    def word_counts(self) -> Mapping[str, int]:
        return self._words

    def is_named(self, term: str) -> bool:
        return any(
            entry.fields.get(name, {}).get(term, 0.0) >= WHOLE_WORD
            for entry in self._entries
            for name in ("title", "tags")
        )

    def owners(self) -> int:
        return len({entry.document.owner_key for _row, entry in self._live()})

    def municipalities(self) -> Sequence[str]:
        return sorted({code for _row, entry in self._live() for code in codes(entry)})


# --- rules, one document at a time ------------------------------------------------------------------------------------


def _terms(entry: Entry) -> set[str]:
    return {term for name in FIELD_WEIGHTS for term in entry.fields.get(name, {})}


def codes(entry: Entry) -> set[str]:
    """Return the municipalities a document is for or in."""
    spots = {spot.municipality_code for spot in entry.document.spots}
    return ({*entry.document.municipality_codes} | spots) - {""}


def is_national(entry: Entry) -> bool:
    return entry.document.is_national or not (entry.document.region_codes or codes(entry))


def distance_to(entry: Entry, place: Place) -> float:
    """Return km to the nearest spot, on a plane as wide as it is where the person stands; NaN when unknown."""
    if place.lat is None or place.lon is None:
        return nan
    wide = KM_A_DEGREE * cos(radians(place.lat))
    kms = (
        sqrt(((single(spot.lon) - place.lon) * wide) ** 2 + ((single(spot.lat) - place.lat) * KM_A_DEGREE) ** 2)
        for spot in entry.document.spots
    )
    return min((single(km) for km in kms if not isnan(km)), default=nan)


def _weigh_place(one: Known, question: Question) -> None:
    """Fill in what place is worth, and whether the document is in reach."""
    place = question.place or Place()
    if place.lat is None and not place.municipality_code and not place.region_code:
        one.place = 1.0 if is_national(one.entry) else single(question.place_unknown)
        return
    worth, document = place.worth, one.entry.document
    own, region = place.municipality_code in codes(one.entry), place.region_code in set(document.region_codes) - {""}
    one.distance = distance_to(one.entry, place)
    is_near = one.distance <= worth["reach_km"]
    decay = 0.0 if isnan(one.distance) else 0.5 ** (one.distance / worth["halving_km"])
    factors = [worth["elsewhere"]]
    if is_near:
        factors.append(worth["neighbour"] * decay + worth["elsewhere"])
    if is_national(one.entry):
        factors.append(worth["national_remote" if REMOTE & {*document.delivery} else "national_in_person"])
    if region:
        factors.append(worth["region"])
    if own:
        factors = [
            worth["own"] * ((0.85 + 0.15 * (1.0 if isnan(one.distance) else decay)) if place.is_precise else 1.0)
        ]
    one.place = single(max(factors))
    one.is_local = own or region or is_national(one.entry)
    one.in_reach = one.is_local or is_near
    one.is_within = {"everywhere": True, "in_reach": one.in_reach, "local": one.is_local}[question.reach]
    if question.radius_km is not None and place.lat is not None:
        comes_to_them = bool(NO_TRAVEL & {*document.delivery}) and one.is_local
        one.is_within = (one.is_within and comes_to_them) or one.distance <= question.radius_km


def fits(entry: Entry, question: Question) -> bool:
    """Test the stated ages and sex."""
    document, age = entry.document, question.age
    too_young = age is not None and document.age_min is not None and age < document.age_min
    too_old = age is not None and document.age_max is not None and age > document.age_max
    wrong_sex = bool(question.gender) and document.gender in {"women", "men"} and document.gender != question.gender
    return not (too_young or too_old or wrong_sex)


def is_far_outside(entry: Entry, question: Question) -> bool:
    document, age, years = entry.document, question.age, question.far_outside_years
    if age is None:
        return False
    too_young = document.age_min is not None and age < document.age_min - years
    return too_young or (document.age_max is not None and age > document.age_max + years)


def passes(entry: Entry, question: Question, *, but: str = "") -> bool:
    """Test all limits but one."""
    return all(_has_any(entry, limit, question.at) for name, limit in question.limits.items() if name != but)


def _has_any(entry: Entry, limit: Limit, at: datetime) -> bool:
    if limit.field == "when":
        return bool(bits_of_slots(entry.document.weekly) & when_bits(limit.values))
    return any(_has(entry, limit.field, value, at) for value in limit.values)


def _has(entry: Entry, field: str, value: str, at: datetime) -> bool:
    """Test for one value of one field."""
    document = entry.document
    features: dict[str, Callable[[], bool]] = {
        "free": lambda: document.is_free is True,
        "referral_free": lambda: document.is_referral_free is True,
        "companion": lambda: document.is_companion_possible is True,
        "room": lambda: CAPACITIES[room_at(document, at)] in {"free", "few"},
    }
    held: dict[str, Callable[[], bool]] = {
        "concepts": lambda: value in entry.concepts,
        "delivery": lambda: value in document.delivery and value in DELIVERIES,
        "roles": lambda: value in document.roles and value in ROLES,
        "when": lambda: bool(bits_of_slots(document.weekly) & when_bits((value,))),
        "languages": lambda: value in document.languages,
        "owner": lambda: document.owner_key == value,
        "features": features.get(value, lambda: False),
    }
    return held[field]()


_VALUES = {
    "delivery": DELIVERIES,
    "roles": ROLES,
    "when": (*DAYS, *PARTS_OF_DAY),
    "features": ("free", "referral_free", "room", "companion"),
}


def _counts(known: list[Known], question: Question) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for name, field in question.counted.items():
        left = [one.entry for one in known if one.matches and one.is_within and passes(one.entry, question, but=name)]
        own = {"concepts": lambda e: e.concepts, "languages": lambda e: e.document.languages}.get(field, lambda e: ())
        values = {*_VALUES.get(field, ()), *(value for entry in left for value in own(entry))}
        counted = {value: sum(_has(entry, field, value, question.at) for entry in left) for value in sorted(values)}
        counts[name] = {value: count for value, count in counted.items() if count}
    return counts


def _next_at(entry: Entry, at: datetime) -> float:
    """Return the next occurrence, to the whole second it starts in."""
    coming = (float(int(moment.timestamp())) for moment in entry.document.upcoming)
    return min((moment for moment in coming if moment >= at.timestamp()), default=inf)


def _order(one: Known, question: Question) -> tuple[bool, float, float, int, int]:
    """Return what a document is sorted by."""
    assured = one.entry.document.assured_day
    first = {
        Sort.BEST: 0.0,
        Sort.NEAREST: inf if isnan(one.distance) else one.distance,
        Sort.SOON: _next_at(one.entry, question.at),
        Sort.CONFIRMED: 1.0 if isnan(assured) else -assured,
    }[question.sort]
    return (not one.is_eligible, first, -one.score, lot_of(one.entry.document.key), one.row)


def _answered(found: list[Known], question: Question, *, counts: Mapping[str, Mapping[str, int]]) -> Answer:
    shown = found[: question.depth]
    return Answer(
        total=len(found),
        rows=np.array([one.row for one in shown], dtype=np.int32),
        text=np.array([one.text for one in shown], dtype=np.float32),
        place=np.array([one.place for one in shown], dtype=np.float32),
        distance=np.array([one.distance for one in shown], dtype=np.float32),
        is_eligible=np.array([one.is_eligible for one in shown], dtype=np.bool_),
        in_reach=np.array([one.in_reach for one in shown], dtype=np.bool_),
        is_local=np.array([one.is_local for one in shown], dtype=np.bool_),
        next_at=np.array([_next_at(one.entry, question.at) for one in shown], dtype=np.float64),
        counts=counts,
    )
