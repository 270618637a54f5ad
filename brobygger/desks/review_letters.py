"""Letters about reviews: to the association when somebody decided or asked, to those who decide when something waits.

A letter says that there is news and where it is; what was said is read there, behind the link.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Permission
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.selectors.holders import all_holders_of
from brobygger.curation.review_links import review_token
from brobygger.curation.selectors.queue import waiting_for
from brobygger.kernel.actors import Actor
from brobygger.notifications.services import Letter, queue_mails
from brobygger.notifications.topics import Topic
from brobygger.organisations.models import Organisation
from brobygger.organisations.selectors import recipients_of
from brobygger.places.models import Municipality


def letters_to_association(
    *,
    organisation_id: UUID,
    review_id: UUID,
    template: str,
    key: str,
    label: str,
    municipality_code: str,
    at: datetime,
    **said: object,
) -> list[Letter]:
    """Return a letter to each who writes for an association, or to its shared address with a link of its own."""
    members = recipients_of(organisation_id=organisation_id)
    path = reverse("desks:own_review", args=[review_id])
    if not members:
        path = reverse("desks:review_by_link", args=[review_token(review_id=review_id, at=at)])
        shared = Organisation.objects.with_id(organisation_id).values_list("email", flat=True).first()
        members = (shared,) if shared else ()
    place = Municipality.objects.with_codes([municipality_code]).first() if municipality_code else None
    context = {"name": label, "place": place.name if place else "", "url": settings.BASE_URL + path, **said}
    return [
        Letter(to=to, template=template, key=f"{key}:{to}", topic=Topic.REVIEW, context=context, about=review_id)
        for to in members
    ]  # fmt: skip


def letters_to_holder(*, user_id: UUID, review_id: UUID, key: str, label: str) -> list[Letter]:
    """Return a letter to the colleague who has taken a review on: the association has written."""
    url = settings.BASE_URL + reverse("desks:review", args=[review_id])
    return [
        Letter(
            to=person.email, template="desks/mail/review_answered", key=key, topic=Topic.REVIEW,
            context={"name": label, "url": url}, about=review_id,
        )
        for person in _people() if person.id == user_id
    ]  # fmt: skip


def tell_of_waiting_reviews(*, actor: Actor, at: datetime) -> int:
    """Queue a letter to each who should decide something today, once a day; return how many."""
    return len(queue_mails(actor=actor, letters=list(_digests(at)), at=at))


def _digests(at: datetime) -> Iterator[Letter]:
    today = timezone.localdate(at)
    for person in _people():
        waiting = waiting_for(actor=actor_for(person, has_second_factor=True))
        due = waiting.due(today).count()
        if due:
            yield Letter(
                to=person.email,
                template="desks/mail/reviews_wait",
                key=f"reviews-wait:{person.id}:{today}",
                topic=Topic.REVIEW,
                context={
                    "due": due,
                    "total": waiting.count(),
                    "url": settings.BASE_URL + reverse("desks:reviews"),
                },
            )


def _people() -> tuple[User, ...]:
    """Return everybody who decides something somewhere."""
    return all_holders_of(permission=Permission.REVIEW_LOCAL)
