"""From a question and its reading to what is wished: chosen filters first, guesses where nothing was chosen."""

import math
from dataclasses import dataclass, replace

from brobygger.search.queries import OLDEST, Filters
from brobygger.search.signal_switches import ALL, signals
from brobygger.search.understanding.concepts import ConceptBook
from brobygger.search.understanding.gazetteer import Area, Gazetteer, NamedRegion
from brobygger.search.understanding.phrases import Said
from brobygger.search.understanding.reading import Reading
from brobygger.search.understanding.refusals import Refusal
from brobygger.search.weights import weights

GROWN_UP = 18
#: What is less sure is hardly more than a tone (distress beside its cause): nothing that an offer has to answer.
HINT = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where distance is measured from. ``is_precise`` when it says more than which municipality."""

    lat: float
    lon: float
    is_precise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """One question made whole and safe.

    ``ages`` are all that may be meant (of a parent and a child); ``age`` is set when it is one. ``wanted`` are guesses
    of what would be good: ``free``, ``room``, ``referral_free``, ``companion``, ``sober``, ``outside`` the own
    municipality.
    """

    filters: Filters
    tokens: tuple[tuple[int, str], ...] = ()
    extra_words: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    quiet: frozenset[int] = frozenset()
    refused: tuple[Refusal, ...] = ()
    area: Area | None = None
    region: NamedRegion | None = None
    origin: Origin | None = None
    radius_km: float | None = None
    age: int | None = None
    ages: tuple[int, ...] = ()
    gender: str = ""
    roles: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    wanted: frozenset[str] = frozenset()
    speaks_of_self: bool = False

    @property
    def travels_little(self) -> bool:
        """Whether far away is nearer than for others: children and the very old get about on foot and by bus."""
        travel = weights("travel")
        return bool(self.ages) and not any(travel["from_age"] <= age < travel["until_age"] for age in self.ages)

    @property
    def is_child_speaking(self) -> bool:
        """Whether a child asks for itself: what is meant for parents is then not meant for it."""
        return self.speaks_of_self and self.age is not None and self.age < GROWN_UP

    @property
    def all_words(self) -> frozenset[str]:
        """The words to match."""
        return frozenset(word for _place, word in self.tokens)

    @property
    def wants_to_volunteer(self) -> bool:
        """Whether only offers that seek volunteers are of use."""
        return self.roles == ("frivillig",)

    @property
    def has_words(self) -> bool:
        """Whether there is anything to match against text."""
        return bool(self.tokens or self.said or self.extra_words)


def make_wishes(filters: Filters, reading: Reading, *, gazetteer: Gazetteer, concepts: ConceptBook) -> Wishes:
    """Return what is wished for; impossible values count as not said."""
    code = filters.municipality_code or (reading.place.municipality_code if reading.place else "")
    area = gazetteer.areas.get(code)
    wishes = Wishes(
        filters=filters,
        tokens=reading.tokens,
        extra_words=reading.extra_words,
        said=tuple(said for said in reading.said if said.key in concepts.topics),
        quiet=reading.quiet,
        refused=reading.refused,
        area=area,
        region=None if area else reading.region,
        origin=_origin(filters, reading, area),
        radius_km=filters.radius_km if _is_number(filters.radius_km) and (filters.radius_km or 0) > 0 else None,
        age=_age(filters.age) if filters.age is not None else reading.person.age,
        ages=_ages(filters, reading),
        gender=filters.gender if filters.gender in {"women", "men"} else reading.person.gender,
        roles=filters.roles or reading.person.roles,
        delivery=filters.delivery or reading.delivery,
        when=filters.when or reading.when,
        languages=reading.languages,
        wanted=frozenset(name for name, is_wanted in _switches(reading).items() if is_wanted),
        speaks_of_self=reading.person.speaks_of_self,
    )
    if wishes.wants_to_volunteer:
        # The ages that an offer states are of those who use it.
        wishes = replace(wishes, age=None, ages=())
    return wishes if signals() == ALL else _with_parts(wishes)


def _with_parts(wishes: Wishes) -> Wishes:
    """Return what is left of the wishes when measuring has turned parts of the search off."""
    parts = signals()
    if not parts.concepts:
        wishes = replace(wishes, said=(), extra_words=(), quiet=frozenset())
    if not parts.place:
        wishes = replace(wishes, area=None, origin=None, region=None, radius_km=None)
    if not parts.rules:
        wishes = replace(
            wishes, age=None, ages=(), gender="", roles=(), delivery=(), when=(), refused=(), speaks_of_self=False
        )
    return wishes


def _ages(filters: Filters, reading: Reading) -> tuple[int, ...]:
    if filters.age is None:
        return reading.person.ages
    age = _age(filters.age)
    return () if age is None else (age,)


def _switches(reading: Reading) -> dict[str, bool]:
    return {
        "free": reading.is_free,
        "room": reading.has_room,
        "referral_free": reading.is_referral_free,
        "companion": reading.is_companion_possible,
        "sober": reading.is_sober,
        "outside": reading.is_outside,
    }


def _origin(filters: Filters, reading: Reading, area: Area | None) -> Origin | None:
    if _is_number(filters.lat) and _is_number(filters.lon):
        lat, lon = float(filters.lat or 0), float(filters.lon or 0)
        if abs(lat) <= 90 and abs(lon) <= 180:
            return Origin(lat=lat, lon=lon, is_precise=True)
    if reading.place and not filters.municipality_code:
        return Origin(lat=reading.place.lat, lon=reading.place.lon, is_precise=reading.place.is_precise)
    return Origin(lat=area.lat, lon=area.lon, is_precise=False) if area else None


def _age(age: int) -> int | None:
    return age if 0 <= age <= OLDEST else None


def _is_number(value: float | None) -> bool:
    return value is not None and math.isfinite(value)
