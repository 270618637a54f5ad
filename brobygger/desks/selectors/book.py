"""Reads: the book of acts and of readings, as far as somebody may read it."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.accounts.selectors.people import people_visible_to
from brobygger.audit.models import Entry, Reading
from brobygger.audit.models import EntryQuerySet as Entries
from brobygger.audit.models import ReadingQuerySet as Readings
from brobygger.curation.models import ErrorReport, Review
from brobygger.directory.models import Draft, Offer
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound
from brobygger.organisations.models import Organisation
from brobygger.sites.models import Site

PAGE_SIZE = 50
_ID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
Lines = TypeVar("Lines", Entries, Readings)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookWish:
    """Which lines somebody asks for; what is empty asks for all. ``act`` may be the beginning of one."""

    act: str = ""
    subject_kind: str = ""
    subject_id: str = ""
    actor_id: str = ""
    first_on: date | None = None
    last_on: date | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPage:
    """Some lines, newest first, and whether there are older ones."""

    entries: tuple[Entry, ...] = ()
    readings: tuple[Reading, ...] = ()
    has_older: bool = False


def entries_page(*, actor: Actor, wish: BookWish) -> BookPage:
    """Return what was done, as far as the actor may read it. Raises ``NotFound`` for those who may read nothing."""
    ids = ids_in_reach(actor=actor)
    rows = Entry.objects.newest_first() if ids is None else Entry.objects.about_any(ids).newest_first()
    rows = _narrowed(rows, wish)
    found = list((rows.with_act(wish.act) if wish.act else rows)[_window(wish.page)])
    return BookPage(entries=tuple(found[:PAGE_SIZE]), has_older=len(found) > PAGE_SIZE)


def readings_page(*, actor: Actor, wish: BookWish) -> BookPage:
    """Return who looked at what the portal knows of persons, and why. Raises ``NotFound`` as above."""
    ids = ids_in_reach(actor=actor)
    rows = Reading.objects.newest_first() if ids is None else Reading.objects.about_any(ids).newest_first()
    found = list(_narrowed(rows, wish)[_window(wish.page)])
    return BookPage(readings=tuple(found[:PAGE_SIZE]), has_older=len(found) > PAGE_SIZE)


def ids_in_reach(*, actor: Actor) -> frozenset[str] | None:
    """Return the rows whose lines somebody may read; None for every row. Raises ``NotFound`` for nobody's.

    A municipality's team reads of its own rows and lists; what the reader's own associations do is no part of the
    office.
    """
    reach = reach_of(actor, Permission.AUDIT_READ)
    if reach.is_everywhere:
        return None
    codes = reach.municipality_codes
    if not codes:
        raise NotFound
    office = Actor(kind=actor.kind, id=actor.id, permissions=actor.permissions, municipality_codes=codes)
    rows = (
        Offer.objects.local_to(codes),
        Draft.objects.visible_to(office),
        Review.objects.for_reviewer(office),
        ErrorReport.objects.visible_to(office),
        Site.objects.editable_by(office),
        people_visible_to(actor=office),
        *(Organisation.objects.in_municipality(code) for code in sorted(codes)),
    )
    return frozenset(str(row_id) for some in rows for row_id in some.values_list("id", flat=True)) | codes


def names_of(*, actor: Actor, entries: Iterable[Entry | Reading]) -> dict[str, str]:
    """Return what the rows and the people in some lines are called, by id; nobody's name beyond the actor's reach."""
    lines = list(entries)
    ids: dict[str, set[str]] = {"user": {line.actor_id for line in lines if line.actor_id}}
    for line in lines:
        ids.setdefault(line.subject_kind, set()).add(line.subject_id)
    people = people_visible_to(actor=actor).filter(id__in=_whole(ids["user"]))
    found = {str(key): name or email for key, name, email in people.values_list("id", "name", "email")}
    offers = Offer.objects.with_ids(_whole(ids.get("offer", ())))
    organisations = Organisation.objects.with_ids(_whole(ids.get("organisation", ())))
    for rows in (offers, organisations):
        found |= {str(key): name for key, name in rows.values_list("id", "name")}
    return found


def _narrowed(rows: Lines, wish: BookWish) -> Lines:
    """Return those lines that are asked for, whichever book they stand in."""
    rows = rows.between(wish.first_on, wish.last_on)
    if wish.subject_kind:
        rows = rows.of_kind(wish.subject_kind)
    if wish.subject_id:
        rows = rows.about_any([wish.subject_id])
    return rows.by_actor(wish.actor_id) if wish.actor_id else rows


def _window(page: int) -> slice:
    """Return one page and one line more, which tells whether there is an older one."""
    start = (page - 1) * PAGE_SIZE
    return slice(start, start + PAGE_SIZE + 1)


def _whole(ids: Collection[str]) -> list[UUID]:
    """Return those that are ids of rows: the book also holds words such as "-"."""
    return [UUID(one) for one in ids if _ID.match(one)]
