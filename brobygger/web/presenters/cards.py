"""One hit as one card: every string ready, so that the list is plain markup and costs almost nothing to render."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from brobygger.search.documents import Document
from brobygger.search.queries import Hit
from brobygger.ui.languages import in_danish
from brobygger.web.presenters.badges import GOOD, GREY, Badge, capacity_badge
from brobygger.web.presenters.times import ago_text, moment_text

HOW = {
    "in_person": _("mød op"),
    "phone": _("telefon"),
    "online": _("online"),
    "home_visit": _("hjemme hos dig"),
    "outreach": _("de kommer ud til dig"),
}
#: From a text to the same text, perhaps as markup; ``str`` leaves it to the template to escape it.
Mark = Callable[[str], str]
#: More areas than this are counted and not named.
_MOST_AREAS = 3
SIGNUP = {"drop_in": _("bare mød op"), "registration": _("tilmelding"), "talk_first": _("en samtale først")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing worth knowing: drawn as an icon, said as ``label`` to those who do not see it."""

    icon: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An offer as a result shows it. What the source does not say is not among the ``facts``.

    ``title_marked`` and ``summary_marked`` are the same texts with the words of the question marked.
    """

    key: str
    number: str
    url: str
    title: str
    owner_name: str
    owner_url: str
    summary: str
    title_marked: str
    summary_marked: str
    facts: tuple[Fact, ...]
    price: str
    capacity: Badge | None
    freshness: Badge
    is_companion_possible: bool
    is_eligible: bool
    misfits: tuple[str, ...]
    reasons: tuple[str, ...]


def cards(
    hits: Iterable[Hit],
    *,
    at: datetime,
    numbers: Mapping[str, int] = MappingProxyType({}),
    mark: Mark = str,
) -> list[Card]:
    """Return the cards of a list of hits, in their order.

    ``numbers`` are the ones they have on a map, by key; ``mark`` marks the words of the question.
    """
    return [card(hit, at=at, number=numbers.get(hit.document.key), mark=mark) for hit in hits]


def card(hit: Hit, *, at: datetime, number: int | None = None, mark: Mark = str) -> Card:
    """Return the card of one hit."""
    document = hit.document
    return Card(
        key=document.key,
        number=str(number or ""),
        url=_address("web:offer", document.key, get_language()),
        title=document.title,
        owner_name=document.owner_name,
        owner_url=_address("web:organisation", document.owner_key, get_language()) if document.owner_key else "",
        summary=document.summary,
        title_marked=mark(document.title),
        summary_marked=mark(document.summary),
        facts=tuple(fact for fact in _facts(hit, at=at) if fact.text),
        price=gettext("gratis") if document.is_free else "",
        capacity=_capacity_badge(document, at=at),
        freshness=_freshness_badge(document, today=localdate(at)),
        is_companion_possible=bool(document.is_companion_possible),
        is_eligible=hit.is_eligible,
        misfits=hit.misfits,
        reasons=tuple(reason.text for reason in hit.reasons),
    )


@lru_cache(maxsize=8192)
def _address(door: str, key: str, _language: str | None) -> str:
    """Return the address of a page in the active language; the same twenty are written on every list."""
    return reverse(door, args=[key])


def _facts(hit: Hit, *, at: datetime) -> Iterable[Fact]:
    """Give what one looks for first: for whom, where, when, how; also those that say nothing."""
    document = hit.document
    where = " · ".join(filter(None, (_place_text(document), _distance_text(hit))))
    when = moment_text(hit.next_at, at=at) if hit.next_at else in_danish(document.schedule_note)
    yield Fact(icon="persons", label=gettext("For hvem:"), text=in_danish(document.audience) or _ages_text(document))
    yield Fact(icon="location", label=gettext("Hvor:"), text=where)
    yield Fact(icon="calendar-month", label=gettext("Hvornår:"), text=when)
    yield Fact(icon="chat", label=gettext("Hvordan:"), text=_how_text(document))
    yield Fact(icon="hand", label=gettext("Tilmelding:"), text=str(SIGNUP.get(document.signup, "")))


def _capacity_badge(document: Document, *, at: datetime) -> Badge | None:
    """Return whether there is room; an answer that is too old does not count."""
    is_old = document.capacity_expires_at is not None and document.capacity_expires_at <= at
    return None if is_old else capacity_badge(document.capacity, wait_weeks=document.capacity_wait_weeks)


def _freshness_badge(document: Document, *, today: date) -> Badge:
    """Return when somebody last said that it is still right, or honestly that nobody has."""
    if document.is_unanswered:
        return Badge(label=gettext("ingen har svaret, om det stadig passer"), tone=GREY, icon="time")
    if document.assured_on:
        label = gettext("bekræftet %(day)s") % {"day": ago_text(document.assured_on, today=today)}
        return Badge(label=label, tone=GOOD, icon="check")
    if document.source_year:
        return Badge(label=gettext("ikke bekræftet endnu · kilde fra %(year)s") % {"year": document.source_year})
    return Badge(label=gettext("ikke bekræftet endnu"))


def _ages_text(document: Document) -> str:
    """Say the ages when the source has no words for whom it is."""
    low, high = document.age_min, document.age_max
    if low is not None and high is not None:
        return gettext("%(low)s-%(high)s år") % {"low": low, "high": high}
    if low is not None:
        return gettext("fra %(low)s år") % {"low": low}
    if high is not None:
        return gettext("til og med %(high)s år") % {"high": high}
    return ""


def _place_text(document: Document) -> str:
    """Say where it is: the first place's label, or else for which part of the country."""
    first = next((spot.label for spot in document.spots if spot.label), "")
    if first:
        others = len({spot.label for spot in document.spots if spot.label}) - 1
        return gettext("%(place)s og %(count)s andre steder") % {"place": first, "count": others} if others else first
    if document.is_national:
        return gettext("hele landet")
    count = len(document.area_names)
    if count > _MOST_AREAS:
        return ngettext("%(count)s kommune", "%(count)s kommuner", count) % {"count": count}
    return ", ".join(document.area_names)


def _distance_text(hit: Hit) -> str:
    """Say how far it is, as exactly as we know: a point in the middle of a municipality only gives "cirka"."""
    if hit.distance_km is None:
        return ""
    if not any(spot.precision == "address" for spot in hit.document.spots):
        if hit.distance_km < 1:
            return gettext("tæt på")
        return gettext("cirka %(km)s km") % {"km": number_format(round(hit.distance_km))}
    if hit.distance_km < 1:
        return gettext("under 1 km")
    return gettext("%(km)s km") % {"km": number_format(hit.distance_km, decimal_pos=1 if hit.distance_km < 10 else 0)}


def _how_text(document: Document) -> str:
    """Say how people meet, in one short line; meeting in person is what one expects and is only said with others."""
    if document.delivery == ("in_person",):
        return ""
    return " · ".join(str(HOW[key]) for key in document.delivery if key in HOW)
