"""What a save changes, in the form the book keeps it: ``[before, after]`` by field, and no personal data."""

from collections.abc import Mapping

from django.db.models import Model


def changes_to(
    row: Model | None, values: Mapping[str, object], *, named_only: frozenset[str] = frozenset()
) -> dict[str, object]:
    """Return what would change when a row got these values; of a new row (None) what it says beyond nothing.

    Fields in ``named_only`` may hold something personal: the book says that they changed, never to what.
    """
    changes: dict[str, object] = {}
    for field, after in values.items():
        before = getattr(row, field) if row else None
        is_same = before == after if row else after in ("", None)
        if not is_same:
            changes[field] = "changed" if field in named_only else [before, after]
    return changes
