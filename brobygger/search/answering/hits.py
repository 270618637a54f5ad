"""From rows to hits: what it is, how far, whether it fits, and why it is shown, in words."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache

import numpy as np
from django.utils import formats, timezone

from brobygger.search.documents import Document
from brobygger.search.engine.interface import Term
from brobygger.search.keeping.library import Library
from brobygger.search.queries import Hit, Reason
from brobygger.search.ranking.aptness import other_side, sex_unlikely, shown_by
from brobygger.search.ranking.order import Misfit, Standing
from brobygger.search.ranking.wishes import Wishes
from brobygger.search.understanding.gazetteer import Gazetteer
from brobygger.search.understanding.lists import people_words
from brobygger.search.understanding.refusals import refusal_label
from brobygger.ui.languages import current_language
from brobygger.ui.languages import gettext as _
from brobygger.ui.moments import at_clock, weekday_text

_MOST_WORDS_NAMED = 3
_REMOTE = frozenset({"phone", "online"})


class Answerer:
    """Makes hits for one question."""

    def __init__(
        self,
        *,
        wishes: Wishes,
        terms: Sequence[Term],
        has_meaning: bool,
        library: Library,
        gazetteer: Gazetteer,
        at: datetime,
    ) -> None:
        self._wishes = wishes
        self._has_meaning = has_meaning
        self._library = library
        self._gazetteer = gazetteer
        self._at = at
        asked = {term for term, _weight in terms}
        #: The person's own words, each with the terms that were asked for because of it.
        self._words = {
            _quoted(word): [term for term, _weight in library.analyzer.terms(word) if term in asked]
            for _place, word in wishes.tokens
        }
        #: The concepts that were said or chosen, each as it is named to the person.
        self._wished = {
            key: _quoted(library.concepts.label(key))
            for key in (*(said.key for said in wishes.said), *wishes.filters.needs)
        }
        self._unlikely_sex = sex_unlikely(wishes)

    def hits(self, standings: Sequence[Standing]) -> tuple[Hit, ...]:
        """Return the hits of some rows, in their order; one that was withdrawn this moment is left out."""
        rows = [standing.row for standing in standings]
        every = zip(standings, self._library.documents_of(rows), self._matched_words(rows), strict=True)
        return tuple(self._hit(standing, document, words) for standing, document, words in every if document)

    def _hit(self, standing: Standing, document: Document, words: Sequence[str]) -> Hit:
        km, next_at = self._distance(standing, document), _next_at(standing)
        return Hit(
            document=document,
            score=round(standing.score, 4),
            distance_km=km,
            is_eligible=standing.is_eligible,
            misfits=tuple(self._misfits(standing, document)),
            reasons=tuple(self._reasons(document, words=words, km=km, next_at=next_at)),
            next_at=next_at,
        )

    def _distance(self, standing: Standing, document: Document) -> float | None:
        """Distance is told when both ends are known well enough to be true."""
        origin = self._wishes.origin
        if origin is None or not origin.is_precise or np.isnan(standing.distance):
            return None
        is_known = any(spot.precision in {"address", "postcode"} for spot in document.spots)
        return round(standing.distance, 1) if is_known else None

    def _misfits(self, standing: Standing, document: Document) -> Iterator[str]:
        wishes, why = self._wishes, standing.why
        if Misfit.AGE in why or (wishes.age is not None and not fits_age(document, wishes.age)):
            yield _("kun for %(ages)s") % {"ages": ages_text(document)}
        elif Misfit.AGE_UNLIKELY in why:
            yield _("mest for %(group)s") % {"group": self._age_groups(document)}
        if document.gender != "any" and (document.gender == self._unlikely_sex or self._is_other_sex(document)):
            yield _("kun for kvinder") if document.gender == "women" else _("kun for mænd")
        elif Misfit.OTHERS in why:
            yield self._other_kind(document)
        if Misfit.REFUSED in why:
            yield from self._refused(standing.row, document)
        if wishes.roles and document.roles and not set(wishes.roles) & set(document.roles):
            if wishes.roles == ("frivillig",):
                yield _("søger ikke frivillige lige nu, så vidt vi ved")
        elif not wishes.roles and document.roles == ("frivillig",):
            yield _("kun for dem, der vil være frivillige")

    def _refused(self, row: int, document: Document) -> Iterator[str]:
        """Give what it is that was not wanted."""
        if "referral_free" in self._wishes.wanted and document.is_referral_free is False:
            yield _("kræver en henvisning")
        engine, concepts = self._library.engine, self._library.concepts
        own = concepts.with_broader(document.concepts)
        for refusal in self._wishes.refused:
            is_told = any(engine.holds(row, term) for term in shown_by(refusal, self._library))
            if is_told or own.intersection(refusal.concepts) or set(document.delivery) <= set(refusal.delivery):
                yield _("du skrev »ikke %(what)s«") % {"what": refusal_label(refusal, concepts).lower()}

    def _is_other_sex(self, document: Document) -> bool:
        return bool(self._wishes.gender) and document.gender != self._wishes.gender

    def _other_kind(self, document: Document) -> str:
        """Return what it is about instead."""
        concepts = self._library.concepts
        keys = other_side(self._wishes, document.concepts, concepts)
        names = [_quoted(concepts.label(key)) for key in keys][:2]
        return _("handler mest om %(concepts)s") % {"concepts": _(" og ").join(names)} if names else _("mest for andre")

    def _age_groups(self, document: Document) -> str:
        targets = people_words()["targets"]
        names = [self._library.concepts.label(key).lower() for key in document.concepts if key in targets]
        return _(" og ").join(names[:2])

    def _reasons(
        self, document: Document, *, words: Sequence[str], km: float | None, next_at: datetime | None
    ) -> Iterator[Reason]:
        if words:
            yield Reason(kind="words", text=_("fordi du skrev %(words)s") % {"words": _listed(words)})
        if concepts := self._matched_concepts(document):
            yield Reason(kind="concepts", text=_("handler om %(concepts)s") % {"concepts": _(" og ").join(concepts)})
        if self._has_meaning and not words and not concepts:
            yield Reason(kind="meaning", text=_("ligner det, du skrev"))
        if states_age(document) and any(fits_age(document, age) for age in self._wishes.ages):
            yield Reason(kind="age", text=_("for %(ages)s") % {"ages": ages_text(document)})
        yield from self._place_reasons(document, km)
        if next_at is not None:
            when = _moment_text(next_at, current_language())
            yield Reason(kind="next", text=_("næste gang %(when)s") % {"when": when})
        if document.capacity in {"free", "few"} and self._is_capacity_current(document):
            yield Reason(kind="room", text=_("har ledige pladser"))

    def _matched_words(self, rows: Sequence[int]) -> list[list[str]]:
        """Return for each row the first of the person's own words that the document holds, whole or as parts."""
        held = self._library.engine.features(np.array(rows, dtype=np.int32), at=self._at).holds_any
        matched: list[list[str]] = [[] for _row in rows]
        for word, terms in self._words.items():
            for place in np.flatnonzero(held(terms)).tolist():
                matched[place].append(word)
        return [words[:_MOST_WORDS_NAMED] for words in matched]

    def _matched_concepts(self, document: Document) -> list[str]:
        own = self._library.concepts.with_broader(document.concepts)
        named = [name for key, name in self._wished.items() if key in own][:2]
        if named:
            return named
        # "Sorg" is the reason when a husband's death was told and the offer is for every kind of grief.
        topics, label = self._library.concepts.topics, self._library.concepts.label
        wider = dict.fromkeys(broader for key in self._wished if key in topics for broader in topics[key].broader)
        return [_quoted(label(broader)) for broader in wider if broader in own][:2]

    def _place_reasons(self, document: Document, km: float | None) -> Iterator[Reason]:
        area = self._wishes.area
        if km is not None:
            is_exact = any(spot.precision == "address" for spot in document.spots)
            yield Reason(kind="distance", text=_distance_text(km, current_language(), is_exact=is_exact))
        codes = {*document.municipality_codes, *(spot.municipality_code for spot in document.spots)} - {""}
        if area is not None and area.code in codes:
            yield Reason(kind="place", text=_("i %(name)s Kommune") % {"name": area.name})
        elif area is not None and area.region_code in document.region_codes:
            yield Reason(kind="place", text=_("for hele din region"))
        elif area is not None and codes & area.neighbours:
            names = sorted(self._gazetteer.name_of(code) for code in codes & area.neighbours)
            yield Reason(kind="neighbour", text=_("i nabokommunen %(name)s") % {"name": names[0]})
        elif document.is_national and set(document.delivery) & _REMOTE:
            yield Reason(kind="national", text=_("for alle, uanset hvor du bor"))
        elif document.is_national:
            yield Reason(kind="national", text=_("for hele landet"))
        elif codes and area is not None:
            yield Reason(kind="place", text=_("i %(name)s") % {"name": self._gazetteer.name_of(sorted(codes)[0])})

    def _is_capacity_current(self, document: Document) -> bool:
        return document.capacity_expires_at is None or document.capacity_expires_at > self._at


def _next_at(standing: Standing) -> datetime | None:
    is_known = np.isfinite(standing.next_at)
    return datetime.fromtimestamp(standing.next_at, tz=timezone.get_default_timezone()) if is_known else None


def _listed(words: Sequence[str]) -> str:
    """Return words as they are said in a row: "a, b og c"."""
    return _(" og ").join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _quoted(word: str) -> str:
    return _("»%(word)s«") % {"word": word}


@lru_cache(maxsize=2_000)
def _moment_text(moment: datetime, _language: str) -> str:
    """Return a day and an hour as they are said: "tirsdag 24. november kl. 19.00". The same hours come again."""
    return at_clock(weekday_text(moment), moment)


def states_age(document: Document) -> bool:
    """Test whether a document states any limit of age."""
    return document.age_min is not None or document.age_max is not None


def fits_age(document: Document, age: int) -> bool:
    """Test whether an age is within the stated limits."""
    return (document.age_min is None or age >= document.age_min) and (
        document.age_max is None or age <= document.age_max
    )


def ages_text(document: Document) -> str:
    """Return the stated ages in words: "15-25-årige", "dig over 60 år"."""
    if document.age_min is not None and document.age_max is not None:
        return _("%(least)s-%(most)s-årige") % {"least": document.age_min, "most": document.age_max}
    if document.age_min is not None:
        return _("dem, der er fyldt %(least)s år") % {"least": document.age_min}
    return _("dem på højst %(most)s år") % {"most": document.age_max}


@lru_cache(maxsize=2_000)
def _distance_text(km: float, _language: str, *, is_exact: bool) -> str:
    """Say how far it is, no more exactly than its point on the map is."""
    if is_exact:
        return _("%(km)s km væk") % {"km": formats.number_format(km, 1)}
    if km < 1:
        return _("tæt på")
    return _("cirka %(km)s km væk") % {"km": formats.number_format(round(km))}
