"""Reads: keys, and who comes with one."""

from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

from brobygger.accounts.permissions import ROLES, Permission, Role
from brobygger.exchange.models import ApiKey
from brobygger.exchange.owners import Owner
from brobygger.exchange.policies import may_manage_keys
from brobygger.kernel.actors import Actor, ActorKind
from brobygger.kernel.errors import NotFound

#: What every key begins with, so that people and scanners of code know one when they see it.
MARK = "brobygger"
_ONLY_READING = frozenset({Permission.OFFERS_EXPORT})


def keys_of(*, actor: Actor, owner: Owner) -> tuple[ApiKey, ...]:
    """Return an owner's keys, newest first; raises ``NotFound`` for those who may not give any."""
    if not may_manage_keys(actor, owner):
        raise NotFound
    rows = ApiKey.objects.visible_to(actor).of_owner(owner).select_related("made_by")
    return tuple(rows.newest_first())


def digest_of(key: str) -> str:
    """Return what a key is kept as."""
    return sha256(key.encode()).hexdigest()


def key_behind(*, shown: str, at: datetime) -> ApiKey | None:
    """Return the row of a key that another system shows, when it opens anything now."""
    mark, _line, rest = shown.partition("_")
    prefix = rest.partition("_")[0]
    row = ApiKey.objects.with_prefix(prefix).usable(at).select_related("organisation", "municipality").first()
    is_right = mark == MARK and row is not None and compare_digest(row.digest, digest_of(shown))
    return row if is_right else None


def owner_of(key: ApiKey) -> Owner:
    """Return whose rows a key opens."""
    return Owner(organisation=key.organisation, municipality=key.municipality)


def client_of(key: ApiKey) -> Actor:
    """Return who another system is to the services: its owner's rows, and no more than a key may."""
    held = frozenset(str(permission) for permission in (_ONLY_READING if key.is_read_only else ROLES[Role.API_CLIENT]))
    if key.organisation_id is not None:
        ids = frozenset({key.organisation_id})
        return Actor(kind=ActorKind.CLIENT, id=key.id, own_permissions=held, organisation_ids=ids)
    codes = frozenset({str(key.municipality_id)})
    return Actor(kind=ActorKind.CLIENT, id=key.id, permissions=held, municipality_codes=codes)
