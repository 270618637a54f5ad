"""What waits on somebody's own page: addresses on their associations' offers that do not answer."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from brobygger.accounts.desk import DeskItem, DeskPile, desk_source
from brobygger.directory.selectors.links_shown import BrokenLink, broken_links_for
from brobygger.kernel.actors import Actor
from brobygger.kernel.addresses import domain_of

#: Those broken longest; the next ones come when these are mended.
MOST_SHOWN = 5


@desk_source
def broken_links(actor: Actor) -> DeskPile | None:
    """Return the addresses to mend; None when they all answer."""
    found = broken_links_for(actor=actor) if actor.organisation_ids else ()
    if not found:
        return None
    return DeskPile(
        heading=gettext("Links, der ikke virker"),
        nothing="",
        total=len(found),
        items=tuple(_item(link) for link in found[:MOST_SHOWN]),
    )


def _item(link: BrokenLink) -> DeskItem:
    words = gettext("%(site)s har ikke svaret siden %(on)s. Ret linket, eller fjern det.")
    return DeskItem(
        title=link.offer_name,
        text=words % {"site": domain_of(link.url), "on": date_format(link.since, "MONTH_DAY_FORMAT")},
        url=reverse("desks:association", args=[link.organisation_key]),
    )
