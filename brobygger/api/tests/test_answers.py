"""Answers at their edges: what is refused before it is begun, pages of nothing, and marks that are never ahead."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client, override_settings

from brobygger.opendata.models import Kind, Record
from brobygger.opendata.selectors import listing
from brobygger.opendata.tests.published import put, take_away

pytestmark = pytest.mark.django_db

SERVICES = "/hsds/3/services"
BOTH = pytest.mark.parametrize("path", [SERVICES, "/hsds/uk/3/services"])


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> Any:
    caches["opendata"].clear()
    with time_machine.travel(noon, tick=False):
        yield


class TestRefusedStreams:
    """A postcode is looked up in the database, so that one is refused later than all else: but before the answer."""

    @BOTH
    @pytest.mark.parametrize("method", ["get", "head", "post"])
    def test_are_problems_as_pages_are(self, path: str, method: str) -> None:
        response = getattr(Client(), method)(path, {"format": "ndjson", "postcode": "0001"}, **_asked_for(method))

        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
        if method != "head":
            assert (response.json()["code"], response.json()["parameter"]) == ("bad_parameter", "postcode")


def _asked_for(method: str) -> dict[str, str]:
    return {"content_type": "application/json"} if method == "post" else {}


class TestManyTerms:
    @BOTH
    def test_are_refused(self, path: str) -> None:
        ids = [str(uuid4()) for _ in range(1_500)]

        response = Client().post(path, {"taxonomy_term_id": ids}, content_type="application/json")

        assert (response.status_code, response.json()["code"]) == (400, "bad_parameter")
        assert response.json()["parameter"] == "taxonomy_term_id"
        assert "20" in response.json()["detail"]

    def test_are_twenty_different_ones_at_most(self) -> None:
        ids = [str(uuid4()) for _ in range(21)]

        assert Client().get(SERVICES, {"taxonomy_term_id": ids}).status_code == 400
        assert Client().get(SERVICES, {"taxonomy_term_id": [*ids[:20], ids[0]]}).status_code == 200


class TestEmpty:
    def test_is_a_list_whose_last_thing_has_just_gone(self, noon: datetime) -> None:
        """The thing's place is kept for a day, so there is a page; but nothing on it, nor on any other."""
        take_away(put(), at=noon)

        page = Client().get(SERVICES).json()

        assert (page["total_items"], page["total_pages"], page["empty"]) == (0, 1, True)

    def test_is_not_a_page_whose_things_have_just_gone_while_there_are_others(self, noon: datetime) -> None:
        take_away(put(), at=noon)
        put()

        page = Client().get(SERVICES, {"per_page": 1}).json()

        assert (page["size"], page["total_items"], page["empty"]) == (0, 1, False)


class TestMarksOfOrganisations:
    def test_are_never_ahead_of_what_is_read(self, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is published between our two looks is new to who has the first answer."""
        organization = put(Kind.ORGANIZATION)
        path = f"/hsds/3/organizations/{organization.thing_id}"
        read, reading = listing.one, "brobygger.api.views.things.one"

        def read_and_publish(*, kind: Kind, thing_id: UUID) -> Record | None:
            record = read(kind=kind, thing_id=thing_id)
            last = max(Record.objects.values_list("sequence", flat=True))
            new = {"sequence": last + 1, "changed_at": noon - timedelta(hours=1), "full": '{"id": "ny"}'}
            Record.objects.filter(number=organization.number).update(**new)
            return record

        monkeypatch.setattr(reading, read_and_publish)
        first = Client().get(path)
        monkeypatch.setattr(reading, read)
        second = Client().get(path, headers={"If-None-Match": first["ETag"]})

        assert first.json() != {"id": "ny"}
        assert (second.status_code, second.json()) == (200, {"id": "ny"})


class TestPrivateSearches:
    def test_too_many_are_told_and_stop_nobodys_forms(self) -> None:
        caches["throttle"].clear()
        with override_settings(POSTS_PER_MINUTE=1):
            answers = [Client().post(SERVICES) for _ in range(2)]
            form = Client().post("/er-jeg-ensom/", {})

        assert [answer.status_code for answer in answers] == [200, 429]
        assert answers[1]["RateLimit-Policy"] == '"private-searches";q=1;w=60'
        assert answers[1]["RateLimit"].startswith('"private-searches";r=0;t=')
        assert form.status_code == 200
        caches["throttle"].clear()
