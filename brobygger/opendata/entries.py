"""A record as others read it in the feed of changes and in the file of the whole register: one shape for both.

``{"sequence", "kind", "id", "action": "upsert", "changed_at", "data"}`` or, for what is gone,
``{"sequence", "kind", "id", "action": "delete", "changed_at"}`` with ``moved_to`` when another thing took its place.
"""

import json

from brobygger.opendata.models import Record


def entry_of(record: Record) -> str:
    """Return a record as JSON text. What is published is put in as it is kept, never read and written again."""
    changed_at = record.changed_at.isoformat().replace("+00:00", "Z")
    start = (
        f'{{"sequence":{record.sequence},"kind":{json.dumps(record.kind)},"id":"{record.thing_id}",'
        f'"action":"{"delete" if record.gone_at else "upsert"}","changed_at":"{changed_at}"'
    )
    if record.gone_at is None:
        return f'{start},"data":{record.full}}}'
    return f'{start},"moved_to":"{record.moved_to}"}}' if record.moved_to else f"{start}}}"
