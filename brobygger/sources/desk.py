"""What this room has for people on their own page (``accounts.desk``)."""

from django.urls import reverse
from django.utils.translation import gettext

from brobygger.accounts.desk import DeskItem, DeskPile, desk_source
from brobygger.kernel.actors import Actor
from brobygger.sources.policies import may_keep_any
from brobygger.sources.selectors.sources import broken_sources, sources_count


@desk_source
def kept(actor: Actor) -> DeskPile | None:
    """Return the way to the sources somebody keeps, and those that cannot be read."""
    if not may_keep_any(actor):
        return None
    broken = [
        DeskItem(title=row.name, text=gettext("Kan ikke læses lige nu."), url=reverse("sources:source", args=[row.key]))
        for row in broken_sources(actor=actor)
    ]
    way_in = DeskItem(title=gettext("Se kilderne, eller tilføj en ny"), url=reverse("sources:sources"))
    return DeskPile(
        heading=gettext("Tilbud fra andre registre"), nothing="", total=sources_count(actor=actor),
        items=(*broken, way_in),
    )  # fmt: skip
