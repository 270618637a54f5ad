"""The pages for developers."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from brobygger.api import operations, promises
from brobygger.api.operations import DESCRIPTIONS, description_of
from brobygger.api.promises import DOORS
from brobygger.directory.models import Offer
from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.errors import NotFound
from brobygger.opendata.services import rebuild
from brobygger.web.tests.conftest import denmark, register

__all__ = ["denmark", "register"]

pytestmark = pytest.mark.usefixtures("register")


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    """Forget what other tests have looked up."""
    caches["memory"].clear()


class TestDevelopers:
    def test_shows_the_way_to_everything_there_is(self, client: Client) -> None:
        page = client.get("/udviklere/").content.decode()

        for door in DOORS:
            assert f'href="{door.path}"' in page
            # The files themselves are made by the worker; their page is there before.
            assert client.get(door.path, follow=True).status_code == 200

    def test_promises_and_licenses(self, client: Client) -> None:
        page = client.get("/udviklere/").content.decode()

        assert "18 måneder" in page
        assert "creativecommons.org/licenses/by/4.0" in page
        assert "<code>Sunset</code>" in page

    def test_shows_examples_with_this_portals_address(self, client: Client) -> None:
        page = client.get("/udviklere/").content.decode()
        program = client.get("/udviklere/brobygger_client.py")

        assert "curl --silent" in page
        assert "class Client:" in page
        assert program["Content-Disposition"].startswith("attachment")
        compile(program.content, "brobygger_client.py", "exec")

    def test_speaks_english(self, client: Client) -> None:
        assert client.get("/en/udviklere/").status_code == 200


class TestLeaving:
    def test_is_said_long_before(self) -> None:
        for door in promises.LEAVING:
            assert (door.gone_from - door.old_from).days >= promises.KEPT_MONTHS * 30

    def test_is_told_in_every_answer_and_on_the_page(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        leaving = promises.Leaving(
            path="/hsds/uk/3",
            old_from=datetime(2027, 1, 1, tzinfo=UTC),
            gone_from=datetime(2028, 7, 1, tzinfo=UTC),
            instead="/hsds/uk/4",
        )
        monkeypatch.setattr(promises, "LEAVING", (leaving,))
        monkeypatch.setattr("brobygger.api.views.developers.LEAVING", (leaving,))

        old, stays = client.get("/hsds/uk/3/services"), client.get("/hsds/3/services")
        page = client.get("/udviklere/").content.decode()

        assert old["Deprecation"] == "@1798761600"
        assert old["Sunset"] == "Sat, 01 Jul 2028 00:00:00 GMT"
        assert "Deprecation" not in stays
        assert "Sunset" not in stays
        assert "lukker tidligst 1. juli 2028" in page


class TestOperations:
    @pytest.mark.parametrize("name", sorted(DESCRIPTIONS))
    def test_shows_every_operation_and_no_other(self, client: Client, name: str) -> None:
        description = description_of(name)
        page = client.get(f"/udviklere/api/{name}/").content.decode()
        published = client.get(description.url).json()

        methods = {"get", "post", "put", "patch", "delete"}
        told = {(path, m.upper()) for path, item in published["paths"].items() for m in item if m in methods}
        assert len(told) == len(description.operations)
        for operation in description.operations:
            assert f'id="{operation.id}"' in page
            assert any(operation.path.endswith(path) and operation.method == method for path, method in told)

    def test_knows_no_other_description(self, client: Client) -> None:
        assert client.get("/udviklere/api/andet/").status_code == 404

    def test_texts_are_markdown_without_tags_of_their_own(self, fake: None) -> None:
        operation = description_of("hsds").operation("one")

        assert operation.about == "<p>Has <code>code</code> and &lt;b&gt;bold&lt;/b&gt;</p>\n"


class TestTryIt:
    def test_every_list_can_be_opened_without_scripts(self, client: Client, noon: datetime) -> None:
        rebuild(actor=SYSTEM, at=noon)

        for operation in description_of("hsds").operations:
            if operation.can_be_tried and "{" not in operation.path:
                answer = client.get(f"/udviklere/api/hsds/{operation.id}/", follow=True)
                assert answer.status_code == 200, operation.id

    def test_puts_values_where_they_belong(self, client: Client, fake: None) -> None:
        answer = client.get("/udviklere/api/hsds/one/?id=a%20b&search=kaffe&andet=1&page=")

        assert answer["Location"] == "/x/3/things/a%20b?search=kaffe"

    @pytest.mark.parametrize("value", ["../../teknik/", "//ond.example/", "..", ".", "https://ond.example", "\0", ""])
    def test_leads_nowhere_else(self, client: Client, fake: None, value: str) -> None:
        location = client.get("/udviklere/api/hsds/one/", {"id": value})["Location"]

        assert location.startswith("/x/3/things/")
        assert location.count("/") == 4
        assert location.rsplit("/", 1)[1] not in {"", ".", ".."}

    @pytest.mark.parametrize("operation", ["send", "findes-ikke"])
    def test_tries_nothing_that_writes(self, client: Client, fake: None, operation: str) -> None:
        assert client.get(f"/udviklere/api/hsds/{operation}/").status_code == 404

    def test_tries_nothing_that_needs_a_key(self, client: Client) -> None:
        assert client.get("/udviklere/api/noegler/offers/").status_code == 404


class TestDescriptionOf:
    def test_reads_references_types_and_limits(self, fake: None) -> None:
        found = {each.name: each for each in description_of("hsds").operation("one").parameters}

        assert found["page"].rule == "integer, ≥ 1, ≤ 9, default 1"
        assert found["full"].choices == ("true", "false")
        assert found["search"].example == "kaffe"
        assert found["id"].is_required

    def test_an_operation_without_a_name_gets_one(self, fake: None) -> None:
        assert description_of("hsds").operations[-1].id == "delete-x-3-old"
        assert description_of("hsds").operations[-1].is_old

    def test_what_is_not_described_is_not_found(self) -> None:
        with pytest.raises(NotFound):
            description_of("andet")


class TestStatus:
    def test_says_when_all_is_in_step(self, client: Client, noon: datetime) -> None:
        rebuild(actor=SYSTEM, at=noon)

        page = client.get("/udviklere/status/").content.decode()
        told = client.get("/udviklere/status.json").json()

        assert "Alt, der vises på siden, er også i åbne data." in page
        assert told["in_step"]
        assert told["things"]["service"] == told["offers_shown"] == Offer.objects.published().count()
        assert "files" in [part["key"] for part in told["parts"]]

    def test_says_when_it_is_not(self, client: Client, noon: datetime) -> None:
        rebuild(actor=SYSTEM, at=noon)
        Offer.objects.with_keys(["ventilen-odense"]).update(status="hidden")

        page = client.get("/udviklere/status/").content.decode()

        assert "lidt bagud" in page

    def test_any_site_may_ask(self, client: Client) -> None:
        answer = client.get("/udviklere/status.json")

        assert answer["Access-Control-Allow-Origin"] == "*"
        assert json.loads(answer.content)["sequence"] >= 0


FAKE: Mapping[str, Any] = {
    "info": {"title": "X", "version": "1", "description": "Text."},
    "servers": [{"url": "https://any.example/x/3"}],
    "components": {
        "parameters": {"Page": {"name": "page", "in": "query", "schema": {"$ref": "#/components/schemas/N"}}},
        "schemas": {"N": {"type": "integer", "minimum": 1, "maximum": 9, "default": 1}},
    },
    "paths": {
        "/things/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {
                "operationId": "one",
                "description": "Has `code` and <b>bold</b>",
                "parameters": [
                    {"$ref": "#/components/parameters/Page"},
                    {"name": "search", "in": "query", "example": "kaffe", "schema": {"type": ["string", "null"]}},
                    {"name": "full", "in": "query", "schema": {"type": "boolean"}},
                    {"name": "Accept-Language", "in": "header", "schema": {}},
                ],
                "responses": {"200": {"description": "One."}},
            },
            "post": {"operationId": "send", "requestBody": {"content": {"application/json": {}}}},
        },
        "/old": {"delete": {"deprecated": True}},
    },
}


@pytest.fixture
def fake(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A description with one of everything instead of our own."""
    (tmp_path / "api" / "data").mkdir(parents=True)
    (tmp_path / "api" / "data" / "openapi.json").write_text(json.dumps(FAKE))
    settings.PACKAGE = tmp_path
    operations._read.cache_clear()
