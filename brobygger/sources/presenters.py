"""What the pages of sources show."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brobygger.sources.models import Came, Outcome, Result, Run, RunState
from brobygger.sources.selectors.runs import OUTCOMES_ON_A_PAGE, Counts, counts_of, outcomes_of

#: Word in the address, label, value; what it came to first, once it is written.
_CAME = (
    ("lagt-ind", _("lagt ind"), Came.DONE.value, "done"),
    ("sendt", _("sendt til godkendelse"), Came.SENT.value, "sent"),
    ("gik-ikke", _("gik ikke"), Came.FAILED.value, "failed"),
)
_RESULTS = (
    ("nye", _("nye"), Result.NEW.value, "new"),
    ("aendrede", _("ændrede"), Result.CHANGED.value, "changed"),
    ("tilbage", _("tilbage"), Result.BACK.value, "back"),
    ("vaek", _("væk"), Result.MISSING.value, "missing"),
    ("skjules", _("skjules"), Result.HIDDEN.value, "hidden"),
    ("ikke-med", _("ikke med"), Result.LEFT_OUT.value, "left_out"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """Outcomes of one sort: how many, and where they are shown."""

    word: str
    label: str | Promise
    number: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    """Everything the page of one reading shows."""

    counts: Counts
    piles: tuple[Pile, ...]
    outcomes: tuple[Outcome, ...]
    previous: str
    next: str
    may_apply: bool
    may_believe: bool


def run_page(run: Run, *, shown: str, page: str) -> RunPage:
    """Return the page of a reading; unknown words show every outcome."""
    counts = counts_of(run)
    number = int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 6 else 1
    url = reverse("sources:run", args=[run.id])
    table = (*(_CAME if run.state in {RunState.WRITING, RunState.WRITTEN} else ()), *_RESULTS)
    piles = tuple(
        Pile(word=word, label=label, number=getattr(counts, name), url=f"{url}?vis={word}", is_chosen=word == shown)
        for word, label, _value, name in table
    )
    chosen = next((pile for pile in piles if pile.is_chosen and pile.number), None)
    word = chosen.word if chosen else ""
    total = chosen.number if chosen else counts.to_write + counts.left_out
    query = f"{url}?vis={word}&side="
    return RunPage(
        counts=counts,
        piles=tuple(pile for pile in piles if pile.number),
        outcomes=outcomes_of(run, result=_value(word, _RESULTS), came=_value(word, _CAME), page=number),
        previous=f"{query}{number - 1}" if number > 1 else "",
        next=f"{query}{number + 1}" if number * OUTCOMES_ON_A_PAGE < total else "",
        may_apply=run.state == RunState.READ and counts.to_write > 0,
        may_believe=run.state == RunState.WRITTEN and run.is_doubted,
    )


def _value(word: str, table: tuple[tuple[str, str | Promise, str, str], ...]) -> str:
    return next((value for known, _label, value, _name in table if known == word), "")
