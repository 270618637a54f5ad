"""The differences of a dry run, field by field, in words people read."""

from collections.abc import Iterable
from typing import Any

from brobygger.directory.differences import FieldLine, Names, Piece, changes, facts, field_label
from brobygger.directory.models import CapacityStatus
from brobygger.places.models import Municipality, Region
from brobygger.sources.weighing import Weighed
from brobygger.taxonomy.selectors import all_concepts

_LONGEST = 400

Line = dict[str, Any]

__all__ = ["Line", "Names", "lines_between", "names_now"]


def names_now() -> Names:
    """Return what keys and codes are called."""
    return Names(
        concepts={concept.key: concept.pref_da for concept in all_concepts()},
        municipalities=dict(Municipality.objects.values_list("code", "name")),
        regions=dict(Region.objects.values_list("code", "name")),
    )


def lines_between(weighed: Weighed, *, names: Names) -> list[Line]:
    """Return what a thing changes: a line for each field, with what it says now and what it comes to say.

    A field where ours stays though the source's changed is among them, and marked ``kept``.
    """
    if weighed.data is None or weighed.said is None:
        return []
    if weighed.now is None:
        return [_line(one) for one in facts(weighed.data, names=names)]
    if not weighed.changed and not weighed.kept:
        return []
    lines = [_line(one) for one in changes(weighed.now, weighed.data, names=names)]
    if weighed.kept:
        theirs = changes(weighed.now, weighed.said, names=names)
        lines += [{**_line(one), "kept": True} for one in theirs if one.name in weighed.kept]
    if "capacity" in weighed.changed and weighed.data.capacity:
        label = str(CapacityStatus(weighed.data.capacity.status).label)
        lines.append({"field": "capacity", "label": field_label("capacity"), "before": "", "after": label})
    return lines


def _line(one: FieldLine) -> Line:
    return {"field": one.name, "label": one.label, "before": _text(one.before), "after": _text(one.after)}


def _text(lines: Iterable[Iterable[Piece]]) -> str:
    text = "; ".join(" ".join(piece.text for piece in line) for line in lines)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
