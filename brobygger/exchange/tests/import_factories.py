"""Files on their way in, for tests that only need one to be there."""

from datetime import UTC, datetime

import factory

from brobygger.exchange.models import Import, ImportStatus
from brobygger.organisations.tests.factories import OrganisationFactory


class ImportFactory(factory.django.DjangoModelFactory[Import]):
    """An association's file without rows, looked through."""

    class Meta:
        model = Import

    organisation = factory.SubFactory(OrganisationFactory)
    file_name = "tilbud.csv"
    header = factory.LazyFunction(lambda: ["Navn"])
    mapping = factory.LazyFunction(lambda: ["name"])
    total = 0
    status = ImportStatus.CHECKED
    uploaded_at = datetime(2026, 11, 22, 11, tzinfo=UTC)
