"""Telling those who keep a source that it cannot be read, or has lost so much that we do not believe it."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from brobygger.accounts.permissions import Permission
from brobygger.accounts.selectors.holders import holders_of
from brobygger.kernel.actors import Actor
from brobygger.notifications.services import Letter, queue_mails
from brobygger.notifications.topics import Topic
from brobygger.sources.models import Run, Source


def tell_keepers(*, actor: Actor, source: Source, run: Run, at: datetime) -> int:
    """Write to the town's own people, or the nation's when it has none; once for each time it breaks. How many."""
    code = source.municipality_id or ""
    holders = holders_of(permission=Permission.SOURCES_KEEP, municipality_code=code)
    local = [person for person in holders if code and code in person.municipality_codes]
    letters = [
        Letter(
            to=person.email,
            template="sources/mail/broken",
            context={
                "name": source.name,
                "problem": run.problem,
                "is_doubted": run.is_doubted,
                "url": f"{settings.BASE_URL}{reverse('sources:source', args=[source.key])}",
            },
            key=f"source-broken:{source.id}:{run.id}:{person.id}",
            topic=Topic.TASK,
            about=source.id,
        )
        for person in local or holders
    ]
    return len(queue_mails(actor=actor, letters=letters, at=at))
