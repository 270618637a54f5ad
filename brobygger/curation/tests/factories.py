"""Reviews for tests, and those who decide them."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import factory

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Permission, Role
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.tests.factories import UserFactory
from brobygger.curation.models import Review, Scope
from brobygger.curation.rulebook import rulebook
from brobygger.kernel.actors import Actor, ActorKind

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
#: An answer to every posting rule, none of them no.
ALL_YES = {rule.key: "yes" for rule in rulebook().rules}


class ReviewFactory(factory.django.DjangoModelFactory[Review]):
    """A national review of something new."""

    class Meta:
        model = Review

    subject_kind = "draft"
    subject_id = factory.LazyFunction(uuid4)
    subject_label = factory.Sequence(lambda number: f"Café {number}")
    organisation_id = factory.LazyFunction(uuid4)
    scope = Scope.NATIONAL
    opened_at = NOON
    answer_by = date(2026, 11, 30)


def national(**values: object) -> Actor:
    """Somebody who decides nationally, with an account and a second factor."""
    return acting(UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR, **values))


def local(*codes: str) -> Actor:
    """Somebody who decides in some municipalities."""
    return acting(UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=list(codes)))


def acting(user: User) -> Actor:
    """Return who somebody is to the services."""
    return actor_for(user, has_second_factor=True)


def writer(*organisation_ids: UUID) -> Actor:
    """Somebody who writes for some organisations."""
    return Actor(
        kind=ActorKind.USER,
        id=uuid4(),
        own_permissions=frozenset({str(Permission.OFFER_EDIT)}),
        organisation_ids=frozenset(organisation_ids),
    )
