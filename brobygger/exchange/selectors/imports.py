"""Reads: files on their way in, what their rows come to, and who they are put in for."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from brobygger.accounts.selectors import actor_for
from brobygger.directory.selectors.drafts import country_for
from brobygger.exchange.columns import Words
from brobygger.exchange.importing.guessing import guess
from brobygger.exchange.importing.rows import Sheet
from brobygger.exchange.models import Came, Import, ImportRow, ImportStatus, Outcome
from brobygger.exchange.owners import Owner
from brobygger.exchange.policies import may_import
from brobygger.exchange.selectors.keys import client_of
from brobygger.kernel.actors import VISITOR, Actor
from brobygger.kernel.errors import NotFound
from brobygger.places.models import Municipality, Postcode
from brobygger.taxonomy.selectors import all_concepts

ROWS_ON_A_PAGE = 50
MOST_IN_LIST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many rows came to what, before writing and after."""

    total: int
    waiting: int
    new: int
    changed: int
    unchanged: int
    errors: int
    shown: int
    sent: int
    failed: int
    taken_back: int
    left: int

    @property
    def to_write(self) -> int:
        """How many rows say something new."""
        return self.new + self.changed

    def done(self, status: str) -> tuple[int, int]:
        """Return how far the machine is with what it is doing: how many rows of how many."""
        if status == ImportStatus.CHECKING:
            return self.total - self.waiting, self.total
        if status == ImportStatus.WRITING:
            return self.shown + self.sent + self.failed, self.to_write
        return self.taken_back + self.left, self.taken_back + self.left + self.shown + self.sent


def get_import(*, actor: Actor, import_id: UUID) -> Import:
    """Return an import of somebody the actor puts offers in for; raises ``NotFound``."""
    rows = Import.objects.visible_to(actor).with_id(import_id)
    found = rows.select_related("organisation__municipality", "municipality", "user", "api_key").first()
    if found is None or not may_import(actor, found.owner):
        raise NotFound
    return found


def imports_of(*, actor: Actor, owner: Owner) -> tuple[Import, ...]:
    """Return an owner's files, newest first; raises ``NotFound`` for those who may not put any in."""
    if not may_import(actor, owner):
        raise NotFound
    rows = Import.objects.visible_to(actor).of_owner(owner).select_related("user")
    return tuple(rows.newest_first()[:MOST_IN_LIST])


def imports_at_work(*, at: datetime) -> tuple[UUID, ...]:
    """Return the files with something left to do that nobody works on, first come first served."""
    return tuple(Import.objects.at_work().free(at).values_list("id", flat=True))


def counts_of(imported: Import) -> Counts:
    """Return how many rows came to what."""
    outcomes: Counter[str] = Counter()
    came: Counter[str] = Counter()
    rows = ImportRow.objects.of_import(imported.id).values_list("outcome", "came").annotate(number=Count("id"))
    for outcome, became, number in rows.order_by():
        outcomes[outcome] += number
        came[became] += number
    return Counts(
        total=imported.total,
        waiting=outcomes[Outcome.WAITING],
        new=outcomes[Outcome.NEW],
        changed=outcomes[Outcome.CHANGED],
        unchanged=outcomes[Outcome.UNCHANGED],
        errors=outcomes[Outcome.ERROR],
        shown=came[Came.SHOWN],
        sent=came[Came.SENT],
        failed=came[Came.FAILED],
        taken_back=came[Came.TAKEN_BACK],
        left=came[Came.LEFT],
    )


def rows_of_import(imported: Import, *, outcome: str = "", came: str = "", page: int = 1) -> tuple[ImportRow, ...]:
    """Return one page of a file's rows, all of them or those that came to one thing."""
    rows = ImportRow.objects.of_import(imported.id)
    rows = rows.with_outcome(outcome) if outcome else rows
    rows = rows.that_came(came) if came else rows
    first = (max(page, 1) - 1) * ROWS_ON_A_PAGE
    return tuple(rows.in_order()[first : first + ROWS_ON_A_PAGE])


def rows_with_errors(imported: Import) -> tuple[ImportRow, ...]:
    """Return every row that is to be put right."""
    return tuple(ImportRow.objects.of_import(imported.id).with_outcome(Outcome.ERROR).in_order())


def first_rows(imported: Import, *, limit: int = 3) -> tuple[ImportRow, ...]:
    """Return the first rows of a file, to show what is in its columns."""
    return tuple(ImportRow.objects.of_import(imported.id).in_order()[:limit])


def mapping_for(*, owner: Owner, header: list[str]) -> list[str]:
    """Return which column is what: as it was chosen last time for such a file, else by their names."""
    before = Import.objects.of_owner(owner).with_header(header).newest_first().first()
    return list(before.mapping) if before else guess(header)


def actor_behind(imported: Import, *, at: datetime) -> Actor:
    """Return who an import is done for, with what they may now; a visitor when they may nothing any more.

    Who confirmed it had shown a second factor then; their role is asked anew.
    """
    if imported.api_key is not None:
        return client_of(imported.api_key) if imported.api_key.is_usable(at) else VISITOR
    return actor_for(imported.user, has_second_factor=True)


def sheet_of(imported: Import) -> Sheet:
    """Return what reading the rows of a file takes."""
    owner = imported.owner
    home = owner.municipality or (owner.organisation.municipality if owner.organisation else None)
    places = [{"postcode": code} for code in Postcode.objects.values_list("code", flat=True)]
    return Sheet(
        header=tuple(imported.header),
        mapping=tuple(imported.mapping),
        words=Words.of(all_concepts()),
        country=country_for({"places": places}),
        home=home.name if isinstance(home, Municipality) else "",
        only_in=owner.code,
    )
