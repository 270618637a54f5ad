"""Where an entry went that is not there any more."""

from uuid import UUID

from brobygger.duplicates.models import Merge


def successor_of(*, kind: str, subject_id: UUID) -> UUID | None:
    """Return what an entry became, at the end of every merge; None when it was never merged into another."""
    last = _last_merge(kind, subject_id)
    return last.kept_id if last else None


def kept_key(*, kind: str, key: str) -> str:
    """Return the public key of what the entry with a key became; empty when it was never merged into another."""
    first = Merge.objects.that_dropped_key(kind, key).first()
    if first is None:
        return ""
    last = _last_merge(kind, first.kept_id) or first
    return last.kept_key


def _last_merge(kind: str, subject_id: UUID) -> Merge | None:
    """Return the last of the merges that follow one another; they never go round (``services.merging``)."""
    last = Merge.objects.that_dropped(kind, subject_id).first()
    while last and (following := Merge.objects.that_dropped(kind, last.kept_id).first()):
        last = following
    return last
