"""What came from elsewhere goes out as it came, but for what has changed here since (ADR 14)."""

from collections.abc import Iterator

from brobygger.opendata.mapping.parts import Thing

#: What a thing cannot be without; a source that left one out gets ours.
_NEEDED = ("id", "name", "status", "organization")
#: What both say something of, side by side.
_UNITED = frozenset({"attributes", "metadata"})


def overlaid(*, raw: Thing, mapped: Thing, ours: Thing) -> Thing:
    """Return what is published of a thing that has a source.

    ``raw`` is the source's, ``mapped`` ours as it was right after the import, ``ours`` as it is now. Every key is the
    source's, except those where ours has changed since; attributes are the source's and ours together, and whose it is
    is told in the source's words only under the id we publish. As soon as anything has changed here, the source's
    ``last_modified`` no longer holds, and our history is told after its own.
    """
    published = dict(raw)
    changed = [key for key in dict.fromkeys([*ours, *mapped]) if _differs(key, ours, mapped)]
    for key in changed:
        published.pop(key, None)
    published |= {key: ours[key] for key in ours if key in changed or (key in _NEEDED and key not in published)}
    if _is_anothers(published.get("organization"), ours.get("organization")):
        published["organization"] = ours["organization"]
    if "description" not in published and "dk_kind" in ours:
        published["description"] = ours["description"]
    published["id"] = ours["id"]
    united = {"attributes": list(_attributes(raw, mapped, ours))}
    if changed or _term_ids(ours) != _term_ids(mapped):
        published.pop("last_modified", None)
        united["metadata"] = [*raw.get("metadata", ()), *ours.get("metadata", ())]
    for key, items in united.items():
        published.pop(key, None)
        published |= {key: items} if items else {}
    return published


def _is_anothers(told: object, ours: Thing | None) -> bool:
    """Test whether a source speaks of whose it is under another id than theirs here: that may be anybody's."""
    return ours is not None and not (isinstance(told, dict) and told.get("id") == ours["id"])


def _differs(key: str, ours: Thing, mapped: Thing) -> bool:
    return key not in _UNITED and ours.get(key) != mapped.get(key)


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
