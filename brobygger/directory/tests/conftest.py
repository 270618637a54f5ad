"""What the tests of drafts begin with."""

from datetime import datetime

import pytest

from brobygger.directory.models import Draft
from brobygger.directory.services.drafts import (
    start_draft,
)
from brobygger.directory.tests.drafting import member
from brobygger.kernel.actors import Actor
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import OrganisationFactory


@pytest.fixture
def organisation() -> Organisation:
    return OrganisationFactory.create(name="Håbet")


@pytest.fixture
def actor(organisation: Organisation) -> Actor:
    return member(organisation)


@pytest.fixture
def draft(actor: Actor, organisation: Organisation, noon: datetime) -> Draft:
    return start_draft(actor=actor, organisation_id=organisation.id, at=noon)
