"""Frozen values as dictionaries."""

from dataclasses import fields
from functools import cache
from typing import Any


def columns_of(value: object) -> dict[str, Any]:
    """Return the fields of a dataclass by name, as they are.

    ``dataclasses.asdict`` copies every one of them deeply, for which there is no need when all are frozen; a long
    import would pay for it.
    """
    kind: type = type(value)
    return {name: getattr(value, name) for name in field_names(kind)}


@cache
def field_names(kind: type) -> tuple[str, ...]:
    """Return the names of a dataclass's fields, which are the same for each of its values."""
    return tuple(field.name for field in fields(kind))
