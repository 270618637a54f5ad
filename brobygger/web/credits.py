"""Whom an offer's facts come from when it is another register: the rooms that read it say so, the page names it.

A room above registers a function with ``@credit_source``; it gives None for an offer it knows nothing of.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who is to be named, in their own words, and the licence they publish under ("" when none is said)."""

    name: str
    licence: str = ""


CreditSource = Callable[[UUID], Credit | None]

_sources: list[CreditSource] = []


def credit_source(source: CreditSource) -> CreditSource:
    """Register a function that says whom an offer's facts come from."""
    if source not in _sources:
        _sources.append(source)
    return source


def credit_for(offer_id: UUID) -> Credit | None:
    """Return whom an offer's facts come from; None when it was written here."""
    return next(filter(None, (source(offer_id) for source in _sources)), None)
