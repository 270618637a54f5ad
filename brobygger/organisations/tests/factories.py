"""Organisations for tests."""

from datetime import UTC, datetime

import factory

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.tests.factories import UserFactory
from brobygger.kernel.actors import Actor
from brobygger.organisations.models import Claim, Kind, MemberRole, Membership, Organisation, Way


class OrganisationFactory(factory.django.DjangoModelFactory[Organisation]):
    """An association without CVR."""

    class Meta:
        model = Organisation

    key = factory.Sequence(lambda number: f"forening-{number}")
    name = factory.Sequence(lambda number: f"Foreningen nr. {number}")
    kind = Kind.ASSOCIATION
    created_at = datetime(2026, 1, 1, tzinfo=UTC)
    changed_at = datetime(2026, 1, 1, tzinfo=UTC)


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    """Somebody who decides in an association, with no rights by role."""

    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory, role=Role.ASSOCIATION_MEMBER)
    role = MemberRole.ADMINISTRATOR
    since = datetime(2026, 1, 1, tzinfo=UTC)


class ClaimFactory(factory.django.DjangoModelFactory[Claim]):
    """Somebody who asks a volunteer centre to stand by them."""

    class Meta:
        model = Claim

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory, role=Role.ASSOCIATION_MEMBER)
    way = Way.CENTRE
    person_words = "Jeg er kasserer."
    created_at = datetime(2026, 11, 22, 11, tzinfo=UTC)
    asked_at = datetime(2026, 11, 22, 11, tzinfo=UTC)


def acting_as(user: User) -> Actor:
    """Return who somebody is to the services, with a second factor shown."""
    return actor_for(user, has_second_factor=True)
