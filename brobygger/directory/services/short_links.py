"""Short links about room: eight characters that fit in a text message, for one offer, until they end."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from brobygger.accounts.permissions import Permission
from brobygger.audit.services import record
from brobygger.directory.models import Offer, ShortLink
from brobygger.directory.selectors.links import code_digest
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound

#: Without the letters and digits that people take for one another when they read aloud.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 8
#: As long as an answer about room counts.
LASTS = timedelta(days=60)


@transaction.atomic
def make_short_link(*, actor: Actor, offer_id: UUID, at: datetime) -> str:
    """Return a new code for ``/p/<code>/``, with which its holder says whether there is room. It is shown this once.

    Codes that have ended are thrown away on the way. Raises ``NotFound`` for offers that are not the actor's.
    """
    if not Offer.objects.within_reach(actor, Permission.CAPACITY_SET).with_id(offer_id).exists():
        raise NotFound
    ShortLink.objects.ended(at).delete()
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    ShortLink.objects.create(offer_id=offer_id, code_digest=code_digest(code), created_at=at, expires_at=at + LASTS)
    record(actor=actor, act="directory.short_link.made", subject_kind="offer", subject_id=offer_id, at=at)
    return code
