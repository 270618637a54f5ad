"""Acts on keys for other systems."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex, token_urlsafe
from uuid import UUID

from django.db import transaction

from brobygger.audit.services import record
from brobygger.exchange.models import ApiKey
from brobygger.exchange.owners import Owner
from brobygger.exchange.policies import may_manage_keys
from brobygger.exchange.selectors.keys import MARK, digest_of, owner_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, DomainError, NotFound

#: A key that nobody remembers should not open anything for ever.
LONGEST_LIFE = timedelta(days=366)
MOST_KEYS = 10
#: "Sidst brugt" need not be truer than this; a write at each question would be dear.
NOTED_EVERY = timedelta(hours=1)


class KeyMadeAlready(DomainError):
    """Nøglen er lavet, og den blev vist én gang. Har du ikke gemt den, så luk den og lav en ny."""

    code = "key_made_already"
    status = 409


class TooManyKeys(DomainError):
    """I har allerede ti nøgler, der virker. Luk en, I ikke bruger, først."""

    code = "too_many_keys"
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key, with the one and only showing of it."""

    row: ApiKey
    shown: str


@transaction.atomic
def make_key(
    *, actor: Actor, owner: Owner, key_id: UUID, name: str, is_read_only: bool, lasts: timedelta, at: datetime
) -> NewKey:
    """Make a key to one owner's rows; ``key_id`` is the form's, so that sending it twice makes one.

    Raises ``NotFound``, ``BadData``, ``KeyMadeAlready`` and ``TooManyKeys``.
    """
    if not may_manage_keys(actor, owner):
        raise NotFound
    if not name.strip() or not timedelta(0) < lasts <= LONGEST_LIFE:
        raise BadData
    if ApiKey.objects.with_id(key_id).exists():
        raise KeyMadeAlready
    if ApiKey.objects.of_owner(owner).usable(at).count() >= MOST_KEYS:
        raise TooManyKeys
    prefix = token_hex(5)
    shown = f"{MARK}_{prefix}_{token_urlsafe(32)}"
    row = ApiKey.objects.create(
        id=key_id,
        name=name.strip(),
        prefix=prefix,
        digest=digest_of(shown),
        organisation=owner.organisation,
        municipality=owner.municipality,
        is_read_only=is_read_only,
        made_by_id=actor.id,
        made_at=at,
        expires_at=at + lasts,
    )
    _record(actor, row, act="exchange.key.made", at=at, changes={"owner": owner.key, "is_read_only": is_read_only})
    return NewKey(row=row, shown=shown)


@transaction.atomic
def revoke_key(*, actor: Actor, key_id: UUID, at: datetime) -> ApiKey:
    """Close a key for good; closing it twice is closing it once. Raises ``NotFound``."""
    rows = ApiKey.objects.visible_to(actor).with_id(key_id)
    row = rows.select_related("organisation", "municipality").first()
    if row is None or not may_manage_keys(actor, owner_of(row)):
        raise NotFound
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        _record(actor, row, act="exchange.key.revoked", at=at, changes={"owner": owner_of(row).key})
    return row


def note_key_used(*, actor: Actor, at: datetime) -> bool:
    """Keep when a key was last used, an hour more or less; return whether anything was written."""
    rows = ApiKey.objects.with_id(actor.id).not_used_since(at - NOTED_EVERY)
    return bool(rows.update(last_used_at=at))


def _record(actor: Actor, row: ApiKey, *, act: str, at: datetime, changes: dict[str, object]) -> None:
    record(actor=actor, act=act, subject_kind="api_key", subject_id=row.id, at=at, changes=changes)
