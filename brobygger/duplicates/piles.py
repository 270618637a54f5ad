"""What waits on somebody's own page: entries that may stand there twice."""

from django.urls import reverse
from django.utils.translation import gettext

from brobygger.accounts.desk import DeskItem, DeskPile, desk_source
from brobygger.duplicates.policies import may_decide
from brobygger.duplicates.selectors.queue import waiting_count
from brobygger.kernel.actors import Actor


@desk_source
def pairs_to_decide(actor: Actor) -> DeskPile | None:
    """Return the way to the pairs with how many likely ones wait; None when it is not the actor's to say."""
    if not may_decide(actor):
        return None
    item = DeskItem(title=gettext("Se, om noget står der to gange"), url=reverse("duplicates:queue"))
    return DeskPile(heading=gettext("Står der to gange?"), nothing="", total=waiting_count(actor=actor), items=(item,))
