"""What this room has for people on their own page (``accounts.desk``)."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from brobygger.accounts.desk import DeskItem, DeskPile, desk_source
from brobygger.accounts.permissions import Permission
from brobygger.kernel.actors import Actor
from brobygger.organisations.models import Claim, ClaimStatus, Way
from brobygger.organisations.policies import may_ask
from brobygger.organisations.selectors import claims_for_centre, claims_for_members, own_claims, own_organisations

#: The oldest that wait; whoever has answered these gets the next.
MOST_SHOWN = 20


@desk_source
def own(actor: Actor) -> DeskPile | None:
    """Return the associations somebody writes for, and those they have asked to; the way in when there are none."""
    if not may_ask(actor):
        return None
    organisations = own_organisations(actor=actor)
    waiting = [claim for claim in own_claims(actor=actor) if claim.status == ClaimStatus.WAITING]
    if actor.permissions and actor.municipality_codes and not organisations and not waiting:
        return None
    items = [DeskItem(title=row.name, url=reverse("desks:association", args=[row.key])) for row in organisations]
    items += [_asked(claim) for claim in waiting if claim.way != Way.NEW_GROUP]
    items.append(DeskItem(title=gettext("Find din forening, eller opret en ny"), url=reverse("organisations:mine")))
    return DeskPile(heading=gettext("Dine foreninger"), nothing="", total=len(organisations), items=tuple(items))


@desk_source
def to_answer(actor: Actor) -> DeskPile | None:
    """Return who asks to write for the associations somebody decides in."""
    if not actor.administered_ids:
        return None
    rows = [claim for each in actor.administered_ids for claim in claims_for_members(actor=actor, organisation_id=each)]
    return _pile(gettext("Vil gerne skrive for jer"), gettext("Ingen venter på svar."), rows, len(rows))


@desk_source
def to_vouch_for(actor: Actor) -> DeskPile | None:
    """Return the claims and new groups a volunteer centre is asked to stand by."""
    if not actor.can(Permission.CLAIM_VOUCH):
        return None
    rows = claims_for_centre(actor=actor, at=timezone.now())
    total = rows.count()
    return _pile(
        gettext("Kan I stå inde for dem?"), gettext("Ingen foreninger venter på jer."), rows[:MOST_SHOWN], total
    )


def _pile(heading: str, nothing: str, rows: Iterable[Claim], total: int) -> DeskPile:
    items = tuple(_question(claim) for claim in rows)
    return DeskPile(heading=heading, nothing=nothing, total=total, items=items)


def _question(claim: Claim) -> DeskItem:
    """Return a claim as a line: which association, who asks, what about."""
    person = claim.user.name or claim.user.email
    words = (
        gettext("%(person)s har lavet en ny gruppe. Kender I den?")
        if claim.way == Way.NEW_GROUP
        else gettext("%(person)s vil gerne skrive for foreningen.")
    )
    url = reverse("organisations:claim", args=[claim.id])
    return DeskItem(title=claim.organisation.name, text=words % {"person": person}, url=url)


def _asked(claim: Claim) -> DeskItem:
    url = reverse("organisations:claim", args=[claim.id])
    return DeskItem(title=claim.organisation.name, text=gettext("Du har spurgt. Svaret er på vej."), url=url)
