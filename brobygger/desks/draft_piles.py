"""What waits on somebody's own page: what they have begun to write and not sent."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext

from brobygger.accounts.desk import DeskItem, DeskPile, desk_source
from brobygger.directory.models import DraftStatus
from brobygger.directory.selectors.drafts import DraftLine, drafts_under_way
from brobygger.kernel.actors import Actor
from brobygger.web.presenters.times import day_text

#: The ones written in last; the editor's first page has the rest.
MOST_SHOWN = 5


@desk_source
def drafts_begun(actor: Actor) -> DeskPile | None:
    """Return the drafts of the actor's own organisations that can be written in, the one written in last first."""
    if not actor.organisation_ids:
        return None
    drafts = [line for line in drafts_under_way(actor=actor) if line.status != DraftStatus.SUBMITTED]
    everything = DeskItem(title=gettext("Skriv om et tilbud"), url=reverse("desks:editor_home"))
    return DeskPile(
        heading=gettext("Kladder"),
        nothing=gettext("I er ikke i gang med at skrive noget."),
        total=len(drafts),
        items=(*map(_item, drafts[:MOST_SHOWN]), everything),
    )


def _item(line: DraftLine) -> DeskItem:
    """Return a draft as one thing that waits."""
    text = gettext("Gemt %(day)s") % {"day": day_text(localdate(line.saved_at))}
    if line.status == DraftStatus.RETURNED:
        text = gettext("Den kom tilbage til jer. Ret den, og send den igen.")
    return DeskItem(
        title=line.name or gettext("Uden navn endnu"), text=text, url=reverse("desks:editor_draft", args=[line.id])
    )
