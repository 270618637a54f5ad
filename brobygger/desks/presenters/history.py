"""What was done to an offer and decided about it, as those who decide read it: functions and days, never names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.curation.models import Conflict, Decision, Outcome
from brobygger.curation.selectors import decisions_about
from brobygger.directory.differences import field_label
from brobygger.directory.selectors import HistoryLine, history
from brobygger.directory.selectors.under_review import drafts_of_offer
from brobygger.directory.services.drafts.submitting import SUBJECT_KIND

_ACTS: Mapping[str, str | Promise] = {
    "directory.offer.created": _("Tilbuddet blev skrevet"),
    "directory.offer.changed": _("Rettet"),
    "directory.offer.published": _("Vist"),
    "directory.offer.hidden": _("Skjult"),
    "directory.offer.removed": _("Taget ned"),
    "directory.offer.draft": _("Taget frem igen"),
    "directory.offer.shown_locally": _("Vist i en kommune"),
    "directory.offer.hidden_locally": _("Skjult i en kommune"),
    "curation.offer.assured": _("Bekræftet"),
}
#: The newest; the book has the rest.
MOST_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLine:
    """One thing that happened."""

    at: datetime
    text: str


def past_of(offer_id: UUID) -> list[PastLine]:
    """Return what happened to an offer, newest first: what was done and what was decided."""
    done = [_done(line) for line in history(offer_id=offer_id) if line.act in _ACTS]
    decided = decisions_about(subject_kind=SUBJECT_KIND, subject_ids=drafts_of_offer(offer_id=offer_id))
    lines = [*done, *(_decided(decision) for decision in decided)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:MOST_SHOWN]


def _done(line: HistoryLine) -> PastLine:
    words = str(_ACTS[line.act])
    if line.act != "directory.offer.changed":
        return PastLine(at=line.at, text=words)
    return PastLine(at=line.at, text=f"{words}: {', '.join(field_label(name) for name in line.fields)}")


def _decided(decision: Decision) -> PastLine:
    place = decision.review.municipality
    who = place.name if place else gettext("hele landet")
    words = gettext("Godkendt (%(who)s)") if decision.outcome == Outcome.APPROVED else gettext("Sagt nej (%(who)s)")
    marked = gettext(", af en, der ikke er uafhængig") if decision.conflict != Conflict.NONE else ""
    return PastLine(at=decision.decided_at, text=words % {"who": who} + marked)
