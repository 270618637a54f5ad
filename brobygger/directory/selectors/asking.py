"""Reads for asking whether an offer is still right: whom to ask, what we say, how likely it is to have changed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac

from brobygger.curation.selectors.reports import reported_since
from brobygger.directory.documents import place_label
from brobygger.directory.models import Contact, Offer, Stage
from brobygger.directory.occurrences import is_always_open, occurrences
from brobygger.directory.risk import Facts
from brobygger.directory.rows import locations_of, schedules_of
from brobygger.directory.values import ScheduleData
from brobygger.organisations.models import Membership
from brobygger.ui.moments import at_clock, weekday_text

#: A report that was closed long ago says nothing about today.
REPORTED_WITHIN = timedelta(days=180)
_RULE_ENDS = "UNTIL="
_MOST_TIMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatWeSay:
    """What the register says about an offer, in the few lines somebody needs to see whether it is still right."""

    id: UUID
    key: str
    name: str
    organisation_name: str
    summary: str
    when: tuple[str, ...]
    where: tuple[str, ...]
    contacts: tuple[str, ...]
    price: str
    signup: str


def what_we_say(offer: Offer, *, at: datetime) -> WhatWeSay:
    """Return what we say about an offer (fetched ``for_page``), in the active language."""
    return WhatWeSay(
        id=offer.id,
        key=offer.key,
        name=offer.name,
        organisation_name=offer.organisation.name,
        summary=offer.summary,
        when=_when(offer, at=at),
        where=tuple(place_label(place) or place.url for place in locations_of(offer)),
        contacts=tuple(_contact(row) for row in sorted(offer.contacts.all(), key=lambda row: row.position)),
        price=offer.price_note or (str(offer.get_price_kind_display()) if offer.is_free is not None else ""),
        signup=offer.signup_note,
    )


def facts_of(offer: Offer, *, is_reported: bool, has_broken_link: bool = False) -> Facts:
    """Return what the rule about the next check looks at, of an offer fetched ``for_page``."""
    schedules = schedules_of(offer)
    ends = [_last_day(schedule) for schedule in schedules]
    known = [day for day in ends if day is not None]
    return Facts(
        organisation_kind=offer.organisation.kind,
        contacts=len(offer.contacts.all()),
        is_always_open=any(is_always_open(schedule) for schedule in schedules),
        last_time_on=max(known) if known and len(known) == len(ends) else None,
        is_reported=is_reported,
        has_broken_link=has_broken_link,
    )


def is_reported_lately(*, offer_id: UUID, at: datetime) -> bool:
    """Test whether a reader said lately that something about an offer is wrong."""
    return offer_id in reported_since(subject_kind="offer", subject_ids=[offer_id], since=at - REPORTED_WITHIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An offer that is to be asked about: which step it is at, and whom it belongs to."""

    offer_id: UUID
    organisation_id: UUID
    organisation_email: str
    stage: str


def receivers_of(asked: Collection[Asked]) -> Mapping[UUID, str]:
    """Return whom to ask about each offer: an address, or nothing when there is none.

    First somebody who writes for the organisation and has an account; when that did not help, the organisation's own
    address, else the one people reach the offer by. Three queries, however many offers.
    """
    persons = _administrators({one.organisation_id for one in asked})
    contacts = _contact_addresses([one.offer_id for one in asked if not one.organisation_email])
    found: dict[UUID, str] = {}
    for one in asked:
        shared = one.organisation_email or contacts.get(one.offer_id, "")
        person = persons.get(one.organisation_id, "")
        found[one.offer_id] = (person or shared) if one.stage == Stage.ASKED else (shared or person)
    return found


def digest_of(address: str) -> str:
    """Return what tells one mailbox from another without holding its address."""
    return salted_hmac("brobygger.directory.asked_of", address.lower()).hexdigest()[:32] if address else ""


def _administrators(organisation_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the address of whoever has administered each organisation longest."""
    rows = Membership.objects.administrators().of_organisations(organisation_ids).newest_first()
    return dict(rows.values_list("organisation_id", "user__email"))


def _contact_addresses(offer_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the first address people reach each offer by."""
    found: dict[UUID, str] = {}
    for offer_id, email in Contact.objects.addresses_of(offer_ids).values_list("offer_id", "email"):
        found.setdefault(offer_id, email)
    return found


def _when(offer: Offer, *, at: datetime) -> tuple[str, ...]:
    """Return when it happens: in the offer's own words, else the next times."""
    notes = _unique([row.note for row in offer.schedules.all() if row.note] + [offer.schedule_note])
    if notes:
        return notes
    found = occurrences(schedules_of(offer), after=at, limit=_MOST_TIMES)
    return tuple(
        weekday_text(one.starts_at) if one.is_day_only else at_clock(weekday_text(one.starts_at), one.starts_at)
        for one in found
    )


def _contact(row: Contact) -> str:
    """Return one contact as a line: the function, the number and the address."""
    return f"{row.function}: {', '.join(filter(None, (row.phone, row.email)))}"


def _last_day(schedule: ScheduleData) -> date | None:
    """Return the last day of a time, None when it goes on (or counts its times, which nobody reads as an end)."""
    if schedule.ends_on is not None:
        return schedule.ends_on
    if not schedule.rrule:
        return max([schedule.starts_on, *(date.fromisoformat(day) for day in schedule.also_on)])
    _before, is_there, after = schedule.rrule.partition(_RULE_ENDS)
    return date.fromisoformat(f"{after[:4]}-{after[4:6]}-{after[6:8]}") if is_there else None


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Return each text once, whatever its capitals, as it was said first."""
    said: dict[str, str] = {}
    for text in texts:
        if text:
            said.setdefault(text.casefold(), text)
    return tuple(said.values())
