"""What came from elsewhere goes out as it came, but for what has changed here since (ADR 14)."""

from collections.abc import Iterator
from typing import Any

from brobygger.opendata.mapping.parts import Thing

#: What a thing cannot be without; a source that left one out gets ours.
_NEEDED = ("id", "name", "status", "organization")


def overlaid(*, raw: Thing, mapped: Thing, ours: Thing) -> Thing:
    """Return what is published of a thing that has a source.

    ``raw`` is the source's, ``mapped`` ours as it was right after the import, ``ours`` as it is now. Every key is the
    source's, except those where ours has changed since; attributes are the source's and ours together.
    """
    published = dict(raw)
    for key in [*ours, *(key for key in mapped if key not in ours)]:
        if key == "attributes" or _same(ours.get(key), mapped.get(key)):
            continue
        if key in ours:
            published[key] = ours[key]
        else:
            published.pop(key, None)
    for key in _NEEDED:
        if key not in published and key in ours:
            published[key] = ours[key]
    published["id"] = ours["id"]
    if "description" not in published and ours.get("dk_kind"):
        published["description"] = ours["description"]
    if attributes := list(_attributes(raw, mapped, ours)):
        published["attributes"] = attributes
    else:
        published.pop("attributes", None)
    return published


def _same(ours: Any, mapped: Any) -> bool:
    return bool(ours == mapped)


def _attributes(raw: Thing, mapped: Thing, ours: Thing) -> Iterator[Thing]:
    """Yield the source's attributes but those taken off here, and ours that the source does not have."""
    now, before = _term_ids(ours), _term_ids(mapped)
    seen = set()
    for attribute in raw.get("attributes", ()):
        term = _term_id(attribute)
        if term in before and term not in now:
            continue
        seen.add(term)
        yield attribute
    yield from (attribute for attribute in ours.get("attributes", ()) if _term_id(attribute) not in seen)


def _term_ids(thing: Thing) -> set[str]:
    return {_term_id(attribute) for attribute in thing.get("attributes", ())}


def _term_id(attribute: Thing) -> str:
    term = attribute.get("taxonomy_term")
    return str(term.get("id", "")).lower() if isinstance(term, dict) else str(attribute.get("taxonomy_term_id", ""))
