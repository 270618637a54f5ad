"""A file on its way in, as its page shows it: how many rows came to what, and those one asked to see."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brobygger.exchange.models import Came, Import, ImportRow, ImportStatus, Outcome
from brobygger.exchange.selectors.imports import ROWS_ON_A_PAGE, Counts, counts_of, rows_of_import

#: What the rows are gathered under: by what they come to before they are put in, and by what they came to after.
_OUTCOMES: tuple[tuple[str, str | Promise, str], ...] = (
    ("nye", _("nye"), Outcome.NEW),
    ("aendret", _("ændret"), Outcome.CHANGED),
    ("som-foer", _("som før"), Outcome.UNCHANGED),
    ("fejl", _("skal rettes"), Outcome.ERROR),
)
_CAME: tuple[tuple[str, str | Promise, str], ...] = (
    ("vises", _("vises nu"), Came.SHOWN),
    ("sendt", _("sendt til godkendelse"), Came.SENT),
    ("gik-ikke", _("kunne ikke lægges ind"), Came.FAILED),
    ("fortrudt", _("fortrudt"), Came.TAKEN_BACK),
    ("ladt", _("ladt være"), Came.LEFT),
)
#: The number of each, by the word of its pile.
_NUMBERS = {
    "nye": "new", "aendret": "changed", "som-foer": "unchanged", "fejl": "errors", "vises": "shown", "sendt": "sent",
    "gik-ikke": "failed", "fortrudt": "taken_back", "ladt": "left",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """Rows that came to the same: their number, and where they are shown."""

    word: str
    label: str | Promise
    number: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage:
    """Everything the page of one file shows. ``done`` and ``to_do`` count rows while the machine works."""

    counts: Counts
    piles: tuple[Pile, ...]
    chosen: str
    rows: tuple[ImportRow, ...]
    previous: str
    next: str
    done: int
    to_do: int
    is_written: bool


def import_page(imported: Import, *, shown: str, page: str) -> ImportPage:
    """Return the page of a file; unknown words show every row."""
    counts, number = counts_of(imported), int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
    is_written = imported.status in {ImportStatus.WRITING, ImportStatus.WRITTEN, ImportStatus.UNDOING,
                                     ImportStatus.UNDONE}  # fmt: skip
    url = reverse("exchange:import", args=[imported.id])
    piles = tuple(_pile(one, counts, url, shown) for one in (_CAME if is_written else ()) + _OUTCOMES)
    chosen = next((pile for pile in piles if pile.is_chosen and pile.number), None)
    word = chosen.word if chosen else ""
    rows = rows_of_import(imported, outcome=_value(word, _OUTCOMES), came=_value(word, _CAME), page=number)
    done, to_do = counts.done(imported.status)
    total = chosen.number if chosen else counts.total
    query = f"{url}?vis={word}&side="
    return ImportPage(
        counts=counts,
        piles=tuple(pile for pile in piles if pile.number),
        chosen=word,
        rows=rows,
        previous=f"{query}{number - 1}" if number > 1 else "",
        next=f"{query}{number + 1}" if number * ROWS_ON_A_PAGE < total else "",
        done=done,
        to_do=to_do,
        is_written=is_written,
    )


def _pile(one: tuple[str, str | Promise, str], counts: Counts, url: str, shown: str) -> Pile:
    word, label, _outcome = one
    number = int(getattr(counts, _NUMBERS[word]))
    return Pile(word=word, label=label, number=number, url=f"{url}?vis={word}", is_chosen=word == shown)


def _value(word: str, table: tuple[tuple[str, str | Promise, str], ...]) -> str:
    return next((value for known, _label, value in table if known == word), "")
