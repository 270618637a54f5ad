"""Reads: the book for those who may read it."""

from dataclasses import dataclass

from django.db.models import Count, Max, Min

from brobygger.audit.models import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class BookFigures:
    """How long the book is: the number of entries, and of the first and last that are in it (0 for an empty book)."""

    entries: int
    first: int
    last: int


def book_figures() -> BookFigures:
    """Return how long the book is."""
    row = Entry.objects.aggregate(entries=Count("id"), first=Min("number"), last=Max("number"))
    return BookFigures(entries=row["entries"], first=row["first"] or 0, last=row["last"] or 0)
