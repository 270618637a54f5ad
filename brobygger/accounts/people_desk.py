"""What waits for those who decide who has access, on their own page."""

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from brobygger.accounts.desk import DeskItem, DeskPile, desk_source
from brobygger.accounts.policies import manages_people
from brobygger.accounts.selectors.access_reviews import count_waiting_for
from brobygger.kernel.actors import Actor


@desk_source
def who_has_access(actor: Actor) -> DeskPile | None:
    """Return the questions that wait for an answer, and the way to everybody who has access."""
    if not manages_people(actor) and not actor.administered_ids:
        return None
    waiting = count_waiting_for(actor=actor)
    items = [_questions(waiting)] if waiting else []
    if manages_people(actor):
        items.append(_everybody())
    if not items:
        return None
    return DeskPile(heading=gettext("Adgang"), nothing="", total=waiting, items=tuple(items))


def _questions(waiting: int) -> DeskItem:
    """Return how many wait."""
    text = ngettext("%(number)s person venter på dit svar.", "%(number)s personer venter på dit svar.", waiting)
    return DeskItem(
        title=gettext("Hvem skal stadig have adgang?"),
        text=text % {"number": waiting},
        url=reverse("accounts:access_review"),
    )


def _everybody() -> DeskItem:
    """Return the way to the list."""
    return DeskItem(
        title=gettext("Hvem har adgang"),
        text=gettext("Inviter, ret og luk konti."),
        url=reverse("accounts:people"),
    )
