"""Putting in what a reading came to: each thing whole or not at all, so that it may be stopped anywhere and go on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from brobygger.directory.models import Offer, Status
from brobygger.directory.services import hide_offer, publish_offer, save_offer
from brobygger.directory.values import OfferData
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError
from brobygger.opendata.models import Kind
from brobygger.sources.becoming import become
from brobygger.sources.merging import news_of, plain
from brobygger.sources.models import Came, Outcome, Result, Run, Source, Thing, Trust
from brobygger.sources.policies import machine_of
from brobygger.sources.selectors.knowledge import Knowledge, digest_of, knowledge_for
from brobygger.sources.services.looking import ORGANIZATION
from brobygger.sources.services.organisations import organisation_for, thing_id_for
from brobygger.sources.services.origins import keep
from brobygger.sources.services.reviewing import send_to_review
from brobygger.sources.weighing import Weighed, key_for, weigh

THINGS_AT_A_TIME = 50
_WITHOUT_THING = frozenset({Result.MISSING, Result.HIDDEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who writes, for which source, with what it knows."""

    actor: Actor
    source: Source
    knowledge: Knowledge
    at: datetime


def write_out(*, run: Run, at: datetime, still_here: Callable[[], None]) -> None:
    """Put in everything a reading came to that is not in yet. ``still_here`` is called with each handful."""
    source = run.source
    writer = Writer(actor=machine_of(source), source=source, knowledge=knowledge_for(source), at=at)
    while ids := _next(run):
        write_some(writer=writer, outcome_ids=ids)
        still_here()


def _next(run: Run) -> list[UUID]:
    rows = Outcome.objects.of_run(run.id).to_write(with_missing=not run.is_doubted).in_order()
    return list(rows.values_list("id", flat=True)[:THINGS_AT_A_TIME])


@transaction.atomic
def write_some(*, writer: Writer, outcome_ids: Sequence[UUID]) -> None:
    """Put some things in, in one transaction; what stops one of them is told at it, and stops no other."""
    outcomes = list(Outcome.objects.with_ids(outcome_ids).select_for_update().in_order())
    known = {
        thing.foreign_id: thing
        for thing in Thing.objects.of_source(writer.source.id).called([one.foreign_id for one in outcomes])
    }
    offers = {
        offer.id: offer
        for offer in Offer.objects.with_ids([thing.offer_id for thing in known.values() if thing.offer_id]).for_page()
    }
    for outcome in outcomes:
        thing = known.get(outcome.foreign_id) if outcome.kind != ORGANIZATION else None
        offer = offers.get(thing.offer_id) if thing and thing.offer_id else None
        try:
            with transaction.atomic():
                outcome.came = _write(outcome, thing, offer, writer)
        except DomainError as error:
            outcome.came, outcome.why = Came.FAILED, gettext(error.message)[:500]
    Outcome.objects.bulk_update(outcomes, ["came", "why", "offer_id"])


def _write(outcome: Outcome, thing: Thing | None, offer: Offer | None, writer: Writer) -> Came:
    """Put one thing in, and return what it came to."""
    if outcome.kind == ORGANIZATION:
        organisation_for(source=writer.source, actor=writer.actor, raw=outcome.raw, at=writer.at)
        return Came.DONE
    if outcome.result in _WITHOUT_THING:
        return _put_away(outcome, thing, offer, writer)
    became = become(
        outcome.raw,
        key=key_for(writer.source, outcome.foreign_id, outcome.raw),
        country=writer.knowledge.country,
        terms=writer.knowledge.terms,
        home=writer.knowledge.home,
        only_in=writer.knowledge.only_in,
        today=timezone.localdate(writer.at),
    )
    weighed = weigh(became, thing=thing, offer=offer, source=writer.source)
    if weighed.said is None:
        outcome.why = weighed.why[:500]
        return Came.FAILED
    return _take_in(outcome, weighed, thing, offer, writer)


def _take_in(outcome: Outcome, weighed: Weighed, thing: Thing | None, offer: Offer | None, writer: Writer) -> Came:
    """Make or change the offer of a thing, and keep what its source said."""
    assert weighed.said is not None
    assert weighed.data is not None
    if thing is None:
        thing = Thing(
            source=writer.source,
            foreign_id=outcome.foreign_id,
            thing_id=thing_id_for(writer.source, outcome.raw, outcome.foreign_id),
            first_seen_at=writer.at,
        )
    was_hidden_by_us = thing.is_hidden_by_us
    if offer is None:
        offer = _new_offer(outcome, weighed.data, thing, writer)
    elif weighed.changed:
        save_offer(actor=writer.actor, at=writer.at, data=weighed.data)
    _remember(outcome, plain(weighed.said), thing, offer, writer)
    if offer is None:
        return Came.SENT
    # Shown last, so that open data says from the beginning where it comes from.
    if offer.status == Status.DRAFT or (was_hidden_by_us and offer.status == Status.HIDDEN):
        publish_offer(actor=writer.actor, offer_id=offer.id, at=writer.at)
    return Came.DONE


def _new_offer(outcome: Outcome, data: OfferData, thing: Thing, writer: Writer) -> Offer | None:
    """Make something new, to be shown, or send it to be looked at first, by how far the source is trusted."""
    raw = outcome.raw.get("organization") or {}
    organisation_id = organisation_for(source=writer.source, actor=writer.actor, raw=raw, at=writer.at)
    data = replace(data, organisation_id=organisation_id)
    if writer.source.trust == Trust.LOOKED_AT:
        thing.draft_id = send_to_review(
            actor=writer.actor, data=data, organisation_id=organisation_id, draft_id=thing.draft_id, at=writer.at
        )
        return None
    return save_offer(actor=writer.actor, at=writer.at, data=data).offer


def _remember(outcome: Outcome, said: dict[str, Any], thing: Thing, offer: Offer | None, writer: Writer) -> None:
    """Keep what a source said last, about which field when, and hand its own object to open data."""
    when = writer.at.isoformat()
    news = news_of(thing.said, said)
    thing.said_at = {name: when if name in news else thing.said_at.get(name, when) for name in said}
    thing.said, thing.offer, thing.changed_at = said, offer, writer.at
    thing.missing_since, thing.is_hidden_by_us = None, False
    thing.digest = digest_of(outcome.raw, rules=writer.knowledge.digest)
    thing.save()
    if offer is None:
        return
    outcome.offer_id = offer.id
    keep(
        actor=writer.actor, kind=Kind.SERVICE, subject_id=offer.id, thing_id=thing.thing_id,
        source_id=writer.source.id, foreign_id=thing.foreign_id, raw=outcome.raw, at=writer.at,
    )  # fmt: skip


def _put_away(outcome: Outcome, thing: Thing | None, offer: Offer | None, writer: Writer) -> Came:
    """Note that a thing is gone at its source, and hide its offer when it has been long enough."""
    if thing is None:
        return Came.FAILED
    thing.missing_since = thing.missing_since or writer.at
    if outcome.result == Result.HIDDEN and offer is not None and offer.status == Status.PUBLISHED:
        hide_offer(actor=writer.actor, offer_id=offer.id, at=writer.at)
        thing.is_hidden_by_us = True
    thing.changed_at = writer.at
    thing.save(update_fields=["missing_since", "is_hidden_by_us", "changed_at"])
    return Came.DONE
