"""Editors keep crisis lines and everyday words without the back office."""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.forms import model_to_dict
from django.test import Client

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.kernel.actors import SYSTEM
from brobygger.knowledge.models import CrisisLine
from brobygger.knowledge.services import load_crisis_lines
from brobygger.taxonomy.selectors import get_concept
from brobygger.taxonomy.services import load_concepts

pytestmark = pytest.mark.django_db
LINES, WORDS = "/redaktion/hjaelpelinjer/", "/redaktion/hverdagsord/"


@pytest.fixture
def editor() -> Client:
    client = Client()
    sign_in(client, UserFactory(role=Role.EDITOR))
    return client


def form_of(line: CrisisLine, **changed: Any) -> dict[str, Any]:
    values = {name: value for name, value in model_to_dict(line).items() if value is not None}
    values = {**values, **changed}
    return {name: value for name, value in values.items() if value is not False}


class TestCrisisLines:
    @pytest.fixture(autouse=True)
    def _lines(self, noon: datetime) -> None:
        load_crisis_lines(actor=SYSTEM, at=noon)

    def test_are_all_listed(self, editor: Client) -> None:
        assert len(editor.get(LINES).context["lines"]) == CrisisLine.objects.count()

    def test_are_changed(self, editor: Client) -> None:
        line = CrisisLine.objects.get(key="alarm-112")

        answer = editor.post(f"{LINES}{line.id}/", form_of(line, hours_da="Altid"))

        assert answer["Location"] == LINES
        assert CrisisLine.objects.get(id=line.id).hours_da == "Altid"

    def test_are_never_too_few(self, editor: Client) -> None:
        line = CrisisLine.objects.get(key="alarm-112")

        answer = editor.post(f"{LINES}{line.id}/", form_of(line, is_shown=False))

        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Der skal altid være 112" in answer.content.decode()

    def test_are_added_once(self, editor: Client) -> None:
        line = CrisisLine.objects.get(key="alarm-112")
        new = form_of(line, key="vores-linje", name_da="Vores linje")

        assert editor.post(f"{LINES}ny/", new)["Location"] == LINES
        assert editor.post(f"{LINES}ny/", new).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert CrisisLine.objects.get(key="vores-linje").is_edited

    def test_are_not_what_is_not_there(self, editor: Client) -> None:
        assert editor.get(f"{LINES}{uuid4()}/").status_code == HTTPStatus.NOT_FOUND


class TestConceptWords:
    @pytest.fixture(autouse=True)
    def _concepts(self, noon: datetime) -> None:
        load_concepts(actor=SYSTEM, at=noon)

    def test_are_put_on_and_taken_off(self, editor: Client) -> None:
        word = {"text": "sidder mest for mig selv", "language": "da"}

        assert editor.post(f"{WORDS}ensomhed/", word)["Location"] == f"{WORDS}ensomhed/"
        assert word["text"] in get_concept("ensomhed").expressions_da

        editor.post(f"{WORDS}ensomhed/", {**word, "do": "remove"})
        assert word["text"] not in get_concept("ensomhed").expressions_da

    @pytest.mark.parametrize("text", ["", "x", "min mor 010150-1234"])
    def test_keep_what_was_typed_when_it_cannot_be_used(self, editor: Client, text: str) -> None:
        answer = editor.post(f"{WORDS}ensomhed/", {"text": text, "language": "da"})

        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY

    def test_are_listed_by_concept(self, editor: Client) -> None:
        assert "Ensomhed" in editor.get(WORDS).content.decode()
        assert editor.get(f"{WORDS}findes-ikke/").status_code == HTTPStatus.NOT_FOUND
