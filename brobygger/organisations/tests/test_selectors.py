"""Organisations are found by key, and a municipality's volunteer centre by its kind."""

import pytest

from brobygger.kernel.errors import NotFound
from brobygger.organisations.models import Kind
from brobygger.organisations.selectors import get_organisation, volunteer_centre
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


class TestGetOrganisation:
    def test_finds_by_key(self) -> None:
        row = OrganisationFactory.create()

        assert get_organisation(key=row.key) == row

    def test_says_when_there_is_none(self) -> None:
        with pytest.raises(NotFound):
            get_organisation(key="ingen")


class TestVolunteerCentre:
    def test_is_the_municipalitys_own(self) -> None:
        here, there = MunicipalityFactory.create(), MunicipalityFactory.create()
        centre = OrganisationFactory.create(kind=Kind.VOLUNTEER_CENTRE, municipality=here)
        OrganisationFactory.create(municipality=there)

        assert volunteer_centre(municipality_code=here.code) == centre
        assert volunteer_centre(municipality_code=there.code) is None
