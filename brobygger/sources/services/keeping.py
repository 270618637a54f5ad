"""Acts: putting a source down, changing how it is read, and saying what its terms are here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.addresses import is_web_address
from brobygger.kernel.errors import BadData, DomainError, NotFound
from brobygger.places.names import slugify
from brobygger.sources.merging import FIELD_NAMES
from brobygger.sources.models import Edits, Rhythm, Source, SourceFile, TermMapping, TermState, Trust
from brobygger.sources.models.sources import MOST_GRACE_DAYS
from brobygger.sources.policies import may_keep
from brobygger.sources.selectors.sources import get_source
from brobygger.taxonomy.selectors import concepts_by_key


class SourceInvalid(BadData):
    """Oplysningerne om kilden hænger ikke sammen."""

    code = "source_invalid"


class KeyIsTaken(DomainError):
    """Der er allerede en kilde med det navn."""

    code = "source_key_taken"
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceData:
    """Everything a keeper says of a source. Without ``municipality_id`` and ``organisation_id`` it is the nation's."""

    name: str
    municipality_id: str | None = None
    organisation_id: UUID | None = None
    address: str = ""
    kind: str = ""
    licence: str = ""
    attribution: str = ""
    trust: str = Trust.LOOKED_AT.value
    rhythm: str = Rhythm.NEVER.value
    edits: str = Edits.OURS.value
    our_fields: tuple[str, ...] = ()
    grace_days: int = 14
    is_paused: bool = False


@transaction.atomic
def register_source(*, actor: Actor, data: SourceData, at: datetime, key: str = "") -> Source:
    """Put a source down; it is not read before somebody asks, or its day comes.

    Raises ``NotFound`` (for an owner that is not the actor's), ``SourceInvalid`` and ``KeyIsTaken``.
    """
    _check(actor, data)
    key = (slugify(key) or slugify(data.name))[:80]
    if not key:
        raise SourceInvalid(gettext("Giv kilden et navn med bogstaver."))
    if Source.objects.with_key(key).exists():
        raise KeyIsTaken
    source = Source(key=key, created_at=at, changed_at=at, **_columns(data))
    source.next_read_at = at if data.rhythm != Rhythm.NEVER and data.address else None
    source.save(force_insert=True)
    _record(actor, source, "registered", at=at, name=data.name, trust=data.trust, rhythm=data.rhythm)
    return source


@transaction.atomic
def change_source(*, actor: Actor, key: str, data: SourceData, at: datetime) -> Source:
    """Change how a source is read; whose it is stays. Raises ``NotFound`` and ``SourceInvalid``."""
    source = _locked(actor, key)
    data = replace(data, municipality_id=source.municipality_id, organisation_id=source.organisation_id)
    _check(actor, data)
    changes = {}
    for name, value in _columns(data).items():
        if getattr(source, name) != value:
            changes[name] = [getattr(source, name), value]
            setattr(source, name, value)
    if not changes:
        return source
    # Another address or format is another feed: all of it is read again.
    source.etag, source.changed_at = "", at
    if data.rhythm == Rhythm.NEVER:
        source.next_read_at = None
    elif "rhythm" in changes or source.next_read_at is None:
        source.next_read_at = at
    source.save()
    _record(actor, source, "changed", at=at, **changes)
    return source


@transaction.atomic
def take_file(*, actor: Actor, key: str, name: str, content: bytes, at: datetime) -> Source:
    """Keep a file as what a source says from now on. Raises ``NotFound``."""
    source = _locked(actor, key)
    SourceFile.objects.update_or_create(
        source=source, defaults={"name": " ".join(name.split())[:200], "content": content, "sent_at": at}
    )
    _record(actor, source, "file_sent", at=at, bytes=len(content))
    return source


@transaction.atomic
def map_terms(*, actor: Actor, key: str, choices: Mapping[UUID, str | None], at: datetime) -> int:
    """Say which of our concepts some of a source's terms are; empty leaves a term out, None unsays it.

    Returns how many changed. All of it is looked at again at the next reading. Raises ``NotFound``, ``SourceInvalid``.
    """
    source = _locked(actor, key)
    known = concepts_by_key()
    if any(concept and concept not in known for concept in choices.values()):
        raise SourceInvalid(gettext("Det begreb kender vi ikke."))
    changed = []
    for term in TermMapping.objects.of_source(source.id).with_ids(list(choices)):
        concept = choices[term.id]
        state = TermState.WAITING if concept is None else TermState.MAPPED if concept else TermState.LEFT_OUT
        if (term.state, term.concept_key) != (state, concept or ""):
            term.state, term.concept_key = state, concept or ""
            changed.append(term)
    TermMapping.objects.bulk_update(changed, ["state", "concept_key"])
    if changed:
        source.etag, source.changed_at = "", at
        source.save(update_fields=["etag", "changed_at"])
        _record(actor, source, "terms_mapped", at=at, terms=len(changed))
    return len(changed)


def _check(actor: Actor, data: SourceData) -> None:
    """Refuse what is not the actor's, and what does not hang together."""
    if not may_keep(actor, municipality_code=data.municipality_id, organisation_id=data.organisation_id):
        raise NotFound
    if not data.name.strip():
        raise SourceInvalid(gettext("Skriv, hvad kilden hedder."))
    if data.address and not is_web_address(data.address):
        raise SourceInvalid(gettext("Internetadressen skal begynde med https:// eller http://."))
    if data.trust not in Trust.values or data.rhythm not in Rhythm.values or data.edits not in Edits.values:
        raise SourceInvalid
    if not 0 <= data.grace_days <= MOST_GRACE_DAYS:
        raise SourceInvalid(gettext("Ventetiden er fra 0 til 365 dage."))
    if set(data.our_fields) - FIELD_NAMES:
        raise SourceInvalid(gettext("Et af felterne kender vi ikke."))
    if data.municipality_id and data.organisation_id:
        raise SourceInvalid(gettext("En kilde hører til en kommune eller en organisation, ikke begge dele."))


def _columns(data: SourceData) -> dict[str, object]:
    columns = asdict(data)
    return {**columns, "name": data.name.strip(), "our_fields": sorted(data.our_fields)}


def _locked(actor: Actor, key: str) -> Source:
    source = get_source(actor=actor, key=key)
    return (
        Source.objects.select_for_update(of=("self",)).select_related("municipality", "organisation").get(id=source.id)
    )


def _record(actor: Actor, source: Source, act: str, *, at: datetime, **changes: object) -> None:
    record(
        actor=actor, act=f"sources.source.{act}", subject_kind="source", subject_id=source.id, at=at, changes=changes
    )
