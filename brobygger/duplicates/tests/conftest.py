"""What the tests of this room share."""

import pytest

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory
from brobygger.kernel.actors import Actor
from brobygger.organisations.tests.factories import acting_as
from brobygger.places.tests.factories import MunicipalityFactory


@pytest.fixture
def odense() -> str:
    for code, name in (("0461", "Odense"), ("0851", "Aalborg")):
        MunicipalityFactory(code=code, name=name, slug=name.lower())
    return "0461"


@pytest.fixture
def local_user(odense: str) -> User:
    return UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=[odense])


@pytest.fixture
def local(local_user: User) -> Actor:
    return acting_as(local_user)


@pytest.fixture
def national_user() -> User:
    return UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR)


@pytest.fixture
def national(national_user: User) -> Actor:
    return acting_as(national_user)


@pytest.fixture
def elsewhere(odense: str) -> Actor:
    return acting_as(UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0851"]))
