"""Reads: sources, their terms, and how they are doing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound
from brobygger.sources.models import Run, Source, SourceFile, TermMapping, Thing
from brobygger.sources.policies import may_keep_any
from brobygger.taxonomy.selectors import all_concepts, concept_labels

MOST_TERMS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source in a list: how many of its things are offers here, and its last reading."""

    source: Source
    things: int
    terms_waiting: int
    last_run: Run | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLine:
    """A source's term, with the name of the concept it looks like."""

    term: TermMapping
    suggested_label: str


def sources_of(*, actor: Actor) -> tuple[SourceLine, ...]:
    """Return the sources an actor keeps; raises ``NotFound`` for those who keep none."""
    if not may_keep_any(actor):
        raise NotFound
    rows = list(Source.objects.visible_to(actor).select_related("municipality", "organisation").alphabetical())
    return tuple(_line(source) for source in rows)


def get_source(*, actor: Actor, key: str) -> Source:
    """Return a source the actor keeps; raises ``NotFound``."""
    rows = Source.objects.visible_to(actor).select_related("municipality", "organisation")
    source = rows.with_key(key).first()
    if source is None:
        raise NotFound
    return source


def line_of(source: Source) -> SourceLine:
    """Return how one source is doing."""
    return _line(source)


def file_of(source: Source) -> tuple[str, datetime] | None:
    """Return the name of a source's file and when it was sent, if it has one."""
    return SourceFile.objects.filter(source=source).values_list("name", "sent_at").first()


def terms_to_look_at(source: Source) -> tuple[TermLine, ...]:
    """Return a source's terms, those nobody has looked at first, the most used first."""
    rows = list(TermMapping.objects.of_source(source.id).most_used_first()[:MOST_TERMS])
    labels = concept_labels(keys={row.suggested_key for row in rows if row.suggested_key}, language="da")
    return tuple(TermLine(term=row, suggested_label=labels.get(row.suggested_key, "")) for row in rows)


def concept_choices() -> tuple[tuple[str, str], ...]:
    """Return our concepts as choices, by name."""
    return tuple(sorted(((row.key, row.pref_da) for row in all_concepts()), key=lambda pair: pair[1].casefold()))


def sources_count(*, actor: Actor) -> int:
    """Return how many sources an actor keeps."""
    return Source.objects.visible_to(actor).count()


def broken_sources(*, actor: Actor) -> tuple[Source, ...]:
    """Return the sources an actor keeps that cannot be read, or have lost more than we believe."""
    return tuple(Source.objects.visible_to(actor).exclude(broken_since=None).alphabetical()[:20])


def source_of_draft(draft_id: UUID) -> Source | None:
    """Return the source that sent a draft to be looked at, if one did."""
    return Source.objects.filter(things__draft_id=draft_id).select_related("municipality", "organisation").first()


def due_sources(*, at: datetime) -> tuple[UUID, ...]:
    """Return the sources that should be read by themselves now, and are not being read already."""
    busy = Run.objects.open().exclude(state="read").values("source")
    return tuple(Source.objects.due(at).exclude(id__in=busy).values_list("id", flat=True))


def _line(source: Source) -> SourceLine:
    counts = Thing.objects.of_source(source.id).aggregate(
        things=Count("id", filter=Q(missing_since=None) & Q(offer__isnull=False))
    )
    return SourceLine(
        source=source,
        things=counts["things"],
        terms_waiting=TermMapping.objects.of_source(source.id).waiting().count(),
        last_run=Run.objects.of_source(source.id).newest_first().first(),
    )
