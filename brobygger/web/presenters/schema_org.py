"""Offers, organisations and the portal in schema.org's words, for search engines: only what the page says too."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from brobygger.directory.models import Gender, LocationKind, PointPrecision, PriceKind
from brobygger.directory.occurrences import Occurrence
from brobygger.directory.selectors import OfferPage, OrganisationCard, PlaceCard
from brobygger.organisations.models import Organisation
from brobygger.taxonomy.models import Facet
from brobygger.ui.languages import current_language
from brobygger.web.presenters.cards import Card

Node = dict[str, Any]
#: Crumbs as pages show them: label and address, the last one (this page) without an address.
Crumbs = Iterable[tuple[str, str]]


def offer_graph(page: OfferPage, *, crumbs: Crumbs, url: str, base_url: str) -> Node:
    """Return an offer as a service, its next times as events, and the way to the page."""
    places = [_place(place) if place.kind == LocationKind.PHYSICAL else None for place in page.places]
    events = [_event(page, time, places=places, url=url) for time in page.next_times]
    return {"@graph": [_service(page, places=places, url=url), *events, breadcrumbs(crumbs, base_url=base_url)]}


def organisation_graph(organisation: Organisation, *, crumbs: Crumbs, base_url: str) -> Node:
    """Return an organisation and the way to its page."""
    home = organisation.municipality
    return {
        "@graph": [
            {
                **organisation_node(organisation),
                **_without_empty({"taxID": organisation.cvr, "areaServed": home.name if home else ""}),
            },
            breadcrumbs(crumbs, base_url=base_url),
        ]
    }


def organisation_node(organisation: Organisation | OrganisationCard) -> Node:
    """Return who somebody is and how to reach them."""
    return _without_empty(
        {
            "@type": "Organization",
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


def item_list(cards: Sequence[Card], *, base_url: str) -> Node | None:
    """Return a list of offers in schema.org's words; None when it is empty."""
    if not cards:
        return None
    return {
        "@type": "ItemList",
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


def _service(page: OfferPage, *, places: list[Node | None], url: str) -> Node:
    """Return the offer itself."""
    free = {"@type": "Offer", "price": "0", "priceCurrency": "DKK"} if page.price.key == PriceKind.FREE else None
    return _without_empty(
        {
            "@type": "Service",
            "@id": url,
            "url": url,
            "name": page.name,
            "description": page.summary,
            "provider": organisation_node(page.organisation),
            "areaServed": "Danmark"
            if page.is_national
            else [*page.regions, *(area.name for area in page.municipalities)],
            "audience": _audience(page),
            "availableChannel": [{"@type": "ServiceChannel", "serviceLocation": place} for place in places if place],
            "offers": free,
            "serviceType": [concept.label for concept in page.concepts if concept.facet == Facet.ACTIVITY],
        }
    )


def _event(page: OfferPage, time: Occurrence, *, places: list[Node | None], url: str) -> Node:
    """Return one time it happens."""
    begins = time.starts_at.date() if time.is_day_only else time.starts_at
    number = time.place or 0
    place = places[number] if number < len(places) else None
    return _without_empty(
        {
            "@type": "Event",
            "name": page.name,
            "description": page.summary,
            "url": url,
            "startDate": begins.isoformat(),
            "endDate": time.ends_at.isoformat() if time.ends_at else "",
            "location": place or {"@type": "VirtualLocation", "url": url},
            "organizer": organisation_node(page.organisation),
            "isAccessibleForFree": True if page.price.key == PriceKind.FREE else None,
        }
    )


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
