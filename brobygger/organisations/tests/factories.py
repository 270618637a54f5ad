"""Organisations for tests."""

from datetime import UTC, datetime

import factory

from brobygger.organisations.models import Kind, Organisation


class OrganisationFactory(factory.django.DjangoModelFactory[Organisation]):
    """An association without CVR."""

    class Meta:
        model = Organisation

    key = factory.Sequence(lambda number: f"forening-{number}")
    name = factory.Sequence(lambda number: f"Foreningen nr. {number}")
    kind = Kind.ASSOCIATION
    created_at = datetime(2026, 1, 1, tzinfo=UTC)
    changed_at = datetime(2026, 1, 1, tzinfo=UTC)
