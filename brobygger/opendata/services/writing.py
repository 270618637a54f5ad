"""Writing records: only what is new, each with its place in the feed, under the one lock that keeps it in order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from brobygger.kernel.actors import Actor
from brobygger.opendata.fresh import Fresh, Texts, ages_in, points_in, terms_in, texts_of, times_in, words_in
from brobygger.opendata.mapping.parts import Thing, moment
from brobygger.opendata.models import Area, Head, Kind, Place, Record, RecordQuerySet, SideQuerySet, Term, Time
from brobygger.opendata.selectors.listing import revision, tombstones_since

_WRITTEN = tuple(each.name for each in Record._meta.concrete_fields if not each.primary_key)
#: What has a place in the country. Where it is found from is no part of it.
_PLACED = (Kind.SERVICE, Kind.SERVICE_AT_LOCATION)
#: What is known of a record before it is written again; the texts are not read.
_KNOWN = ("number", "thing_id", "digest", "changed_at", "gone_at", "moved_to", "parent_id")


@dataclass(slots=True, kw_only=True)
class Pen:
    """One transaction's hold of the head: gives numbers, and counts what was written.

    ``at`` is when everything it writes is said to have changed.
    """

    head: Head
    at: datetime
    written: int = 0
    gone: int = 0
    _first: tuple[int, int] = field(default=(0, 0))

    def next_sequence(self) -> int:
        """Return the next place in the feed."""
        self.head.sequence += 1
        return self.head.sequence

    def next_number(self) -> int:
        """Return the next place in lists."""
        self.head.number += 1
        return self.head.number

    def put_down(self) -> None:
        """Keep the last numbers given."""
        if (self.head.sequence, self.head.number) != self._first:
            self.head.save(update_fields=["sequence", "number"])


def take_pen(*, actor: Actor, at: datetime) -> Pen:
    """Wait for the head and hold it until the transaction is done: nobody else writes meanwhile.

    An act that had to wait, or began long ago, is told of as no older than what was published before it: whoever asks
    for what is new since the last moment they were told of misses nothing.
    """
    head, _is_new = Head.objects.select_for_update().get_or_create(id=1)
    last = revision().changed_at
    now = _to_milliseconds(at)
    return Pen(head=head, at=max(now, last) if last else now, _first=(head.sequence, head.number))


def write(pen: Pen, *, kind: Kind, things: Sequence[Fresh]) -> list[Thing]:
    """Write some things of one kind, those that changed; return each as it is sent, in the same order.

    Two things with one id (a source that gives the same id twice) are one: the first stands.
    """
    known = _known(Record.objects.things(kind, [each.thing_id for each in things]))
    sent: list[Thing] = []
    rows: dict[UUID, tuple[Fresh, Record]] = {}
    settled: dict[int, tuple[str, ...]] = {}
    for fresh in things:
        old = known.get(fresh.thing_id)
        body, texts = _stamped(fresh, old, at=pen.at)
        sent.append(body)
        if old is not None and _is_settled(fresh, old, texts):
            if not _is_anothers(fresh, old):
                settled.setdefault(old.number, fresh.areas)
        elif fresh.thing_id not in rows and (old is None or old.number not in settled):
            rows[fresh.thing_id] = fresh, _row(pen, fresh, old, texts, body)
    if kind in _PLACED:
        _keep_areas(pen, settled)
    _put(list(rows.values()), came_back=[known[key] for key in rows if key in known])
    pen.written += len(rows)
    return sent


def bury(pen: Pen, *, rows: RecordQuerySet, moved_to: UUID | None = None) -> int:
    """Put tombstones over some things that are here; return how many."""
    there = [row for row in rows.only(*_KNOWN, "kind", "organization_id") if row.gone_at is None]
    if not there:
        return 0
    for row in there:
        row.sequence, row.changed_at, row.gone_at, row.moved_to = pen.next_sequence(), pen.at, pen.at, moved_to
        row.full = row.brief = row.digest = row.folded = ""
    numbers = [row.number for row in there]
    Record.objects.bulk_update(
        there, ["sequence", "changed_at", "gone_at", "moved_to", "full", "brief", "digest", "folded"], batch_size=100
    )
    _clear_sides(numbers)
    pen.gone += len(there)
    return len(there)


def point_to(pen: Pen, *, rows: RecordQuerySet, to: UUID) -> None:
    """Say of things that are gone already what took their place."""
    for row in rows.gone().only(*_KNOWN):
        row.sequence, row.changed_at, row.moved_to = pen.next_sequence(), pen.at, to
        row.save(update_fields=["sequence", "changed_at", "moved_to"])
        pen.gone += 1


def write_terms(kind: Kind, *, terms: Mapping[UUID, set[tuple[UUID, UUID]]]) -> None:
    """Keep which terms some things carry through others, where that is new: an organisation has those of its services.

    It is no part of the thing itself, so it has no place in the feed.
    """
    numbers = dict(Record.objects.things_here(kind, terms.keys()).values_list("number", "thing_id"))
    now: dict[int, set[tuple[UUID, UUID]]] = {number: set() for number in numbers}
    for number, *term in SideQuerySet(Term).of_records(numbers).values_list("record_id", "term_id", "taxonomy_id"):
        now[number].add((term[0], term[1]))
    new = [number for number, thing_id in numbers.items() if now[number] != terms[thing_id]]
    SideQuerySet(Term).of_records(new).delete()
    Term.objects.bulk_create(
        Term(record_id=number, term_id=term, taxonomy_id=taxonomy)
        for number in new
        for term, taxonomy in sorted(terms[numbers[number]])
    )


def _known(rows: RecordQuerySet) -> dict[UUID, Record]:
    return {row.thing_id: row for row in rows.only(*_KNOWN)}


def _is_settled(fresh: Fresh, old: Record, texts: Texts) -> bool:
    """Test whether a thing is published already as it is, or its id is that of another service's place."""
    return old.gone_at is None and (_is_anothers(fresh, old) or old.digest == texts.digest)


def _is_anothers(fresh: Fresh, old: Record) -> bool:
    return fresh.kind == Kind.SERVICE_AT_LOCATION and old.parent_id != fresh.parent_id


def _keep_areas(pen: Pen, wanted: Mapping[int, tuple[str, ...]]) -> None:
    """Keep where some things are found from that are as they were: a municipality may hide them, or show them again.

    Nothing is told in the feed. But the head moves on, so that lists and what is kept of them are known to be old.
    """
    now: dict[int, set[str]] = {number: set() for number in wanted}
    for number, code in SideQuerySet(Area).of_records(wanted).values_list("record_id", "municipality_code"):
        now[number].add(code)
    new = [number for number, codes in wanted.items() if now[number] != set(codes)]
    if not new:
        return
    pen.next_sequence()
    SideQuerySet(Area).of_records(new).delete()
    Area.objects.bulk_create(
        Area(record_id=number, municipality_code=code) for number in new for code in wanted[number]
    )


def _stamped(fresh: Fresh, old: Record | None, *, at: datetime) -> tuple[Thing, Texts]:
    """Return a thing as it is sent: with the moment it had, when nothing else is new, else with this one.

    What is published for the first time is new, however long the register has known it.
    """
    if not fresh.is_stamped:
        return fresh.body, texts_of(fresh.kind, fresh.body)
    if old is not None:
        body = {**fresh.body, "last_modified": moment(old.changed_at)}
        texts = texts_of(fresh.kind, body)
        if texts.digest == old.digest:
            return body, texts
    body = {**fresh.body, "last_modified": moment(at)}
    return body, texts_of(fresh.kind, body)


def _row(pen: Pen, fresh: Fresh, old: Record | None, texts: Texts, body: Thing) -> Record:
    """Return the row of a thing; one that comes back has its old place for as long as lists kept it."""
    keeps_place = old is not None and (old.gone_at is None or old.gone_at > tombstones_since(pen.at))
    low, high = ages_in(body)
    return Record(
        number=old.number if old is not None and keeps_place else pen.next_number(),
        kind=fresh.kind,
        thing_id=fresh.thing_id,
        sequence=pen.next_sequence(),
        changed_at=pen.at,
        full=texts.full,
        brief=texts.brief,
        digest=texts.digest,
        organization_id=fresh.organization_id,
        parent_id=fresh.parent_id,
        taxonomy_id=fresh.taxonomy_id,
        has_children=fresh.has_children,
        folded=words_in(body),
        age_min=low,
        age_max=high,
    )


def _put(rows: Sequence[tuple[Fresh, Record]], *, came_back: Collection[Record]) -> None:
    """Write the rows, and anew what lists filter them by."""
    numbers = {row.number for _, row in rows}
    for old in came_back:
        if old.number not in numbers:
            old.delete()
    _clear_sides(numbers & {old.number for old in came_back})
    Record.objects.bulk_create(
        [row for _, row in rows], update_conflicts=True, unique_fields=["number"], update_fields=_WRITTEN
    )
    Term.objects.bulk_create(
        Term(record=row, term_id=term, taxonomy_id=taxonomy)
        for fresh, row in rows
        for term, taxonomy in sorted(terms_in(fresh.body))
    )
    Place.objects.bulk_create(
        Place(record=row, lat=lat, lon=lon) for fresh, row in rows for lat, lon in sorted(points_in(fresh.body))
    )
    Area.objects.bulk_create(Area(record=row, municipality_code=code) for fresh, row in rows for code in fresh.areas)
    Time.objects.bulk_create(
        Time(record=row, day=day, opens=opens, closes=closes)
        for fresh, row in rows
        for day, opens, closes in sorted(times_in(fresh.body), key=str)
    )


def _clear_sides(numbers: Collection[int]) -> None:
    sides: tuple[SideQuerySet[Term] | SideQuerySet[Place] | SideQuerySet[Area] | SideQuerySet[Time], ...]
    sides = tuple(SideQuerySet(model).of_records(list(numbers)) for model in (Term, Place, Area, Time))
    for rows in sides:
        rows.delete()


def _to_milliseconds(at: datetime) -> datetime:
    """Return a moment as it can be told: the standard counts milliseconds."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
