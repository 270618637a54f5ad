"""Reads: one site with what it shows first."""

from uuid import UUID

from brobygger.kernel.errors import NotFound
from brobygger.sites.models import Site


def get_site(*, municipality_code: str | None = None) -> Site:
    """Return a municipality's site with its municipality, or the national one; raises ``NotFound``."""
    site = Site.objects.for_place(municipality_code).select_related("municipality__region").first()
    if site is None:
        raise NotFound
    return site


def highlighted_ids(*, site: Site) -> tuple[UUID, ...]:
    """Return the ids of the offers a site shows first, in its order."""
    return tuple(site.highlights.order_by("position").values_list("subject_id", flat=True))
