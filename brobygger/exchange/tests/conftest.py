"""An association at home in a town, for every test of the room that asks for it."""

import pytest

from brobygger.exchange.owners import Owner
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory


@pytest.fixture
def organisation() -> Organisation:
    odense = MunicipalityFactory(code="0461", name="Odense", slug="odense")
    PostcodeFactory(code="5000", name="Odense C", municipality=odense)
    return OrganisationFactory.create(name="Håbet", key="haabet", municipality=odense)


@pytest.fixture
def association(organisation: Organisation) -> Owner:
    return Owner(organisation=organisation)


@pytest.fixture
def town(organisation: Organisation) -> Owner:
    return Owner(municipality=organisation.municipality)
