"""What waits on somebody's own page: reviews to decide, and what was said to what one's association sent in."""

from django.urls import reverse
from django.utils.translation import gettext

from brobygger.accounts.desk import DeskItem, DeskPile, desk_source
from brobygger.curation.models import Review
from brobygger.curation.policies import may_review
from brobygger.curation.selectors.queue import waiting_for, waiting_for_own
from brobygger.desks.presenters.reviews import sort_label, state_text, where_text
from brobygger.kernel.actors import Actor

#: The most urgent; the queue has the rest.
MOST_SHOWN = 5


@desk_source
def reviews_to_decide(actor: Actor) -> DeskPile | None:
    """Return what waits for the actor's decision, the most urgent first."""
    if not may_review(actor):
        return None
    waiting = waiting_for(actor=actor)
    total = waiting.count()
    items = [_to_decide(row) for row in waiting.select_related("municipality")[:MOST_SHOWN]]
    everything = DeskItem(title=gettext("Se alle sager til godkendelse"), url=reverse("desks:reviews"))
    return DeskPile(
        heading=gettext("Til godkendelse"),
        nothing=gettext("Ingen sager venter på din afgørelse."),
        total=total,
        items=tuple([*items, everything] if total > MOST_SHOWN else items),
    )


@desk_source
def own_reviews_to_answer(actor: Actor) -> DeskPile | None:
    """Return what the actor's associations have to answer or mend."""
    if not actor.organisation_ids:
        return None
    waiting = waiting_for_own(actor=actor)
    rows = list(waiting.select_related("municipality")[: MOST_SHOWN + 1])
    if not rows:
        return None
    return DeskPile(
        heading=gettext("Svar på det, I har sendt ind"),
        nothing="",
        total=waiting.count(),
        items=tuple(
            DeskItem(title=row.subject_label, text=state_text(row), url=reverse("desks:own_review", args=[row.id]))
            for row in rows[:MOST_SHOWN]
        ),
    )


def _to_decide(row: Review) -> DeskItem:
    return DeskItem(
        title=row.subject_label,
        text=f"{where_text(row)} · {sort_label(row)}",
        url=reverse("desks:review", args=[row.id]),
        due_on=row.answer_by,
    )
