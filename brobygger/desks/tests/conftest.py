"""What the tests of the editor begin with."""

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.desks.tests.editing import writer
from brobygger.directory.models import Draft
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory


@pytest.fixture
def organisation() -> Organisation:
    odense = MunicipalityFactory(code="0461", name="Odense", slug="odense")
    PostcodeFactory(code="5000", name="Odense C", municipality=odense)
    return OrganisationFactory.create(name="Håbet", municipality=odense)


@pytest.fixture
def author(organisation: Organisation) -> Client:
    """A browser of somebody who writes for the association."""
    return writer(organisation)


@pytest.fixture
def draft(author: Client, organisation: Organisation) -> Draft:
    author.post(reverse("desks:editor_begin"), {"organisation": organisation.id})
    return Draft.objects.get()
