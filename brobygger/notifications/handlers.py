"""What this room does when a room below announces something."""

from brobygger.accounts.events import AccountMailWanted
from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.events import on
from brobygger.notifications.services import queue_mail
from brobygger.notifications.topics import Topic


@on(AccountMailWanted)
def queue_account_mail(event: AccountMailWanted) -> None:
    """Write the mail in the outbox, in the transaction of the act that asked for it."""
    queue_mail(
        actor=SYSTEM,
        to=event.to,
        template=event.template,
        context=event.context,
        key=event.key,
        topic=Topic.ACCOUNT,
        at=event.at,
        language=event.language,
    )
