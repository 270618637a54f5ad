"""Offers, organisations and the portal in schema.org's words, for search engines: only what the page says too."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from brobygger.directory.models import Gender, LocationKind, PointPrecision, PriceKind
from brobygger.directory.occurrences import Occurrence
from brobygger.directory.selectors import OfferPage, OrganisationCard, PlaceCard
from brobygger.organisations.models import Kind, Organisation
from brobygger.taxonomy.models import Facet
from brobygger.ui.languages import current_language
from brobygger.web.presenters.cards import Card
from brobygger.web.presenters.schema_schedules import schedule_node

Node = dict[str, Any]
#: Most are associations; these are something else.
_TYPES = {Kind.MUNICIPAL.value: "GovernmentOrganization", Kind.OTHER.value: "Organization"}
_IS_FREE = {PriceKind.FREE.value: True, PriceKind.PAID.value: False}
#: Crumbs as pages show them: label and address, the last one (this page) without an address.
Crumbs = Iterable[tuple[str, str]]


def offer_graph(page: OfferPage, *, crumbs: Crumbs, url: str, base_url: str) -> Node:
    """Return an offer as a service, its rules as series, its next times as events, and the way to the page."""
    places = [_place(place) if place.kind == LocationKind.PHYSICAL else None for place in page.places]
    return {
        "@graph": [
            _service(page, places=places, url=url, base_url=base_url),
            *_series(page, places=places, url=url, base_url=base_url),
            *(_event(page, time=time, places=places, url=url, base_url=base_url) for time in page.next_times),
            breadcrumbs(crumbs, base_url=base_url),
        ]
    }


def organisation_graph(organisation: Organisation, *, crumbs: Crumbs, base_url: str) -> Node:
    """Return an organisation and the way to its page."""
    home = organisation.municipality
    return {
        "@graph": [
            {
                **organisation_node(organisation, base_url=base_url),
                **_without_empty(
                    {
                        "@type": _TYPES.get(organisation.kind, "NGO"),
                        "description": organisation.description,
                        "taxID": organisation.cvr,
                        "areaServed": _area(home.name) if home else None,
                    }
                ),
            },
            breadcrumbs(crumbs, base_url=base_url),
        ]
    }


def organisation_node(organisation: Organisation | OrganisationCard, *, base_url: str) -> Node:
    """Return who somebody is and how to reach them; named by their page here, so that all of it is one thing."""
    return _without_empty(
        {
            "@type": "Organization",
            "@id": f"{base_url}{reverse('web:organisation', args=[organisation.key])}",
            "name": organisation.name,
            "url": organisation.website,
            "email": organisation.email,
            "telephone": organisation.phone,
        }
    )


def breadcrumbs(crumbs: Crumbs, *, base_url: str) -> Node:
    """Return the way to a page."""
    items = [
        _without_empty(
            {
                "@type": "ListItem",
                "position": position,
                "name": str(label),
                "item": f"{base_url}{address}" if address else "",
            }
        )
        for position, (label, address) in enumerate(crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def list_graph(cards: Sequence[Card], *, name: str, crumbs: Crumbs, base_url: str) -> Node:
    """Return a page that lists offers, and the way to it."""
    shown = item_list(cards, name=name, base_url=base_url)
    return {"@graph": [*([shown] if shown else []), breadcrumbs(crumbs, base_url=base_url)]}


def item_list(cards: Sequence[Card], *, name: str = "", base_url: str) -> Node | None:
    """Return a list of offers in schema.org's words; None when it is empty."""
    if not cards:
        return None
    return {
        "@type": "ItemList",
        **({"name": name} if name else {}),
        "numberOfItems": len(cards),
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": card.title, "url": f"{base_url}{card.url}"}
            for place, card in enumerate(cards, start=1)
        ],
    }


def website(*, base_url: str) -> Node:
    """Return the portal with its search, in schema.org's words."""
    return {
        "@type": "WebSite",
        "name": "Brobygger",
        "url": f"{base_url}{reverse('web:front')}",
        "inLanguage": current_language(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{base_url}{reverse('web:search')}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }


def _place(place: PlaceCard) -> Node:
    """Return a place; its point only when the point is the door itself."""
    address = _without_empty(
        {
            "@type": "PostalAddress",
            "streetAddress": place.address,
            "postalCode": place.postcode,
            "addressLocality": place.municipality_name,
            "addressCountry": "DK",
        }
    )
    is_exact = place.precision == PointPrecision.ADDRESS
    geo = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon} if is_exact else None
    return _without_empty({"@type": "Place", "name": place.name, "address": address, "geo": geo})


def _service(page: OfferPage, *, places: list[Node | None], url: str, base_url: str) -> Node:
    """Return the offer itself."""
    areas = [*page.regions, *(area.name for area in page.municipalities)]
    free = {"@type": "Offer", "price": "0", "priceCurrency": "DKK"} if page.price.key == PriceKind.FREE else None
    return _without_empty(
        {
            "@type": "Service",
            "@id": url,
            "url": url,
            "name": page.name,
            "description": page.summary,
            "provider": organisation_node(page.organisation, base_url=base_url),
            "areaServed": {"@type": "Country", "name": "Danmark"} if page.is_national else [_area(a) for a in areas],
            "audience": _audience(page),
            "availableChannel": _channels(page, places=places, url=url),
            "offers": free,
            "serviceType": [concept.label for concept in page.concepts if concept.facet == Facet.ACTIVITY],
        }
    )


def _channels(page: OfferPage, *, places: list[Node | None], url: str) -> list[Node]:
    """Return the ways to it: each place, or the page itself when nobody has to go anywhere; with the languages."""
    languages = [language.key for language in page.languages]
    ways: list[Node] = [{"serviceLocation": place} for place in places if place] or [{"serviceUrl": url}]
    return [_without_empty({"@type": "ServiceChannel", **way, "availableLanguage": languages}) for way in ways]


def _area(name: str) -> Node:
    return {"@type": "AdministrativeArea", "name": name}


def _series(page: OfferPage, *, places: list[Node | None], url: str, base_url: str) -> Iterable[Node]:
    """Give each recurring time as a series with its rule."""
    for number, schedule in enumerate(page.schedules):
        rule = schedule_node(schedule)
        if rule is not None:
            what = _happening(page, place=_place_of(schedule.place, places), url=url, base_url=base_url)
            yield {**what, "@type": "EventSeries", "@id": f"{url}#tid-{number + 1}", "eventSchedule": rule}


def _event(page: OfferPage, *, time: Occurrence, places: list[Node | None], url: str, base_url: str) -> Node:
    """Return one time it happens."""
    begins = time.starts_at.date() if time.is_day_only else time.starts_at
    return _without_empty(
        {
            **_happening(page, place=_place_of(time.place, places), url=url, base_url=base_url),
            "@type": "Event",
            "startDate": begins.isoformat(),
            "endDate": time.ends_at.isoformat() if time.ends_at else "",
            "eventStatus": "https://schema.org/EventScheduled",
        }
    )


def _happening(page: OfferPage, *, place: Node | None, url: str, base_url: str) -> Node:
    """Return what a series and each of its times have in common."""
    mode = "OfflineEventAttendanceMode" if place else "OnlineEventAttendanceMode"
    return _without_empty(
        {
            "name": page.name,
            "description": page.summary,
            "url": url,
            "location": place or {"@type": "VirtualLocation", "url": url},
            "eventAttendanceMode": f"https://schema.org/{mode}",
            "organizer": organisation_node(page.organisation, base_url=base_url),
            "isAccessibleForFree": _IS_FREE.get(page.price.key),
        }
    )


def _place_of(number: int | None, places: list[Node | None]) -> Node | None:
    """Return the place something happens at: its own, or the first."""
    return places[number or 0] if (number or 0) < len(places) else None


def _audience(page: OfferPage) -> Node | None:
    """Return whom it is for, when that is limited."""
    gender = {Gender.WOMEN.value: "female", Gender.MEN.value: "male"}.get(page.gender.key, "")
    limits = _without_empty(
        {"suggestedMinAge": page.age_min, "suggestedMaxAge": page.age_max, "suggestedGender": gender}
    )
    return {"@type": "PeopleAudience", **limits} if limits else None


def _without_empty(node: Node) -> Node:
    """Return a node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}
