"""The letters this room sends: to the association whose entry went into another, and when they are two again."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from brobygger.directory.models import Offer
from brobygger.duplicates.models import Kind, Merge
from brobygger.kernel.actors import Actor
from brobygger.notifications.services import Letter, queue_mails
from brobygger.notifications.topics import Topic
from brobygger.organisations.models import Organisation
from brobygger.organisations.selectors import recipients_of


def tell_of_merge(*, actor: Actor, merge: Merge, at: datetime) -> None:
    """Tell those behind the dropped entry that it has become part of the kept one, and where to say it is wrong."""
    _tell(actor, merge, template="merged", at=at)


def tell_of_parting(*, actor: Actor, merge: Merge, at: datetime) -> None:
    """Tell those behind the dropped entry that it stands by itself again."""
    _tell(actor, merge, template="parted", at=at)


def _tell(actor: Actor, merge: Merge, *, template: str, at: datetime) -> None:
    context = {
        "is_offer": merge.kind == Kind.OFFER,
        "dropped": merge.dropped_name,
        "kept": merge.kept_name,
        "url": settings.BASE_URL + _path(merge.kind, merge.kept_key if template == "merged" else merge.dropped_key),
    }
    letters = [
        Letter(
            to=to,
            template=f"duplicates/mail/{template}",
            key=f"{template}:{merge.id}:{to}",
            topic=Topic.REVIEW,
            context=context,
            about=merge.id,
        )
        for to in _receivers(merge)
    ]
    queue_mails(actor=actor, letters=letters, at=at)


def _path(kind: str, key: str) -> str:
    return reverse("web:offer" if kind == Kind.OFFER else "web:organisation", args=[key])


def _receivers(merge: Merge) -> tuple[str, ...]:
    """Return who writes for the dropped one's association, or its shared address."""
    row = Organisation.objects.with_id(_association(merge)).values_list("id", "email").first()
    if row is None:
        return ()
    members = recipients_of(organisation_id=row[0])
    # An organisation's members have moved with it.
    members = members or (recipients_of(organisation_id=merge.kept_id) if merge.kind == Kind.ORGANISATION else ())
    return members or ((row[1],) if row[1] else ())


def _association(merge: Merge) -> UUID:
    if merge.kind == Kind.ORGANISATION:
        return merge.dropped_id
    return Offer.objects.with_id(merge.dropped_id).values_list("organisation_id", flat=True)[0]
