"""Reads: the offers somebody should call about, with whom to call. A number is for those who are to use it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Permission, Role
from brobygger.accounts.policies import reach_of
from brobygger.directory.models import Check, Offer, Status
from brobygger.directory.models.checks import CheckQuerySet
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound

#: More than anybody calls in a week; the rest come when these are done.
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Whom one reaches on a number."""

    who: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """One offer to call about. ``stage`` is a key of ``Stage``; ``numbers`` is empty when the register knows none."""

    offer_id: UUID
    key: str
    name: str
    organisation_name: str
    stage: str
    since: date
    is_shown: bool
    is_reachable_by_mail: bool
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallList:
    """The first of those to call about, those who have waited longest first, and how many there are."""

    lines: tuple[CallLine, ...]
    total: int


def call_list(*, actor: Actor, municipality_code: str) -> CallList:
    """Return whom to call about offers in one municipality. Raises ``NotFound`` where it is not the actor's to call."""
    if not reach_of(actor, Permission.CALL_LIST_READ).covers(municipality_codes=[municipality_code]):
        raise NotFound
    return _listed(Check.objects.to_call().callable_by(actor).in_municipality(municipality_code))


def national_call_list(*, actor: Actor) -> CallList:
    """Return whom to call about offers that no municipality's team looks after. Raises ``NotFound`` for others."""
    if not reach_of(actor, Permission.CALL_LIST_READ).is_everywhere:
        raise NotFound
    return _listed(Check.objects.to_call().of_nobody_local(with_team()))


def with_team() -> Collection[str]:
    """Return the codes of the municipalities in which somebody administers the register."""
    team = User.objects.get_queryset().active().with_role(Role.LOCAL_ADMINISTRATOR)
    lists = team.values_list("municipality_codes", flat=True)
    return sorted({code for codes in lists for code in codes})


def _listed(checks: CheckQuerySet) -> CallList:
    rows = checks.longest_waiting_first()
    first = rows.select_related("offer__organisation").prefetch_related("offer__contacts")[:MOST_SHOWN]
    return CallList(lines=tuple(_line(row) for row in first), total=rows.count())


def _line(row: Check) -> CallLine:
    offer = row.offer
    return CallLine(
        offer_id=offer.id,
        key=offer.key,
        name=offer.name,
        organisation_name=offer.organisation.name,
        stage=row.stage,
        since=row.stage_on or row.due_on,
        is_shown=offer.status == Status.PUBLISHED,
        is_reachable_by_mail=row.is_reachable,
        numbers=_numbers(offer),
    )


def _numbers(offer: Offer) -> tuple[Number, ...]:
    """Return the offer's own numbers, then its organisation's, each once."""
    contacts = sorted(offer.contacts.all(), key=lambda row: row.position)
    found = {row.phone: row.function for row in contacts if row.phone}
    if offer.organisation.phone:
        found.setdefault(offer.organisation.phone, offer.organisation.name)
    return tuple(Number(who=who, phone=phone) for phone, who in found.items())
