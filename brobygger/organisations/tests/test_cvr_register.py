"""The CVR register is asked over the net, here a small server of our own, on good and bad days."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory
from brobygger.notifications.models import Content
from brobygger.organisations.cvr_register import CvrHasNoAddress, CvrNotSetUp, CvrSilent, registered_address
from brobygger.organisations.models import Claim, Way
from brobygger.organisations.services import ask_again, claim_organisation
from brobygger.organisations.tests.factories import OrganisationFactory, acting_as

CVR = "25300823"


def company(**fields: Any) -> dict[str, Any]:
    return {"hits": {"hits": [{"_source": {"Vrvirksomhed": {"cvrNummer": int(CVR), **fields}}}]}}


def entry(address: str, *, ended: str | None = None, is_secret: bool = False) -> dict[str, Any]:
    return {
        "kontaktoplysning": address,
        "hemmelig": is_secret,
        "periode": {"gyldigFra": "2015-01-01", "gyldigTil": ended},
    }


class Register(BaseHTTPRequestHandler):
    """Answers what a test told it to."""

    answer: ClassVar[tuple[int, bytes]] = (200, b"{}")
    asked: ClassVar[list[tuple[dict[str, Any], str]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((json.loads(body), self.headers.get("Authorization", "")))
        status, content = self.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def register(settings: Any) -> Iterator[type[Register]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Register)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.CVR_URL = f"http://127.0.0.1:{server.server_port}/cvr-permanent/virksomhed/_search"
    settings.CVR_USER, settings.CVR_PASSWORD = "bruger", "kode"
    Register.asked.clear()
    yield Register
    server.shutdown()
    server.server_close()


def says(register: type[Register], answer: Any, *, status: int = 200) -> None:
    content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    register.answer = (status, content)


class TestRegisteredAddress:
    def test_is_the_one_that_counts_today(self, register: type[Register]) -> None:
        entries = [entry("gammel@kaffe.example", ended="2020-01-01"), entry("ny@kaffe.example")]
        says(register, company(elektroniskPost=entries))

        assert registered_address(cvr=CVR) == "ny@kaffe.example"
        question, authorization = register.asked[0]
        assert question["query"] == {"term": {"Vrvirksomhed.cvrNummer": int(CVR)}}
        assert authorization.startswith("Basic ")

    @pytest.mark.parametrize(
        "answer",
        [
            {"hits": {"hits": []}},
            {"hits": []},
            [],
            company(),
            company(elektroniskPost=[entry("skjult@kaffe.example", is_secret=True)]),
            company(obligatoriskEmail=[entry("ikke en adresse")]),
        ],
    )
    def test_is_told_when_there_is_none(self, register: type[Register], answer: Any) -> None:
        says(register, answer)

        with pytest.raises(CvrHasNoAddress):
            registered_address(cvr=CVR)

    @pytest.mark.parametrize(("status", "answer"), [(500, {}), (401, {}), (200, b"<html>"), (302, {})])
    def test_is_not_guessed_when_the_register_is_ill(self, register: type[Register], status: int, answer: Any) -> None:
        says(register, answer, status=status)

        with pytest.raises((CvrSilent, CvrHasNoAddress)):
            registered_address(cvr=CVR)

    def test_is_not_waited_for_when_nobody_answers(self, settings: Any) -> None:
        settings.CVR_URL = "http://127.0.0.1:9/"

        with pytest.raises(CvrSilent):
            registered_address(cvr=CVR)

    def test_is_not_asked_for_where_it_is_not_set_up(self, settings: Any) -> None:
        settings.CVR_URL = ""

        with pytest.raises(CvrNotSetUp):
            registered_address(cvr=CVR)


@pytest.mark.django_db
class TestClaimByCvr:
    def test_sends_the_link_to_the_registered_address(self, register: type[Register], noon: datetime) -> None:
        says(register, company(obligatoriskEmail=[entry("kasserer@kaffe.example")]))
        organisation = OrganisationFactory.create(cvr=CVR)
        actor = acting_as(UserFactory.create(role=Role.ASSOCIATION_MEMBER))

        claim = claim_organisation(
            actor=actor, organisation_id=organisation.id, way=Way.CVR_MAIL, person_words="", at=noon
        )
        ask_again(actor=actor, claim_id=claim.id, at=noon.replace(hour=23))

        assert list(Content.objects.values_list("to", flat=True)) == ["kasserer@kaffe.example"] * 2

    def test_leaves_no_claim_when_the_register_is_silent(self, settings: Any, noon: datetime) -> None:
        settings.CVR_URL = "http://127.0.0.1:9/"
        organisation = OrganisationFactory.create(cvr=CVR)

        with pytest.raises(CvrSilent):
            claim_organisation(
                actor=acting_as(UserFactory.create(role=Role.ASSOCIATION_MEMBER)),
                organisation_id=organisation.id, way=Way.CVR_MAIL, person_words="", at=noon,
            )  # fmt: skip

        assert not Claim.objects.exists()
