"""Whoever looks after a municipality sees whom to call there, and nobody else does."""

from collections.abc import Iterator
from http import HTTPStatus
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.directory.models import Check, Offer, Stage
from brobygger.directory.tests.factories import NOON, published
from brobygger.directory.values import ContactData
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
LIST, NATIONAL = "/min-kommune/0461/ringeliste/", "/ringeliste/"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    MunicipalityFactory(code="0461", name="Odense", slug="odense")
    MunicipalityFactory(code="0851", name="Aalborg", slug="aalborg")
    with time_machine.travel(NOON, tick=False):
        yield


def to_call(key: str, *codes: str) -> Offer:
    organisation = OrganisationFactory.create(phone="11 11 11 11")
    offer = published(
        key=key,
        name=key.title(),
        organisation_id=organisation.id,
        is_national=not codes,
        municipality_codes=frozenset(codes),
        contacts=(ContactData(function="Værten", phone="22 22 22 22"),),
    )
    Check.objects.create(offer=offer, due_on=NOON.date(), stage=Stage.GREYED, stage_on=NOON.date())
    return offer


def signed_in(role: Role, *codes: str) -> Client:
    client = Client()
    sign_in(client, UserFactory(role=role, municipality_codes=list(codes)))
    return client


class TestCallListOf:
    def test_shows_the_own_municipalitys_with_numbers(self) -> None:
        for key, code in (("odensecafe", "0461"), ("aalborgcafe", "0851")):
            to_call(key, code)
        to_call("landslinje")

        page = signed_in(Role.LOCAL_ADMINISTRATOR, "0461").get(LIST).content.decode()

        assert "Odensecafe" in page
        assert page.index("tel:22222222") < page.index("tel:11111111")
        assert "Aalborgcafe" not in page
        assert "Landslinje" not in page

    def test_a_call_is_an_answer(self) -> None:
        offer, client = to_call("odensecafe", "0461"), signed_in(Role.LOCAL_ADMINISTRATOR, "0461")

        answer = client.post(LIST, {"offer": str(offer.id)}, follow=True)

        offer.refresh_from_db()
        assert offer.assured_on == NOON.date()
        assert "Ingen at ringe til" in answer.content.decode()

    def test_says_so_when_there_is_no_number(self) -> None:
        offer = to_call("odensecafe", "0461")
        offer.contacts.all().delete()
        Organisation.objects.update(phone="")

        page = signed_in(Role.LOCAL_ADMINISTRATOR, "0461").get(LIST).content.decode()

        assert "Vi har heller ikke noget telefonnummer." in page

    @pytest.mark.parametrize("wrong", ["", "nonsens", str(uuid4())])
    def test_confirms_only_what_is_on_the_list(self, wrong: str) -> None:
        to_call("odensecafe", "0461")

        answer = signed_in(Role.LOCAL_ADMINISTRATOR, "0461").post(LIST, {"offer": wrong})

        assert answer.status_code == HTTPStatus.NOT_FOUND

    def test_is_not_there_for_anybody_else(self) -> None:
        offer = to_call("odensecafe", "0461")
        for client in (
            signed_in(Role.LOCAL_ADMINISTRATOR, "0851"),
            signed_in(Role.EDITOR),
            signed_in(Role.GRANT_OWNER),
            signed_in(Role.ASSOCIATION_MEMBER),
        ):
            assert client.get(LIST).status_code == HTTPStatus.NOT_FOUND
            assert client.post(LIST, {"offer": str(offer.id)}).status_code == HTTPStatus.NOT_FOUND
        offer.refresh_from_db()
        assert offer.assured_on is None

    def test_is_not_there_for_a_place_that_is_none(self) -> None:
        assert signed_in(Role.NATIONAL_ADMINISTRATOR).get("/min-kommune/0999/ringeliste/").status_code == 404


class TestNationalCalls:
    def test_holds_what_no_municipality_looks_after(self) -> None:
        UserFactory(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"])
        for key, code in (("odensecafe", "0461"), ("aalborgcafe", "0851")):
            to_call(key, code)
        national = to_call("landslinje")
        client = signed_in(Role.NATIONAL_ADMINISTRATOR)

        page = client.get(NATIONAL).content.decode()
        client.post(NATIONAL, {"offer": str(national.id)})

        assert "Aalborgcafe" in page
        assert "Landslinje" in page
        assert "Odensecafe" not in page
        national.refresh_from_db()
        assert national.assured_on == NOON.date()

    def test_is_not_there_for_a_municipality(self) -> None:
        assert signed_in(Role.LOCAL_ADMINISTRATOR, "0461").get(NATIONAL).status_code == HTTPStatus.NOT_FOUND
