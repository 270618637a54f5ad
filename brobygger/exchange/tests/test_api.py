"""Other systems with a key: their owner's offers, whether there is room, and nothing else; problems in one shape."""

import json
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import jsonschema
import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brobygger.accounts.models import User
from brobygger.accounts.tests.factories import PASSWORD, UserFactory, sign_in
from brobygger.audit.models import Entry
from brobygger.directory.models import Offer
from brobygger.directory.tests.factories import published
from brobygger.directory.values import ContactData, LinkData, LocationData, ScheduleData
from brobygger.exchange.models import ApiKey, Import
from brobygger.exchange.owners import Owner
from brobygger.exchange.reading import MOST_BYTES
from brobygger.exchange.selectors import exports
from brobygger.exchange.services.keys import make_key, revoke_key
from brobygger.exchange.urls import urlpatterns
from brobygger.exchange.views.api import DESCRIPTION
from brobygger.exchange.writing import csv_lines
from brobygger.kernel.actors import SYSTEM
from brobygger.organisations.models import MemberRole
from brobygger.organisations.tests.factories import MembershipFactory, OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db

OFFERS = "/api/1/offers"
IMPORTS = "/api/1/imports"
DOCUMENT: dict[str, Any] = json.loads(DESCRIPTION.read_text(encoding="utf-8"))

#: The description's addresses as patterns.
ROUTES = {route: re.compile(re.sub(r"{\w+}", "[^/]+", route)) for route in DOCUMENT["paths"]}


@pytest.fixture(autouse=True)
def _counted_anew() -> None:
    caches["throttle"].clear()


@pytest.fixture
def owner() -> Owner:
    MunicipalityFactory(code="0461", name="Odense", slug="odense")
    return Owner(organisation=OrganisationFactory.create(key="sorg"))


@pytest.fixture
def offer(owner: Owner, noon: datetime) -> Offer:
    return published(
        key="cafe",
        organisation_id=owner.organisation.id,  # type: ignore[union-attr]
        is_national=False,
        municipality_codes=frozenset({"0461"}),
        locations=(LocationData(kind="virtual", url="https://eksempel.dk/"),),
        schedules=(ScheduleData(starts_on=noon.date(), rrule="FREQ=WEEKLY"),),
        contacts=(ContactData(function="Vagten", person_name="Bo", person_consented_at=noon, phone="12 34 56 78"),),
        links=(LinkData(label="Om os", url="https://eksempel.dk/"),),
    )


def key_to(owner: Owner, **values: object) -> str:
    given = {"name": "System", "is_read_only": False, "lasts": timedelta(days=90), "at": timezone.now(), **values}
    return make_key(actor=SYSTEM, owner=owner, key_id=uuid4(), **given).shown  # type: ignore[arg-type]


def ask(key: str, path: str = OFFERS, *, method: str = "GET", body: object = None) -> HttpResponse:
    """Ask as another system does, and see that what is answered is what the description says."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
    response = Client().generic(method, path, sent, "application/json", headers={"Authorization": f"Bearer {key}"})
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    _is_as_described(response, path, method)
    return response  # type: ignore[return-value]


def shown_again(person: User) -> Client:
    """Return the browser of somebody who has just shown again who they are."""
    client = Client()
    sign_in(client, person)
    client.post(reverse("account_reauthenticate") + "?next=/konto/", {"password": PASSWORD})
    return client


def _is_as_described(response: Any, path: str, method: str) -> None:
    route = next(route for route, pattern in ROUTES.items() if pattern.fullmatch(path.partition("?")[0]))
    doors = DOCUMENT["paths"][route]
    door = doors.get(method.lower(), next(iter(doors.values())))
    if response.status_code == 204:
        assert "204" in door["responses"]
        return
    ((kind, told),) = door["responses"][str(response.status_code)]["content"].items()
    assert response["Content-Type"] == kind
    schema = {**told["schema"], "components": DOCUMENT["components"]}
    jsonschema.Draft202012Validator(schema).validate(json.loads(response.content))


class TestKey:
    def test_is_asked_for_at_every_door(self, owner: Owner, offer: Offer) -> None:
        key, old = key_to(owner), key_to(owner, at=timezone.now() - timedelta(days=91))
        closed = key_to(owner)
        revoke_key(actor=SYSTEM, key_id=ApiKey.objects.newest_first()[0].id, at=timezone.now())

        for wrong in ("", "x", key[:-1], old, closed):
            for path, method in ((OFFERS, "GET"), (f"{OFFERS}/cafe/capacity", "PUT")):
                response = ask(wrong, path, method=method)
                assert response.status_code == 401
                assert response["WWW-Authenticate"] == "Bearer"

    def test_is_not_a_session(self, owner: Owner, offer: Offer) -> None:
        client = Client()
        sign_in(client, MembershipFactory.create(organisation=owner.organisation).user)

        assert client.get(OFFERS).status_code == 401
        assert client.get(f"{OFFERS}?key={key_to(owner)}").status_code == 401

    def test_is_not_taken_as_anything_but_a_bearers(self, owner: Owner) -> None:
        assert Client().get(OFFERS, headers={"Authorization": f"Basic {key_to(owner)}"}).status_code == 401

    def test_opens_no_page(self, owner: Owner) -> None:
        response = Client().get("/eksport/forening/sorg/", headers={"Authorization": f"Bearer {key_to(owner)}"})

        assert response.status_code == 302

    def test_is_noted_as_used(self, owner: Owner) -> None:
        ask(key_to(owner))

        assert ApiKey.objects.get().last_used_at is not None

    @pytest.mark.usefixtures("still_clock")
    def test_may_be_guessed_at_only_so_often(self, owner: Owner) -> None:
        answers = {ask("gæt".encode().hex()).status_code for _ in range(125)}

        assert answers == {401, 429}


class TestOffers:
    def test_are_the_owners_own(self, owner: Owner, offer: Offer) -> None:
        published(key="andres", is_national=False, municipality_codes=frozenset({"0461"}))
        town = Owner(municipality=MunicipalityFactory._meta.model.objects.get(code="0461"))

        own, towns = (json.loads(ask(key_to(whose)).content)["offers"] for whose in (owner, town))

        assert [row["key"] for row in own] == ["cafe"]
        assert [row["key"] for row in towns] == ["andres", "cafe"]
        assert own[0]["contacts"][0]["person_name"] == "Bo"
        assert b"Bo" not in json.dumps(towns).encode()
        assert Entry.objects.filter(act="exchange.offers.exported", actor_kind="client").count() == 2

    def test_come_in_pages(self, owner: Owner, offer: Offer) -> None:
        published(key="dans", organisation_id=owner.organisation.id)  # type: ignore[union-attr]
        key, path, seen = key_to(owner), f"{OFFERS}?limit=1", []

        while path:
            page = json.loads(ask(key, path).content)
            seen += [row["key"] for row in page["offers"]]
            path = page["next"]

        assert seen == ["cafe", "dans"]

    @pytest.mark.parametrize("limit", ["x", "-1", "0", "99999999", "²", ""])
    def test_come_whatever_is_asked_for(self, owner: Owner, offer: Offer, limit: str) -> None:
        assert ask(key_to(owner), f"{OFFERS}?limit={limit}").status_code == 200

    def test_are_not_written_here(self, owner: Owner) -> None:
        response = ask(key_to(owner), method="POST", body={})

        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


class TestCapacity:
    PATH = f"{OFFERS}/cafe/capacity"

    def test_is_said_and_answered(self, owner: Owner, offer: Offer) -> None:
        response = ask(key_to(owner), self.PATH, method="PUT", body={"status": "waiting", "wait_weeks": 3})

        answered = json.loads(response.content)["capacity"]
        assert (answered["status"], answered["wait_weeks"]) == ("waiting", 3)
        offer.refresh_from_db()
        assert offer.capacity.status == "waiting"
        assert Entry.objects.get(act="directory.offer.capacity_set").actor_kind == "client"

    def test_is_only_for_the_owners_own(self, owner: Owner, offer: Offer) -> None:
        other = Owner(organisation=OrganisationFactory.create())

        assert ask(key_to(other), self.PATH, method="PUT", body={"status": "free"}).status_code == 404
        assert ask(key_to(owner), f"{OFFERS}/x/capacity", method="PUT", body={"status": "free"}).status_code == 404

    def test_is_not_said_with_a_key_that_only_takes_out(self, owner: Owner, offer: Offer) -> None:
        key = key_to(owner, is_read_only=True)

        assert ask(key, self.PATH, method="PUT", body={"status": "free"}).status_code == 403

    @pytest.mark.parametrize(
        "body",
        [
            b"", b"{", b"[]", b"1", b"\xff", b"[" * 5000,
            {"status": "måske"}, {}, {"status": ["free"]}, {"status": True},
            {"status": "free", "wait_weeks": 3}, {"status": "waiting", "wait_weeks": -1},
            {"status": "free", "expires_at": "i morgen"}, {"status": "free", "expires_at": "2020-01-01T00:00:00Z"},
        ],
    )  # fmt: skip
    def test_refuses_what_does_not_fit(self, owner: Owner, offer: Offer, body: object) -> None:
        assert ask(key_to(owner), self.PATH, method="PUT", body=body).status_code == 422

    def test_refuses_what_is_far_too_long(self, owner: Owner, offer: Offer) -> None:
        assert ask(key_to(owner), self.PATH, method="PUT", body=b" " * 10_001).status_code == 413


class TestImports:
    @staticmethod
    def file(**said: str) -> bytes:
        cells = {"Id": "cafe", "Navn": "Café", "Kort fortalt": "Kaffe, snak og en plads i sofaen.", **said}
        return f"{';'.join(cells)}\n{';'.join(cells.values())}\n".encode()

    def send(self, key: str, content: bytes) -> dict[str, Any]:
        response = ask(key, IMPORTS, method="POST", body=content)
        assert response.status_code == 201
        answer: dict[str, Any] = json.loads(response.content)
        return answer

    def test_are_rehearsals_until_they_are_confirmed(self, owner: Owner, offer: Offer) -> None:
        key = key_to(owner)

        seen = self.send(key, self.file())
        offer.refresh_from_db()

        assert (seen["status"], seen["rows"], seen["counts"]["changed"]) == ("checked", 1, 1)
        assert offer.summary == "Kaffe og snak."
        assert json.loads(ask(key, f"{IMPORTS}/{seen['id']}").content) == seen
        assert ask(key, f"{IMPORTS}/{seen['id']}", method="DELETE").status_code == 204
        assert ask(key, f"{IMPORTS}/{seen['id']}").status_code == 404

    def test_are_put_in_when_that_is_asked_for(self, owner: Owner, offer: Offer) -> None:
        key = key_to(owner)
        seen = self.send(key, self.file())

        confirmed = json.loads(ask(key, f"{IMPORTS}/{seen['id']}/confirm", method="POST").content)

        assert confirmed["status"] == "written"
        assert confirmed["counts"]["shown"] + confirmed["counts"]["sent"] == 1
        assert ask(key, f"{IMPORTS}/{seen['id']}/confirm", method="POST").status_code == 409
        assert ask(key, f"{IMPORTS}/{seen['id']}", method="DELETE").status_code == 409

    def test_of_what_was_taken_out_change_nothing(self, owner: Owner, offer: Offer, noon: datetime) -> None:
        PostcodeFactory(code="5000", name="Odense C")
        ConceptFactory(key="ensomhed", pref_da="Ensomhed")
        published(
            key="rig", organisation_id=owner.organisation.id, name="=Rig; på \"alt\"", summary="+45 er et nummer.",  # type: ignore[union-attr]
            description="- punkt\n- punkt", audience="@alle", concepts=frozenset({"ensomhed"}), age_min=18, age_max=99,
            gender="women", gender_reason="Kvinder er trygge her.", needs_sobriety=True, is_national=False,
            municipality_codes=frozenset({"0461"}), roles=("bruger", "frivillig"), delivery=("in_person", "phone"),
            signup="drop_in", access="open", price_kind="paid", price_note="-5 kr.", schedule_note="Hver tirsdag",
            languages=("da", "en"), accessibility=("lift",), community_type="cafe", is_companion_possible=True,
            locations=(LocationData(name="Huset", address="Vej 1", postcode_id="5000", municipality_id="0461"),),
            contacts=(ContactData(function="Vagten", phone="+45 12 34 56 78", email="vagt@eksempel.dk"),),
            links=(LinkData(label="Om os", url="https://eksempel.dk/"),),
        )  # fmt: skip
        table = [exports.HEADER, *exports.offer_rows(actor=SYSTEM, owner=owner)]

        seen = self.send(key_to(owner), b"".join(csv_lines(table)))

        assert seen["counts"] == {
            "new": 0, "changed": 0, "unchanged": 2, "errors": 0, "shown": 0, "sent": 0, "failed": 0,
        }  # fmt: skip

    def test_tell_what_is_to_be_mended(self, owner: Owner, offer: Offer) -> None:
        seen = self.send(key_to(owner), self.file(Køn="måske"))

        assert seen["counts"]["errors"] == 1
        assert (seen["to_mend"][0]["row"], seen["to_mend"][0]["column"]) == (2, "Køn")

    def test_are_refused_when_they_cannot_be_read(self, owner: Owner) -> None:
        key = key_to(owner)

        for wrong in (b"", b"MZ\x00\x00", b"PK\x03\x04", b"Farve;Form\nr\xc3\xb8d;rund\n"):
            assert ask(key, IMPORTS, method="POST", body=wrong).status_code == 422
        assert not Import.objects.exists()

    def test_are_refused_when_they_are_far_too_long(self, owner: Owner) -> None:
        assert ask(key_to(owner), IMPORTS, method="POST", body=b" " * (MOST_BYTES + 1)).status_code == 413

    def test_are_not_for_keys_that_only_take_out(self, owner: Owner) -> None:
        assert ask(key_to(owner, is_read_only=True), IMPORTS, method="POST", body=self.file()).status_code == 403

    def test_are_nobody_elses(self, owner: Owner, offer: Offer) -> None:
        seen, other = self.send(key_to(owner), self.file()), key_to(Owner(organisation=OrganisationFactory.create()))

        assert ask(other, f"{IMPORTS}/{seen['id']}").status_code == 404
        assert ask(other, f"{IMPORTS}/{seen['id']}", method="DELETE").status_code == 404
        assert ask(other, f"{IMPORTS}/{seen['id']}/confirm", method="POST").status_code == 404
        assert ask(other, IMPORTS, method="POST", body=self.file()).status_code in {201, 422}
        offer.refresh_from_db()
        assert offer.summary == "Kaffe og snak."


class TestDescription:
    def test_is_for_everybody(self) -> None:
        response = Client().get(reverse("exchange:api_description"))

        assert json.loads(response.content) == DOCUMENT

    def test_has_every_door_and_no_other(self) -> None:
        routes = {
            "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern))
            for pattern in urlpatterns
            if str(pattern.pattern).startswith("api/")
        }

        assert routes == set(DOCUMENT["paths"])


class TestKeysPage:
    def form(self, **values: str) -> dict[str, str]:
        return {"key_id": str(uuid4()), "name": "Hjemmesiden", "may": "skrive", "days": "90", **values}

    def test_shows_a_key_once(self, owner: Owner, offer: Offer) -> None:
        client = shown_again(MembershipFactory.create(organisation=owner.organisation).user)
        address, form = reverse("exchange:new_key", args=["forening", "sorg"]), self.form()

        first, again = client.post(address, form), client.post(address, form)
        shown = first.content.decode().partition('spellcheck="false">')[2].partition("<")[0]

        assert shown.startswith("brobygger_")
        assert "no-store" in first["Cache-Control"]
        assert ask(shown).status_code == 200
        assert again.status_code == 409
        assert shown not in again.content.decode()
        assert shown not in client.get(reverse("exchange:keys", args=["forening", "sorg"])).content.decode()

    def test_closes_a_key(self, owner: Owner) -> None:
        client, shown = Client(), key_to(owner)
        sign_in(client, MembershipFactory.create(organisation=owner.organisation).user)

        client.post(reverse("exchange:close_key", args=[ApiKey.objects.get().id]))

        assert ask(shown).status_code == 401
        assert "lukket" in client.get(reverse("exchange:keys", args=["forening", "sorg"])).content.decode()

    def test_asks_who_it_is_first_and_then_makes_it(self, owner: Owner) -> None:
        client, address = Client(), reverse("exchange:new_key", args=["forening", "sorg"])
        sign_in(client, MembershipFactory.create(organisation=owner.organisation).user)

        asked = client.post(address, self.form())
        assert asked["Location"].startswith(reverse("account_reauthenticate"))
        assert not ApiKey.objects.exists()

        made = client.post(asked["Location"], {"password": PASSWORD})
        assert "brobygger_" in made.content.decode()
        assert ApiKey.objects.count() == 1

    def test_refuses_what_does_not_fit(self, owner: Owner) -> None:
        client = shown_again(MembershipFactory.create(organisation=owner.organisation).user)
        address = reverse("exchange:new_key", args=["forening", "sorg"])

        for wrong in ({"name": ""}, {"may": "alt"}, {"days": "9999"}, {"key_id": "x"}):
            assert client.post(address, self.form(**wrong)).status_code == 422
        assert not ApiKey.objects.exists()

    def test_is_for_those_who_decide(self, owner: Owner) -> None:
        key_to(owner)
        key = ApiKey.objects.get()
        for person in (
            MembershipFactory.create(organisation=owner.organisation, role=MemberRole.MEMBER).user,
            UserFactory(municipality_codes=["0461"]),
        ):
            client = shown_again(person)
            assert client.post(reverse("exchange:new_key", args=["forening", "sorg"]), self.form()).status_code == 404
            assert client.post(reverse("exchange:close_key", args=[key.id])).status_code == 404
        assert ApiKey.objects.get().revoked_at is None
