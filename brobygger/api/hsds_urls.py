"""Addresses of the HSDS doors, the same in every language. The standard's end without a slash; one does no harm."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path

from brobygger.api.selectors import Profile
from brobygger.api.views import about, changes, lists, profile, things
from brobygger.opendata.models import Kind

app_name = "hsds"

#: The standard's names of lists and of one thing.
NAMES = {
    Kind.SERVICE: ("services", "service"),
    Kind.ORGANIZATION: ("organizations", "organization"),
    Kind.SERVICE_AT_LOCATION: ("service_at_locations", "service_at_location"),
    Kind.TAXONOMY: ("taxonomies", "taxonomy"),
    Kind.TAXONOMY_TERM: ("taxonomy_terms", "taxonomy_term"),
}


def _both(route: str, view: Any, name: str, **more: Any) -> Iterator[URLPattern]:
    """Give a door with and without the slash; the address we write ourselves is the one without."""
    yield path(f"{route}/", view, more, name=name)
    yield path(route, view, more, name=name)


def _doors(base: str, prefix: str, whose: Profile) -> Iterator[URLPattern]:
    for kind, (many, one) in NAMES.items():
        yield from _both(f"{base}/{many}", lists.things, f"{prefix}{many}", kind=kind, profile=whose)
        yield from _both(f"{base}/{many}/<str:thing_id>", things.thing, f"{prefix}{one}", kind=kind, profile=whose)
    yield path(base, about.about, {"profile": whose}, name=f"{prefix}about")
    yield path(f"{base}/", about.about, {"profile": whose}, name=f"{prefix}about")


urlpatterns: list[URLPattern] = [
    path("3/openapi.json", about.openapi, name="openapi"),
    *_both("3/changes", changes.changes, "changes"),
    *_doors("3", "", Profile.HSDS),
    *_doors("uk/3", "uk_", Profile.UK),
    path("dk/1.0", profile.profile, name="profile"),
    path("dk/1.0/", profile.profile, name="profile"),
    path("dk/1.0/<str:name>", profile.profile_file, name="profile_file"),
    # Last: whatever else is asked under /hsds/ is told so as a problem, not as a page.
    path("<path:rest>", about.nothing, name="nothing"),
]
