"""One offer as its page shows it: whole sentences and short lists, ready beforehand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext

from brobygger.curation.models import ReportReason
from brobygger.directory.models import LocationKind, PointPrecision
from brobygger.directory.selectors import CapacityNow, ContactCard, Freshness, OfferPage, PlaceCard
from brobygger.kernel.addresses import domain_of
from brobygger.places.maps import Focus, MapBase, MapView, Pin, build_map
from brobygger.search.queries import Hit
from brobygger.taxonomy.models import Facet
from brobygger.web.presenters.badges import GOOD, GREY, SLOW, Badge, capacity_badge
from brobygger.web.presenters.cards import Card, cards
from brobygger.web.presenters.facts import PracticalFact, practical_facts, requirements
from brobygger.web.presenters.occasions import Occasion, occasions
from brobygger.web.presenters.schema_org import offer_graph
from brobygger.web.presenters.times import ago_text, day_text

#: A step on the way to a page: what it is called and where it is; this page itself has no address.
Crumb = tuple[str, str]

#: The national journey planner; its front door, since it publishes no lasting form for deeper links.
JOURNEY_PLANNER = "https://www.rejseplanen.dk/"
#: About twenty kilometres, in degrees.
_ROUND_LAT, _ROUND_LON = 0.18, 0.32
_MAP_SEARCH = "https://www.openstreetmap.org/search?query="


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """One place: what it is called, how to get there, and honestly how exact its point on the map is."""

    name: str
    lines: tuple[str, ...]
    precision_note: str
    directions: str
    accessibility_note: str
    url: str
    map_search_url: str
    is_physical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """Whom to turn to: a function, and a person's name only with that person's consent."""

    function: str
    name: str
    phone: str
    digits: str
    email: str
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """What the page shows beside the offer's own texts. Empty means: the source does not say."""

    description: SafeString
    capacity: Badge | None
    capacity_days: str
    freshness: Badge
    trust: str
    source_domain: str
    requirements: tuple[str, ...]
    facts: tuple[PracticalFact, ...]
    times: tuple[Occasion, ...]
    places: tuple[PlaceView, ...]
    contacts: tuple[ContactView, ...]


def offer_context(page: OfferPage, *, base: MapBase, url: str, base_url: str, at: datetime) -> dict[str, Any]:
    """Return what an offer's page shows of the offer itself; ``url`` is the address to pass on."""
    crumbs = offer_crumbs(
        name=page.name, organisation_key=page.organisation.key, organisation_name=page.organisation.name
    )
    return {
        "page": page,
        "view": offer_view(page, at=at),
        "crumbs": crumbs,
        "map": offer_map(page, base=base),
        "structured": offer_graph(page, crumbs=crumbs, url=url, base_url=base_url),
        "report_reasons": ReportReason.choices,
        "journey_planner": JOURNEY_PLANNER,
        "share_url": url,
        "share_text": f"{page.name} ({page.organisation.name})",
        "qr_url": reverse("web:offer_qr", args=[page.key]),
    }


def cards_alone(hits: Iterable[Hit], *, at: datetime) -> list[Card]:
    """Return cards without "why do I see this?": nobody has asked for anything here."""
    return cards([replace(hit, reasons=()) for hit in hits], at=at)


def need_keys(page: OfferPage) -> tuple[str, ...]:
    """Return the needs an offer is for, as taxonomy keys."""
    return tuple(concept.key for concept in page.concepts if concept.facet == Facet.NEED)


def offer_view(page: OfferPage, *, at: datetime) -> OfferView:
    """Return everything about an offer that takes more than printing a field."""
    capacity = page.capacity
    return OfferView(
        # The directory has sanitised it (directory.markdown): this is the only text of a page that may hold tags.
        description=mark_safe(page.description_html),  # noqa: S308
        capacity=capacity_badge(capacity.status, wait_weeks=capacity.wait_weeks),
        capacity_days=_capacity_days(capacity),
        freshness=freshness_badge(page.freshness),
        trust=trust_text(page),
        source_domain=domain_of(page.freshness.source_url),
        requirements=requirements(page),
        facts=practical_facts(page),
        times=occasions(
            page.next_times,
            at=at,
            places=tuple(place.name or place.address for place in page.places),
            said=page.schedule_note,
        ),
        places=tuple(place_view(place) for place in page.places),
        contacts=_contacts(page),
    )


def _capacity_days(capacity: CapacityNow) -> str:
    """Say when somebody told whether there is room, and how long that answer counts."""
    if capacity.set_at is None or capacity.expires_at is None:
        return ""
    return gettext("oplyst %(day)s, gælder til %(end)s") % {
        "day": day_text(localtime(capacity.set_at).date()),
        "end": day_text(localtime(capacity.expires_at).date()),
    }


def offer_crumbs(*, name: str, organisation_key: str, organisation_name: str) -> list[Crumb]:
    """Return the way to an offer: the front page, its organisation, the offer."""
    return [
        (gettext("Forside"), reverse("web:front")),
        (organisation_name, reverse("web:organisation", args=[organisation_key])),
        (name, ""),
    ]


def offer_map(page: OfferPage, *, base: MapBase) -> MapView | None:
    """Return the map of an offer's places, or None when no place has a point."""
    spots = [place for place in page.places if place.lat is not None and place.lon is not None]
    pins = [
        Pin(lat=place.lat or 0, lon=place.lon or 0, label=place.label, url="#hvor", number=number)
        for number, place in enumerate(spots, start=1)
    ]
    return build_map(pins=pins, base=base, focus=round_about(pins), label=gettext("Kort: her er det")) if pins else None


def round_about(pins: Iterable[Pin]) -> Focus:
    """Return a part of the map with towns and coast enough round some pins to know where in the country one is."""
    return Focus(
        points=tuple(
            (pin.lat + north * _ROUND_LAT, pin.lon + east * _ROUND_LON)
            for pin in pins
            for north, east in ((-1, -1), (1, 1))
        )
    )


def freshness_badge(freshness: Freshness) -> Badge:
    """Return in a few words how sure one can be that this is still right."""
    if freshness.is_unanswered:
        return Badge(label=gettext("ingen har svaret, om det stadig passer"), tone=GREY, icon="time")
    if freshness.assured_on is None:
        return Badge(label=gettext("ikke bekræftet endnu"), icon="time")
    label = gettext("bekræftet %(day)s") % {"day": _confirmed_text(freshness)}
    if freshness.is_due:
        return Badge(label=label, tone=SLOW, icon="time")
    return Badge(label=label, tone=GOOD, icon="check")


def _confirmed_text(freshness: Freshness) -> str:
    """Return how long ago it was confirmed."""
    assert freshness.assured_on is not None
    return ago_text(freshness.assured_on, today=freshness.assured_on + timedelta(days=freshness.days_ago or 0))


def trust_text(page: OfferPage) -> str:
    """Say in whole sentences how sure one can be, and what to do about it."""
    freshness = page.freshness
    if freshness.is_unanswered:
        return gettext(
            "Vi har spurgt %(organisation)s tre gange, om det stadig passer, og ingen har svaret. Ring eller skriv, "
            "før du tager af sted."
        ) % {"organisation": page.organisation.name}
    if freshness.assured_on is None:
        return gettext(
            "Vi har oplysningerne fra en offentlig kilde. Ingen fra %(organisation)s har bekræftet dem endnu, så ring "
            "eller skriv gerne, før du tager af sted."
        ) % {"organisation": page.organisation.name}
    day = {"day": _confirmed_text(freshness)}
    if freshness.is_due:
        return (
            gettext("Sidst bekræftet %(day)s. Det er længe siden, så ring eller skriv gerne, før du tager af sted.")
            % day
        )
    return gettext("Bekræftet %(day)s. Vi spørger igen, så det bliver ved med at passe.") % day


def place_view(place: PlaceCard) -> PlaceView:
    """Return one place ready to show."""
    is_physical = place.kind == LocationKind.PHYSICAL
    lines = _address_lines(place)
    spoken = "" if is_physical else str(LocationKind(place.kind).label)
    return PlaceView(
        name=place.name or spoken or next(iter(lines), ""),
        lines=lines if place.name or spoken else lines[1:],
        precision_note=_precision_note(place) if is_physical else "",
        directions=place.directions,
        accessibility_note=place.accessibility_note,
        url=place.url,
        map_search_url=_MAP_SEARCH + quote_plus(", ".join(lines)) if is_physical and place.address else "",
        is_physical=is_physical,
    )


def _address_lines(place: PlaceCard) -> tuple[str, ...]:
    """Return the address as it stands on an envelope; the municipality only when there is no town."""
    # The town is what a place's label ends with (directory.documents.place_label).
    town = place.label.rsplit(", ", 1)[-1] if place.postcode else ""
    area = gettext("%(name)s Kommune") % {"name": place.municipality_name} if place.municipality_name else ""
    return tuple(line for line in (place.address, town or area) if line)


def _precision_note(place: PlaceCard) -> str:
    """Say what the point on the map stands for when it is not the door itself."""
    if place.precision == PointPrecision.POSTCODE:
        return gettext("Prikken på kortet er midt i postnummeret, ikke ved døren.")
    if place.precision == PointPrecision.MUNICIPALITY:
        return gettext("Prikken på kortet viser kun kommunen, ikke døren.")
    return ""


def _contacts(page: OfferPage) -> tuple[ContactView, ...]:
    """Return the offer's own contacts; without any, the organisation's common ones."""
    common = page.organisation
    if not page.contacts and (common.phone or common.email):
        fallback = ContactCard(function=common.name, person_name="", phone=common.phone, email=common.email, hours="")
        return (_contact_view(fallback),)
    return tuple(_contact_view(contact) for contact in page.contacts)


def _contact_view(contact: ContactCard) -> ContactView:
    """Return one contact ready to show."""
    return ContactView(
        function=contact.function,
        name=contact.person_name,
        phone=contact.phone,
        digits="".join(sign for sign in contact.phone if sign in "+0123456789"),
        email=contact.email,
        hours=contact.hours,
    )
