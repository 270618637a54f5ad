"""One organisation as its page shows it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from brobygger.kernel.addresses import domain_of
from brobygger.organisations.models import Basis, Organisation
from brobygger.places.maps import MapBase, MapView, build_map
from brobygger.search.queries import Hit, Pin, Result
from brobygger.taxonomy.selectors import needs_quick_exit
from brobygger.web.presenters.cards import cards
from brobygger.web.presenters.offers import round_about
from brobygger.web.presenters.pins import numbers_of, pins_of
from brobygger.web.presenters.schema_org import organisation_graph

#: Offers on one page.
MOST_SHOWN = 30


def organisation_context(
    organisation: Organisation, found: Result, *, base: MapBase, base_url: str, at: datetime
) -> dict[str, Any]:
    """Return what an organisation's page shows; ``found`` is a search for what it offers."""
    crumbs = [
        (gettext("Forside"), reverse("web:front")),
        (gettext("Organisationer"), reverse("web:organisations")),
        (organisation.name, ""),
    ]
    return {
        "organisation": organisation,
        "kind": organisation.get_kind_display(),
        "basis": basis_text(organisation),
        "website_domain": domain_of(organisation.website),
        "cards": [replace(card, owner_name="") for card in cards(found.hits, at=at)],
        "total": found.total,
        "earlier_page": found.filters.page - 1,
        "later_page": found.filters.page + 1 if found.filters.page < found.page_count else 0,
        "map": _map(found.mapped, base=base),
        "crumbs": crumbs,
        "structured": organisation_graph(organisation, crumbs=crumbs, base_url=base_url),
        "needs_quick_exit": _is_mostly_sensitive(found.hits),
    }


def basis_text(organisation: Organisation) -> str:
    """Say in plain words why an organisation may be listed."""
    words = {
        Basis.UNKNOWN: gettext("Det er ikke undersøgt endnu. Oplysningerne kommer fra en offentlig kilde."),
        Basis.CHARITY_LIST: gettext("De står på Skattestyrelsens liste over velgørende foreninger."),
        Basis.NON_PROFIT: gettext("Deres vedtægter siger, at de arbejder for andre og ikke for at tjene penge."),
        Basis.PUBLIC: gettext("Det er en offentlig myndighed."),
        Basis.RELIGIOUS: gettext("Det er et anerkendt trossamfund, der hjælper uden at tjene penge på det."),
        Basis.VOUCHED: gettext("Det er en gruppe uden CVR-nummer, som et frivilligcenter står inde for."),
        Basis.DOCUMENTED_ACTIVITY: gettext(
            "Det er en virksomhed. Den er her kun med det, den gør for andre uden at tjene penge på det."
        ),
    }
    return words[Basis(organisation.basis)]


def _map(mapped: tuple[Pin, ...], *, base: MapBase) -> MapView | None:
    """Return the map of where its offers are, or None when no place is known."""
    pins = pins_of(mapped, numbers=numbers_of(mapped))
    return build_map(pins=pins, base=base, focus=round_about(pins)) if pins else None


def _is_mostly_sensitive(hits: tuple[Hit, ...]) -> bool:
    """Test whether a page is about violence and the like: one such offer among many does not make it so."""
    sensitive = sum(needs_quick_exit(keys=hit.document.concepts) for hit in hits)
    return sensitive * 2 > len(hits)
