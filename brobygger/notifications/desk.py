"""What a person has to see to about mail, put on the page of those who run the whole (``accounts.desk``)."""

from django.urls import reverse
from django.utils.translation import gettext

from brobygger.accounts.desk import DeskItem, DeskPile, desk_source
from brobygger.kernel.actors import Actor
from brobygger.notifications.models import Message
from brobygger.notifications.policies import may_see_to_mail
from brobygger.notifications.selectors import troubles

_MOST_SHOWN = 5


@desk_source
def mail_troubles(actor: Actor) -> DeskPile | None:
    """Return the mails that could not be sent, or of which nobody knows whether they arrived."""
    if not may_see_to_mail(actor):
        return None
    waiting = troubles(actor=actor)
    return DeskPile(
        heading=gettext("Mails, der ikke kom af sted"),
        nothing=gettext("Alle mails er sendt."),
        total=waiting.count(),
        items=tuple(_item(message) for message in waiting[:_MOST_SHOWN]),
    )


def _item(message: Message) -> DeskItem:
    """Return one mail as a line."""
    return DeskItem(
        title=f"{message.get_topic_display()}: {message.get_state_display()}",
        text=message.problem,
        url=reverse("notifications:troubles"),
    )
