"""What waits on somebody's own page: entries that may stand there twice."""

from django.urls import reverse
from django.utils.translation import gettext

from brobygger.accounts.desk import DeskItem, DeskPile, desk_source
from brobygger.duplicates.policies import may_decide
from brobygger.duplicates.selectors.queue import waiting_count
from brobygger.kernel.actors import Actor


@desk_source
def pairs_to_decide(actor: Actor) -> DeskPile | None:
    """Return how many likely pairs wait for the actor; None when there are none, or when it is not theirs to say."""
    total = waiting_count(actor=actor) if may_decide(actor) else 0
    if not total:
        return None
    item = DeskItem(title=gettext("Se, om noget står der to gange"), url=reverse("duplicates:queue"))
    return DeskPile(heading=gettext("Står der to gange?"), nothing="", total=total, items=(item,))
