"""What a feed is about: everything, one municipality, one need, one organisation; and what such a feed is called."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from brobygger.kernel.errors import NotFound
from brobygger.organisations.selectors import get_organisation
from brobygger.places.models import Municipality
from brobygger.taxonomy.models import Facet
from brobygger.taxonomy.selectors import ConceptNotFound, get_concept, needs_quick_exit, with_narrower
from brobygger.ui.languages import current_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which offers a feed holds. ``path`` is the page a person reads the same on, ``topic`` names it for the title.

    ``id`` is the part of the feed's own lasting name. A need takes everything narrower with it.
    """

    id: str = "alle"
    topic: str = ""
    path: str
    municipality_code: str = ""
    needs: frozenset[str] = frozenset()
    organisation_id: UUID | None = None
    is_sensitive: bool = False


def everything() -> Scope:
    """Return the scope of all there is."""
    return Scope(path=reverse("web:front"))


def in_municipality(code: str) -> Scope:
    """Return the scope of one municipality; raises ``NotFound``."""
    row = Municipality.objects.without_border().with_codes([code]).first()
    if row is None:
        raise NotFound
    return Scope(
        id=f"kommune-{row.code}", topic=row.name, path=reverse("web:local", args=[row.slug]), municipality_code=row.code
    )


def about_need(key: str) -> Scope:
    """Return the scope of one need and those narrower; raises ``NotFound``, also for what is not a need."""
    concept = get_concept(key)
    if concept.facet != Facet.NEED:
        raise ConceptNotFound
    return Scope(
        id=f"behov-{key}",
        topic=concept.label(current_language()),
        path=reverse("web:need", args=[key]),
        needs=with_narrower(keys=[key]),
        is_sensitive=needs_quick_exit(keys=[key]),
    )


def of_organisation(key: str) -> Scope:
    """Return the scope of one organisation's offers; raises ``NotFound``."""
    row = get_organisation(key=key)
    return Scope(
        id=f"forening-{row.id}",
        topic=row.name,
        path=reverse("web:organisation", args=[row.key]),
        organisation_id=row.id,
    )


def narrowed(scope: Scope, *, need_keys: list[str]) -> Scope:
    """Return a scope with only what is about some needs too; keys that are no needs are passed over."""
    known = []
    for key in dict.fromkeys(need_keys):
        try:
            known.append(about_need(key))
        except NotFound:
            continue
    if not known:
        return scope
    return replace(
        scope,
        id="-".join([scope.id, *(need.id for need in known)]),
        topic=" · ".join([scope.topic, *(need.topic for need in known)]) if scope.topic else known[0].topic,
        needs=frozenset().union(*(need.needs for need in known)),
        is_sensitive=scope.is_sensitive or any(need.is_sensitive for need in known),
    )


def calendar_name(scope: Scope) -> str:
    """Say what a calendar is."""
    return gettext("%(topic)s – Brobygger") % {"topic": scope.topic}


def news_name(scope: Scope) -> str:
    """Say what a feed of new offers is."""
    if not scope.topic:
        return gettext("Nye tilbud på Brobygger")
    return gettext("Nye tilbud: %(topic)s") % {"topic": scope.topic}
