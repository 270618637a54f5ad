"""Two versions of the same typed offer, put together: nothing that anybody typed is lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from brobygger.directory.editing.steps import Typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that two people changed in different ways: what it was, what each of them made of it."""

    field: str
    before: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Both versions in one, with theirs where they differ, and the fields where somebody must choose."""

    values: Typed
    differences: tuple[Difference, ...]


def merge(*, before: Typed, mine: Typed, theirs: Typed, fields: Iterable[str]) -> Merged:
    """Return two versions put together: whoever changed a field has it; where both did, ``theirs`` and a difference."""
    values: Typed = {}
    differences = []
    for name in fields:
        was, own, other = (_plain(version.get(name)) for version in (before, mine, theirs))
        values[name] = mine.get(name) if other == was else theirs.get(name)
        if own not in (other, was) and other != was:
            differences.append(Difference(field=name, before=was, mine=own, theirs=other))
    return Merged(values=values, differences=tuple(differences))


def says_the_same(one: Typed, other: Typed, *, fields: Iterable[str]) -> bool:
    """Test whether two versions mean the same in some fields."""
    return all(_plain(one.get(name)) == _plain(other.get(name)) for name in fields)


def _plain(value: Any) -> Any:
    """Return a value so that what means the same is the same: no odd spaces; an empty text, list or nothing is one."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value] or ""
    if isinstance(value, dict):
        return {name: plain for name, item in value.items() if (plain := _plain(item)) != ""}
    return "" if value is None else value
