"""The book as lines a person can read: what, on what, by whom, when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from brobygger.audit.models import Entry, Reading
from brobygger.audit.words import act_label, actor_label, subject_label
from brobygger.desks.selectors.book import BookWish

_LONGEST_VALUE = 60
#: Why persons are looked at, as the edges say it, for those who read the book in another language.
_WHY = (
    gettext_noop("for at svare på en fejlmelding"),
    gettext_noop("for at se eller rette en adgang"),
    gettext_noop("for at se, hvem der skriver for foreningen"),
    gettext_noop("for at ringe om tilbud"),
)
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLine:
    """One line. ``number`` is 0 for a reading; the addresses lead to everything about one row or by one account."""

    number: int
    at: datetime
    what: str
    subject: str
    who: str
    changes: tuple[tuple[str, str], ...]
    subject_url: str
    who_url: str


def entry_lines(entries: Iterable[Entry], *, names: Names, language: str) -> list[BookLine]:
    """Return what was done, as lines."""
    return [
        _line(row, what=act_label(row.act, language=language), names=names, language=language, number=row.number)
        for row in entries
    ]


def reading_lines(readings: Iterable[Reading], *, names: Names, language: str) -> list[BookLine]:
    """Return who looked at what, as lines."""
    return [_line(row, what=gettext(row.why), names=names, language=language) for row in readings]


def book_url(wish: BookWish, *, page: int, is_readings: bool) -> str:
    """Return the address of a page of what is asked for."""
    asked = {
        "handling": wish.act,
        "slags": wish.subject_kind,
        "om": wish.subject_id,
        "hvem": wish.actor_id,
        "fra": wish.first_on,
        "til": wish.last_on,
        "side": page if page > 1 else "",
    }
    return _address(is_readings) + "?" + urlencode({name: value for name, value in asked.items() if value})


def _line(row: Entry | Reading, *, what: str, names: Names, language: str, number: int = 0) -> BookLine:
    is_reading = isinstance(row, Reading)
    kind = subject_label(row.subject_kind, language=language)
    name = names.get(row.subject_id, "")
    return BookLine(
        number=number,
        at=row.at,
        what=what,
        subject=f"{kind}: {name}" if name else kind,
        who=names.get(row.actor_id) or actor_label(row.actor_kind, language=language),
        changes=() if isinstance(row, Reading) else tuple(_changes(row.changes)),
        subject_url=book_url(BookWish(subject_id=row.subject_id), page=1, is_readings=is_reading),
        who_url=book_url(BookWish(actor_id=row.actor_id), page=1, is_readings=is_reading) if row.actor_id else "",
    )


def _changes(changes: Mapping[str, object]) -> Iterable[tuple[str, str]]:
    """Yield what changed: the field, and "before → after" where the book holds it."""
    for field, value in changes.items():
        is_pair = isinstance(value, list) and len(value) == 2
        yield field, " → ".join(_short(part) for part in value) if is_pair else _short(value)  # type: ignore[attr-defined]


def _short(value: object) -> str:
    text = "–" if value in (None, "", []) else str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _address(is_readings: bool) -> str:  # noqa: FBT001
    return reverse("desks:readings" if is_readings else "desks:book")
