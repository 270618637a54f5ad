"""Putting in what a reading came to: each thing whole or not at all, so that it may be stopped anywhere and go on."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext

from brobygger.directory.events import told_together
from brobygger.directory.models import Offer, Status
from brobygger.directory.services import hide_offer, publish_offer, save_offer
from brobygger.directory.services.taking_in import take_in_offers
from brobygger.directory.values import OfferData
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, DomainError
from brobygger.opendata.models import Kind
from brobygger.opendata.services.many_origins import Told
from brobygger.sources.becoming import become
from brobygger.sources.merging import news_of, plain
from brobygger.sources.models import Came, Outcome, Result, Run, Source, Thing, Trust
from brobygger.sources.selectors.knowledge import Knowledge, digest_of, knowledge_for
from brobygger.sources.services.looking import ORGANIZATION
from brobygger.sources.services.organisations import Organisations
from brobygger.sources.services.origins import Gathered, thing_id_for
from brobygger.sources.services.reviewing import send_to_review
from brobygger.sources.weighing import Weighed, key_for, weigh

THINGS_AT_A_TIME = 200
_GONE = frozenset({Result.MISSING, Result.HIDDEN})


class LeftOut(BadData):
    """Tilbuddet følger ikke reglerne her."""

    code = "source_thing_left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who writes, for which source, with what it knows, and what is gathered for open data on the way."""

    actor: Actor
    source: Source
    knowledge: Knowledge
    organisations: Organisations
    gathered: Gathered
    at: datetime


def write_out(*, actor: Actor, run: Run, at: datetime, still_here: Callable[[], datetime]) -> datetime:
    """Put in everything a reading came to that is not in yet; return when the last of it was.

    ``still_here`` is called with each handful, and says what time it is by then: who asks a little later for what has
    changed since is to find the handfuls that came after.
    """
    knowledge = knowledge_for(run.source)
    now = last = at
    while ids := _next(run):
        write_some(actor=actor, source=run.source, knowledge=knowledge, outcome_ids=ids, at=now)
        last, now = now, still_here()
    return last


def _next(run: Run) -> list[UUID]:
    rows = Outcome.objects.of_run(run.id).to_write(with_missing=not run.is_doubted).in_order()
    return list(rows.values_list("id", flat=True)[:THINGS_AT_A_TIME])


@transaction.atomic
def write_some(
    *, actor: Actor, source: Source, knowledge: Knowledge, outcome_ids: Sequence[UUID], at: datetime
) -> None:
    """Put some things in, in one transaction; what stops one of them is told at it, and stops no other."""
    outcomes = list(Outcome.objects.with_ids(outcome_ids).select_for_update().in_order())
    writer = _writer(actor, source, knowledge, outcomes, at=at)
    with told_together(at=at):
        rest = _write_new(outcomes, writer)
        if rest:
            _write_rest(rest, writer)
        writer.gathered.hand_on(actor=writer.actor, at=at)
    _keep_came(outcomes, source)


def _keep_came(outcomes: Sequence[Outcome], source: Source) -> None:
    """Keep what things came to: most of a handful come to the same, and things know their offers."""
    alike = defaultdict(list)
    for one in outcomes:
        alike[one.came, one.why].append(one.id)
    for (came, why), ids in alike.items():
        Outcome.objects.with_ids(ids).update(came=came, why=why)
    with_offer = [one.id for one in outcomes if one.offer_id]
    things = Thing.objects.of_source(source.id).filter(foreign_id=OuterRef("foreign_id"))
    Outcome.objects.with_ids(with_offer).update(offer_id=Subquery(things.values("offer_id")))


def _writer(actor: Actor, source: Source, knowledge: Knowledge, outcomes: Sequence[Outcome], *, at: datetime) -> Writer:
    gathered = Gathered(source=source)
    organisations = Organisations(source=source, actor=actor, at=at, gathered=gathered)
    organisations.look_up(_organization(one) for one in outcomes)
    return Writer(
        actor=actor, source=source, knowledge=knowledge, organisations=organisations, gathered=gathered, at=at
    )


def _organization(outcome: Outcome) -> Mapping[str, Any]:
    raw = outcome.raw if outcome.kind == ORGANIZATION else outcome.raw.get("organization")
    return raw if isinstance(raw, dict) else {}


def _without_owner(outcome: Outcome) -> dict[str, Any]:
    """Return what was told, but for whose it is: about an organisation that was here, we speak ourselves."""
    return {name: value for name, value in outcome.raw.items() if name != "organization"}


def _write_new(outcomes: Sequence[Outcome], writer: Writer) -> list[Outcome]:
    """Put in what is new and shown at once, all in one go; return what is to be put in one by one."""
    if writer.source.trust != Trust.SHOWN:
        return list(outcomes)
    new = [one for one in outcomes if one.result == Result.NEW and one.kind != ORGANIZATION]
    known = {thing.foreign_id for thing in _things(new, writer)}
    unknown = (one for one in new if one.foreign_id not in known)
    ready = [(one, data) for one in unknown if (data := _ready(one, writer)) is not None]
    try:
        with transaction.atomic():
            offers = take_in_offers(actor=writer.actor, offers=[data for _one, data in ready], at=writer.at)
    except DomainError:
        # One of them breaks a rule: one by one the others go in, and that one says why.
        return list(outcomes)
    things = [_remembered(one, data, None, offers[data.key], writer) for one, data in ready]
    Thing.objects.bulk_create(things)
    for one, _data in ready:
        one.came = Came.DONE
    return [one for one in outcomes if one.came == Came.NOTHING]


def _ready(outcome: Outcome, writer: Writer) -> OfferData | None:
    """Return a new offer with its organisation, still to be held against our rules; None when something stops it."""
    weighed = _weighed(outcome, None, None, writer, is_checked=False)
    if weighed.said is None:
        return None
    try:
        organisation_id = writer.organisations.one_for(_organization(outcome))
    except DomainError:
        return None
    return replace(weighed.said, organisation_id=organisation_id)


def _things(outcomes: Sequence[Outcome], writer: Writer) -> list[Thing]:
    return list(Thing.objects.of_source(writer.source.id).called([one.foreign_id for one in outcomes]))


def _write_rest(outcomes: Sequence[Outcome], writer: Writer) -> None:
    """Put things in one by one."""
    known = {thing.foreign_id: thing for thing in _things(outcomes, writer)}
    offer_ids = [thing.offer_id for thing in known.values() if thing.offer_id]
    offers = {offer.id: offer for offer in Offer.objects.with_ids(offer_ids).for_page()}
    for outcome in outcomes:
        thing = known.get(outcome.foreign_id) if outcome.kind != ORGANIZATION else None
        offer = offers.get(thing.offer_id) if thing and thing.offer_id else None
        made = dict(writer.organisations.made)
        try:
            with transaction.atomic():
                outcome.came = _write(outcome, thing, offer, writer)
        except DomainError as error:
            # An organisation made on the way is not there either.
            writer.organisations.made = made
            outcome.came, outcome.why = Came.FAILED, gettext(error.message)[:500]


def _write(outcome: Outcome, thing: Thing | None, offer: Offer | None, writer: Writer) -> Came:
    """Put one thing in, and return what it came to."""
    if outcome.kind == ORGANIZATION:
        writer.organisations.one_for(outcome.raw)
        return Came.DONE
    if outcome.result in _GONE:
        return _put_away(outcome, thing, offer, writer)
    weighed = _weighed(outcome, thing, offer, writer)
    if weighed.said is None or weighed.data is None:
        raise LeftOut(weighed.why)
    was_hidden_by_us = thing is not None and thing.is_hidden_by_us
    if offer is None:
        offer, draft_id = _new_offer(outcome, weighed.data, thing, writer)
    else:
        draft_id = None
        if weighed.changed:
            save_offer(actor=writer.actor, at=writer.at, data=weighed.data)
    thing = _remembered(outcome, weighed.said, thing, offer, writer)
    thing.draft_id = draft_id or thing.draft_id
    thing.save()
    if offer is None:
        return Came.SENT
    if offer.status == Status.DRAFT or (was_hidden_by_us and offer.status == Status.HIDDEN):
        publish_offer(actor=writer.actor, offer_id=offer.id, at=writer.at)
    return Came.DONE


def _weighed(
    outcome: Outcome, thing: Thing | None, offer: Offer | None, writer: Writer, *, is_checked: bool = True
) -> Weighed:
    """Hold a thing against the register as it is now."""
    became = become(
        outcome.raw,
        key=key_for(writer.source, outcome.foreign_id, outcome.raw),
        country=writer.knowledge.country,
        terms=writer.knowledge.terms,
        home=writer.knowledge.home,
        only_in=writer.knowledge.only_in,
        today=timezone.localdate(writer.at),
        is_checked=is_checked,
    )
    return weigh(became, thing=thing, offer=offer, source=writer.source)


def _new_offer(
    outcome: Outcome, data: OfferData, thing: Thing | None, writer: Writer
) -> tuple[Offer | None, UUID | None]:
    """Make something new, to be shown, or send it to be looked at first, by how far the source is trusted."""
    organisation_id = writer.organisations.one_for(_organization(outcome))
    data = replace(data, organisation_id=organisation_id)
    if writer.source.trust == Trust.SHOWN and (thing is None or thing.draft_id is None):
        return save_offer(actor=writer.actor, at=writer.at, data=data).offer, None
    draft_id = send_to_review(
        actor=writer.actor,
        data=data,
        organisation_id=organisation_id,
        draft_id=thing.draft_id if thing else None,
        at=writer.at,
    )
    return None, draft_id


def _remembered(outcome: Outcome, data: OfferData, thing: Thing | None, offer: Offer | None, writer: Writer) -> Thing:
    """Return a thing with what its source said last, about which field when; its own object is for open data."""
    thing_id = thing_id_for(source=writer.source, raw=outcome.raw, foreign_id=outcome.foreign_id)
    if thing is None:
        thing = Thing(
            source=writer.source, foreign_id=outcome.foreign_id, thing_id=thing_id, first_seen_at=writer.at
        )  # fmt: skip
    said, when = plain(data), writer.at.isoformat()
    news = news_of(thing.said, said)
    thing.said_at = {name: when if name in news else thing.said_at.get(name, when) for name in said}
    thing.said, thing.offer, thing.changed_at = said, offer, writer.at
    thing.missing_since, thing.is_hidden_by_us = None, False
    thing.digest = digest_of(outcome.raw, rules=writer.knowledge.digest)
    if offer is not None:
        outcome.offer_id = offer.id
        is_theirs = writer.organisations.is_made_of(_organization(outcome), offer.organisation_id)
        raw = outcome.raw if is_theirs else _without_owner(outcome)
        told = Told(subject_id=offer.id, thing_id=thing_id, foreign_id=thing.foreign_id, raw=raw)
        writer.gathered.add(Kind.SERVICE, told)
    return thing


def _put_away(outcome: Outcome, thing: Thing | None, offer: Offer | None, writer: Writer) -> Came:
    """Note that a thing is gone at its source, and hide its offer when it has been long enough."""
    if thing is None:
        raise LeftOut
    thing.missing_since = thing.missing_since or writer.at
    if outcome.result == Result.HIDDEN and offer is not None and offer.status == Status.PUBLISHED:
        hide_offer(actor=writer.actor, offer_id=offer.id, at=writer.at)
        thing.is_hidden_by_us = True
    thing.changed_at = writer.at
    thing.save(update_fields=["missing_since", "is_hidden_by_us", "changed_at"])
    return Came.DONE
