"""Acts on crisis lines."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from brobygger.audit.changes import changes_to
from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, DomainError, NotAllowed, NotFound
from brobygger.knowledge.crisis_file import PACKAGED, read_crisis_lines
from brobygger.knowledge.models import EMERGENCY_KEY, LEAST_WAYS, CrisisLine, Topic
from brobygger.knowledge.policies import may_edit_crisis_lines

_SUBJECT = "crisis_line"
#: What an editor may write; the rest says which line it is and what has happened to it.
EDITABLE = frozenset(
    field.name for field in CrisisLine._meta.concrete_fields if field.name not in {"id", "key", "is_edited"}
)


class TooFewWays(DomainError):
    """Der skal altid være 112 og mindst to andre steder at henvende sig. Ret eller tilføj en anden linje først."""

    code = "too_few_ways"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedCrisisLines:
    """What a load did: how many lines were new, brought up to date, the same, and left to their editor."""

    created: int
    updated: int
    unchanged: int
    kept: int


@transaction.atomic
def load_crisis_lines(*, actor: Actor, at: datetime, path: Path = PACKAGED) -> LoadedCrisisLines:
    """Bring the crisis lines up to date with a file, and leave those alone that an editor has changed.

    May run again and again. Errors: NotAllowed, BadData (a line breaks a rule), TooFewWays.
    """
    if not may_edit_crisis_lines(actor):
        raise NotAllowed
    counted: Counter[str] = Counter(_load_one(line) for line in read_crisis_lines(path))
    _require_enough_ways()
    if counted["created"] or counted["updated"]:
        record(
            actor=actor,
            act="knowledge.crisis_lines.loaded",
            subject_kind=_SUBJECT,
            subject_id=path.name,
            at=at,
            changes=dict(counted),
        )
    return LoadedCrisisLines(
        created=counted["created"],
        updated=counted["updated"],
        unchanged=counted["unchanged"],
        kept=counted["kept"],
    )


@transaction.atomic
def add_crisis_line(*, actor: Actor, key: str, values: Mapping[str, object], at: datetime) -> CrisisLine:
    """Add a line of the editors' own. Errors: NotAllowed, BadData."""
    if not may_edit_crisis_lines(actor):
        raise NotAllowed
    _require_known(values)
    line = CrisisLine(key=key, is_edited=True, **values)
    _check(line)
    line.save(force_insert=True)
    record(actor=actor, act="knowledge.crisis_line.added", subject_kind=_SUBJECT, subject_id=line.id, at=at)
    return line


@transaction.atomic
def change_crisis_line(*, actor: Actor, line_id: UUID, values: Mapping[str, object], at: datetime) -> CrisisLine:
    """Change a line, and keep it from then on as the editor wrote it.

    Errors: NotAllowed, NotFound, BadData, TooFewWays (the last ways of a topic may not be hidden). Writing what
    already stands there changes nothing and is not in the book.
    """
    if not may_edit_crisis_lines(actor):
        raise NotAllowed
    _require_known(values)
    line = CrisisLine.objects.select_for_update().filter(id=line_id).first()
    if line is None:
        raise NotFound
    changes = changes_to(line, values)
    if not changes:
        return line
    _write(line, values)
    line.is_edited = True
    _check(line)
    line.save(update_fields=[*changes, "is_edited"])
    _require_enough_ways()
    record(
        actor=actor,
        act="knowledge.crisis_line.changed",
        subject_kind=_SUBJECT,
        subject_id=line.id,
        at=at,
        changes=changes,
    )
    return line


def _load_one(line: CrisisLine) -> str:
    """Save one line of a file and tell what happened to it."""
    existing = CrisisLine.objects.with_key(line.key).first()
    if existing is None:
        _check(line)
        line.save(force_insert=True)
        return "created"
    if existing.is_edited:
        return "kept"
    values = {name: getattr(line, name) for name in EDITABLE}
    changes = changes_to(existing, values)
    if not changes:
        return "unchanged"
    _write(existing, values)
    _check(existing)
    existing.save(update_fields=list(changes))
    return "updated"


def _write(line: CrisisLine, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(line, name, value)


def _require_known(names: Iterable[str]) -> None:
    if unknown := set(names) - EDITABLE:
        raise BadData(f"Ukendte felter: {', '.join(sorted(unknown))}")


def _check(line: CrisisLine) -> None:
    try:
        line.full_clean()
    except ValidationError as error:
        raise BadData(f"{line.key}: {' '.join(error.messages)}") from error


def _require_enough_ways() -> None:
    """Refuse a state in which somebody in some topic would be shown less than 112 and two ways."""
    national = [line for line in CrisisLine.objects.shown() if not line.area_code]
    ways = Counter(topic for line in national if line.key != EMERGENCY_KEY for topic in line.topics)
    has_emergency = any(line.key == EMERGENCY_KEY for line in national)
    if not has_emergency or any(ways[topic] < LEAST_WAYS for topic in Topic.values):
        raise TooFewWays
