"""One offer as it stands in the guide: what its page says, without what only a screen can show."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from io import BytesIO

import segno
from django.utils.translation import gettext

from brobygger.directory.models import Offer
from brobygger.directory.rows import schedules_of
from brobygger.directory.selectors import OfferPage, PlaceCard
from brobygger.directory.values import LinkData
from brobygger.guides.times import times_texts
from brobygger.guides.values import Entry, Line, Reach
from brobygger.kernel.addresses import domain_of
from brobygger.web.presenters.facts import PracticalFact
from brobygger.web.presenters.offers import ContactView, OfferView, PlaceView, offer_view
from brobygger.web.presenters.times import day_text

#: More numbers than this are for the web page.
_MOST_WAYS = 3
#: Longer than this nobody types from paper.
_LONGEST_ADDRESS, _MOST_LINKS = 40, 2
_FACTS_SHOWN = ("walk", "accessibility-new", "language")


def entry_of(offer: Offer, page: OfferPage, *, number: int, url: str, at: datetime) -> Entry:
    """Return an entry; ``number`` tells it from the others of the same guide."""
    view = offer_view(page, at=at)
    return Entry(
        id=f"tilbud-{number}",
        name=page.name,
        organisation=page.organisation.name,
        summary=page.summary,
        alert=page.alert,
        lines=tuple(line for line in _lines(offer, page, view, at=at) if line.texts),
        reach=_reach(view.contacts),
        freshness=_freshness(page),
        url=url,
        address=url.split("://", 1)[-1].rstrip("/"),
        qr=qr_of(url),
        towns=_towns(page.places),
    )


@lru_cache(maxsize=2_000)
def qr_of(url: str) -> str:
    """Return an address as a drawing for a telephone's camera."""
    drawing = BytesIO()
    segno.make(url, error="l").save(drawing, kind="svg", border=2, xmldecl=False)
    return drawing.getvalue().decode()


def _lines(offer: Offer, page: OfferPage, view: OfferView, *, at: datetime) -> Iterator[Line]:
    """Return the lines in the order somebody wonders about them."""
    facts = {fact.icon: fact for fact in view.facts}
    yield Line(label=gettext("For hvem"), texts=_texts(page.audience, *view.requirements))
    yield Line(label=gettext("Hvornår"), texts=_times(offer, page, at=at))
    yield Line(label=gettext("Hvor"), texts=tuple(map(_place_text, view.places)))
    yield Line(label=gettext("Første gang"), texts=_texts(page.first_visit, *_fact(facts, "hand")))
    yield Line(label=gettext("Pris"), texts=_fact(facts, "payments"))
    yield Line(label=gettext("På nettet"), texts=tuple(map(_web_address, page.links[:_MOST_LINKS])))
    for icon in _FACTS_SHOWN:
        if icon in facts:
            yield Line(label=facts[icon].label, texts=_texts(*facts[icon].lines))


def _web_address(link: LinkData) -> str:
    """Return an address short enough to type, else the front door of its site."""
    address = link.url.split("://", 1)[-1].removeprefix("www.").rstrip("/")
    return address if len(address) <= _LONGEST_ADDRESS else domain_of(link.url)


def _fact(facts: Mapping[str, PracticalFact], icon: str) -> tuple[str, ...]:
    """Return what one practical fact says; nothing when the source is silent."""
    return _texts(*facts[icon].lines) if icon in facts else ()


def _texts(*texts: object) -> tuple[str, ...]:
    """Keep the texts that say something; before another one each ends as a sentence does."""
    said = [text for text in (str(text).strip() for text in texts) if text]
    return (*(text if text[-1] in ".!?:;," else f"{text}." for text in said[:-1]), *said[-1:])


def _times(offer: Offer, page: OfferPage, *, at: datetime) -> tuple[str, ...]:
    """Say when, in words that are still true when the paper is old."""
    if page.is_always_open:
        return (gettext("Døgnet rundt, alle dage."),)
    return _texts(*times_texts(schedules_of(offer), said=page.schedule_note, at=at))


def _place_text(place: PlaceView) -> str:
    """Say where on one line, with how to find it."""
    where = ", ".join(dict.fromkeys(text for text in (place.name, *place.lines) if text))
    return ". ".join(text.rstrip(". ") for text in (where, place.directions, place.accessibility_note) if text)


def _reach(contacts: Iterable[ContactView]) -> tuple[Reach, ...]:
    """Return how to reach them, numbers first."""
    found = [
        Reach(phone=contact.phone, email=contact.email, note=" · ".join(_texts(contact.function, contact.hours)))
        for contact in contacts
    ]
    return tuple(sorted(found, key=lambda reach: not reach.phone)[:_MOST_WAYS])


def _freshness(page: OfferPage) -> str:
    """Say by the day how sure one can be."""
    freshness = page.freshness
    if freshness.assured_on is None:
        return gettext("Ikke bekræftet endnu: ring eller skriv, før du tager af sted.")
    day = {"day": day_text(freshness.assured_on)}
    if freshness.is_due:
        return gettext("Sidst bekræftet %(day)s. Det er længe siden, så ring eller skriv først.") % day
    return gettext("Bekræftet %(day)s.") % day


def _towns(places: Iterable[PlaceCard]) -> tuple[str, ...]:
    """Return the towns somebody would look under: what the label of a place with a postcode ends with."""
    ends = (place.label.rsplit(", ", 1)[-1].lstrip("0123456789 ") for place in places if place.postcode)
    return tuple(dict.fromkeys(filter(None, ends)))
