"""The nightly round: who is asked whether an offer is still right, and what happens when nobody answers.

It works in small transactions, each of whole mailboxes: the letter and the step it tells of are written together, or
not at all. So the round can be killed at any moment and run again: nobody is asked twice, and nobody is forgotten.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from brobygger.audit.services import record
from brobygger.directory import policies
from brobygger.directory.events import told
from brobygger.directory.letters import letter_about
from brobygger.directory.models import Check, Offer, Stage, Status
from brobygger.directory.models.checks import ASK_AHEAD, NEXT_STAGE
from brobygger.directory.selectors.asking import Asked, digest_of, receivers_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed
from brobygger.notifications.services import queue_mails
from brobygger.search import services as search

_OFFERS_AT_A_TIME = 200
#: Offers that nobody has ever confirmed are asked about a few at a time: the first in a week, the last in five months.
FIRST_WAIT, SPREAD_DAYS = timedelta(days=7), 150
#: An offer that somebody shows again by hand has been looked at, though nobody said so.
SHOWN_AGAIN_WAIT = timedelta(days=30)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round came to: steps by stage, letters queued, and offers nobody can be asked about by mail."""

    planned: int
    asked: int
    reminded: int
    greyed: int
    hidden: int
    letters: int
    without_address: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """One check that is to take a step, and the mailbox it concerns (nothing when there is none)."""

    check_id: UUID
    offer_id: UUID
    to: str


def nightly_round(*, actor: Actor, at: datetime) -> Round:
    """Plan what is not planned yet, and take today's steps; the answer counts them. Safe to kill and to repeat.

    A mailbox gets one letter a day: what more comes up for it waits until tomorrow. Raises ``NotAllowed``.
    """
    if not policies.may_load(actor):
        raise NotAllowed
    today, tally = timezone.localdate(at), Counter[str]()
    tally["planned"] = _plan(today)
    for batch in _batches(today):
        tally += _take_steps(batch, actor=actor, at=at)
    return Round(**{name: tally[name] for name in Round.__dataclass_fields__})


def plan_for(*, next_check_on: date | None, organisation_id: UUID, today: date) -> tuple[date, tuple[str, ...]]:
    """Return when an offer that has no plan yet is first asked about, and why."""
    if next_check_on is not None:
        return max(today, next_check_on - ASK_AHEAD), ("ordinary",)
    # By organisation, so that somebody with many offers is asked about them in one letter.
    day = int.from_bytes(organisation_id.bytes[-4:], "big") % SPREAD_DAYS
    return today + FIRST_WAIT + timedelta(days=day), ("never_confirmed",)


def _plan(today: date) -> int:
    """Give every shown offer its day; return to how many."""
    again = Check.objects.shown_again_by_hand().update(
        stage=Stage.WAITING, stage_on=None, due_on=today + SHOWN_AGAIN_WAIT, asked_of="", is_reachable=True
    )
    new = Offer.objects.published().without_check().values_list("id", "next_check_on", "organisation_id")
    rows = list(new)
    for batch in _in_lots(rows, _OFFERS_AT_A_TIME):
        plans = {
            offer_id: plan_for(next_check_on=on, organisation_id=owner, today=today) for offer_id, on, owner in batch
        }
        Check.objects.bulk_create(
            [Check(offer_id=offer_id, due_on=on, reasons=list(why)) for offer_id, (on, why) in plans.items()],
            ignore_conflicts=True,
        )
    return again + len(rows)


def _batches(today: date) -> Iterator[list[_Due]]:
    """Yield what is due, some hundred offers at a time, whole mailboxes together."""
    asked_today = Check.objects.all().mailboxes_asked_on(today)
    batch: list[_Due] = []
    for mailbox, group in _by_mailbox(today).items():
        if mailbox in asked_today:
            continue
        batch += group
        if len(batch) >= _OFFERS_AT_A_TIME:
            yield batch
            batch = []
    if batch:
        yield batch


def _by_mailbox(today: date) -> dict[str, list[_Due]]:
    """Return what is due by mailbox; what has none is gathered under its own id, so that batches stay small."""
    rows = list(
        Check.objects.due(today)
        .order_by("offer_id")
        .values_list("id", "offer_id", "offer__organisation_id", "offer__organisation__email", "stage")
    )
    asked = [
        Asked(offer_id=offer_id, organisation_id=owner, organisation_email=email, stage=NEXT_STAGE[stage][0])
        for _id, offer_id, owner, email, stage in rows
    ]
    receivers = receivers_of(asked)
    groups: dict[str, list[_Due]] = {}
    for check_id, offer_id, *_rest in rows:
        to = receivers[offer_id]
        groups.setdefault(digest_of(to) or str(offer_id), []).append(_Due(check_id=check_id, offer_id=offer_id, to=to))
    return groups


@transaction.atomic
def _take_steps(batch: Sequence[_Due], *, actor: Actor, at: datetime) -> Counter[str]:
    """Take one step with each check that still is to, and write the letters that tell of it."""
    today = timezone.localdate(at)
    shown = Offer.objects.shown_among([due.offer_id for due in batch]).order_by("id")
    locked = list(shown.select_for_update().values_list("id", flat=True))
    rows = Check.objects.due(today).with_ids([due.check_id for due in batch]).select_for_update(of=("self",))
    checks = {row.offer_id: row for row in rows if row.offer_id in set(locked)}
    offers = {offer.id: offer for offer in Offer.objects.with_ids(list(checks)).for_asking()}
    stages = {offer_id: NEXT_STAGE[row.stage][0] for offer_id, row in checks.items()}
    reached = _write_letters(batch, offers=offers, checks=checks, stages=stages, actor=actor, at=at)
    for due in batch:
        if row := checks.get(due.offer_id):
            row.stage, row.stage_on = stages[due.offer_id], today
            row.asked_of, row.is_reachable = digest_of(due.to), due.offer_id in reached
    _keep(list(checks.values()))
    _let_it_show(offers, stages=stages, actor=actor, at=at)
    tally = Counter(str(stage) for stage in stages.values())
    tally["letters"] = len({due.to for due in batch if due.offer_id in reached})
    tally["without_address"] = len(checks) - len(reached)
    if checks:
        _note(tally, actor=actor, at=at)
    return tally


def _write_letters(
    batch: Sequence[_Due],
    *,
    offers: Mapping[UUID, Offer],
    checks: Mapping[UUID, Check],
    stages: Mapping[UUID, Stage],
    actor: Actor,
    at: datetime,
) -> frozenset[UUID]:
    """Queue one letter to each mailbox; return the offers whose letter will be sent."""
    mailboxes: dict[str, list[Offer]] = {}
    for due in batch:
        if due.to and due.offer_id in offers:
            mailboxes.setdefault(due.to, []).append(offers[due.offer_id])
    due_on = {offer_id: row.due_on for offer_id, row in checks.items()}
    about = {}
    for to, asked in mailboxes.items():
        letter = letter_about(to=to, offers=asked, stages=stages, due_on=due_on, at=at)
        about[letter.key] = (letter, asked)
    queued = queue_mails(actor=actor, letters=[letter for letter, _asked in about.values()], at=at)
    return frozenset(offer.id for message in queued for offer in about[message.key][1])


def _keep(rows: Sequence[Check]) -> None:
    """Write how far many checks have come, in one statement."""
    Check.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["stage", "stage_on", "asked_of", "is_reachable"],
    )


def _let_it_show(offers: Mapping[UUID, Offer], *, stages: Mapping[UUID, Stage], actor: Actor, at: datetime) -> None:
    """Hide the offers nobody answered for, and let the search know which are grey."""
    hidden = [offer_id for offer_id, stage in stages.items() if stage == Stage.HIDDEN]
    Offer.objects.with_ids(hidden).update(status=Status.HIDDEN, changed_at=at)
    for offer_id in hidden:
        record(
            actor=actor,
            act=f"directory.offer.{Status.HIDDEN}",
            subject_kind="offer",
            subject_id=offer_id,
            at=at,
            changes={"status": [str(Status.PUBLISHED), str(Status.HIDDEN)], "because": "stale"},
        )
    if hidden:
        search.withdraw_many(document_ids=hidden, at=at)
        told.tell(hidden, at=at)
    greyed = [offer_id for offer_id, stage in stages.items() if stage == Stage.GREYED]
    if greyed:
        search.mark_unanswered(document_ids=greyed, at=at)


def _note(tally: Mapping[str, int], *, actor: Actor, at: datetime) -> None:
    """Write one line in the book for some hundred steps: asking changes nothing that anybody said."""
    record(
        actor=actor,
        act="directory.round.stepped",
        subject_kind="directory.round",
        subject_id=timezone.localdate(at),
        at=at,
        changes=dict(tally),
    )


def _in_lots(rows: Sequence[T], size: int) -> Iterator[list[T]]:
    waiting = iter(rows)
    while lot := list(islice(waiting, size)):
        yield lot
