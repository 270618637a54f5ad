"""What the editor keeps while somebody writes, what it says meanwhile, and how nothing is lost."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.desks.tests.editing import address, send
from brobygger.directory.models import Draft, DraftStatus
from brobygger.directory.tests.factories import published
from brobygger.organisations.models import Organisation
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


class TestAids:
    HEAVY = "Der tilbydes rådgivning til borgere med komplekse problemstillinger. " * 5

    def test_say_kindly_how_it_reads(self, author: Client, draft: Draft) -> None:
        send(author, draft, "hvad", {"name": "Café", "summary": "Kaffe", "description": self.HEAVY})

        text = author.get(address(draft, "hvad")).content.decode()
        quiet = send(author, draft, "hvad", {"description": self.HEAVY}, Accept="application/json").json()

        assert "Lixtal" in text
        assert "Lixtal" in quiet["aid"]

    def test_suggest_what_it_is_about_until_it_is_chosen(self, author: Client, draft: Draft) -> None:
        ConceptFactory(key="sorg", facet="need", pref_da="Sorg")
        send(author, draft, "hvad", {"name": "Sorggruppe", "summary": "For dig i sorg. En gruppe om sorg."})

        before = author.get(address(draft, "hvem")).content.decode()
        send(author, draft, "hvem", {"needs": "sorg"})
        after = author.get(address(draft, "hvem")).content.decode()

        assert 'id="forslag-needs-sorg"' in before
        assert "forslag-needs-sorg" not in after

    def test_ask_whether_it_stands_there_already(
        self, author: Client, draft: Draft, organisation: Organisation
    ) -> None:
        published(organisation_id=organisation.id, name="Café Håb")
        send(author, draft, "hvad", {"name": "Cafe Håb", "summary": "Kaffe"})
        send(author, draft, "hvor", {"reach": "landet"})

        text = author.get(reverse("desks:editor_send", args=[draft.id])).content.decode()

        assert "Står det her allerede?" in text
        assert "foreningen" in text


class TestOwnPage:
    def test_tells_what_one_has_begun_and_what_came_back(self, author: Client, draft: Draft) -> None:
        send(author, draft, "hvad", {"name": "Café Håb", "summary": "Kaffe"})
        begun = author.get(reverse("accounts:home")).content.decode()
        Draft.objects.update(status="returned")
        back = author.get(reverse("accounts:home")).content.decode()

        assert "Café Håb" in begun
        assert "Den kom tilbage til jer" in back


class TestQuietSaving:
    JSON = {"Accept": "application/json"}

    def test_tells_what_is_kept(self, author: Client, draft: Draft) -> None:
        answer = send(author, draft, "hvad", {"name": "Café"}, **self.JSON)

        said = answer.json()
        assert said["revision"] == Draft.objects.get().revision
        assert said["before"]["name"] == "Café"
        assert said["said"].startswith("Gemt kl.")

    def test_never_undoes_what_another_wrote_meanwhile(self, author: Client, draft: Draft) -> None:
        send(author, draft, "hvad", {"summary": "Deres"})
        before = "{}"
        for name in ("Ca", "Café"):
            form = {"name": name, "summary": "", "revision": 1, "before": before}
            before = json.dumps(send(author, draft, "hvad", form, **self.JSON).json()["before"])

        assert Draft.objects.get().data["summary"] == "Deres"
        assert Draft.objects.get().name == "Café"

    def test_tells_where_two_versions_differ(self, author: Client, draft: Draft) -> None:
        send(author, draft, "hvad", {"name": "Deres"})

        answer = send(author, draft, "hvad", {"name": "Mit", "revision": 1, "before": "{}"}, **self.JSON)

        assert answer.status_code == 409
        assert "/forskel/" in answer.json()["difference"]

    def test_tells_that_one_is_signed_out(self, draft: Draft) -> None:
        assert send(Client(), draft, "hvad", {"name": "Mit"}, **self.JSON).status_code == 401

    def test_tells_that_it_has_been_sent(self, author: Client, draft: Draft) -> None:
        Draft.objects.update(status=DraftStatus.SUBMITTED)

        assert send(author, draft, "hvad", {"name": "Mit"}, **self.JSON).status_code == 409


class TestSignedOut:
    def test_comes_back_to_what_was_typed(self, author: Client, draft: Draft) -> None:
        away = send(Client(), draft, "hvad", {"name": "Mit", "summary": "Kaffe"})

        assert away.headers["Location"].startswith("/log-ind/?next=")
        assert Draft.objects.get().name == ""
        word = Draft.objects.get().set_aside[0]["word"]
        page = author.get(address(draft, "hvad"), {"hentet": word}).content.decode()
        assert 'value="Mit"' in page
        back = send(
            author, draft, "hvad", {"name": "Mit", "summary": "Kaffe", "revision": 0, "before": "{}", "hentet": word}
        )
        assert back.headers["Location"] == address(draft, "hvem")
        assert Draft.objects.get().name == "Mit"
        assert Draft.objects.get().set_aside == []

    def test_learns_nothing_about_other_drafts(self, draft: Draft) -> None:
        visitor = Client()

        there = send(visitor, draft, "hvad", {"name": "Mit"}).headers["Location"]
        absent = visitor.post(f"/skriv/{uuid4()}/hvad/", {"name": "Mit"}).headers["Location"]
        reading = visitor.get(address(draft, "hvad")).headers["Location"]

        assert {part.split("?")[0] for part in (there, absent, reading)} == {"/log-ind/"}


class TestDifference:
    @pytest.fixture
    def page(self, author: Client, draft: Draft) -> str:
        send(author, draft, "hvad", {"name": "Deres"})
        away = send(author, draft, "hvad", {"name": "Mit", "summary": "Kaffe", "revision": 1, "before": "{}"})
        return str(away.headers["Location"])

    def test_shows_both_beside_each_other(self, author: Client, page: str) -> None:
        text = author.get(page).content.decode()

        assert "Mit" in text
        assert "Deres" in text

    @pytest.mark.parametrize(("chosen", "name"), [("mit", "Mit"), ("deres", "Deres")])
    def test_puts_in_what_is_chosen(self, author: Client, draft: Draft, page: str, chosen: str, name: str) -> None:
        answer = author.post(page, {"name": chosen, "revision": Draft.objects.get().revision})

        assert answer.headers["Location"] == address(draft, "hvad")
        kept = Draft.objects.get()
        assert (kept.name, kept.data["summary"], kept.set_aside) == (name, "Kaffe", [])
        assert author.get(page).status_code == 404

    def test_is_not_forgotten_when_somebody_goes_on_without_choosing(
        self, author: Client, draft: Draft, page: str
    ) -> None:
        assert all(page in author.get(door).content.decode() for door in (
            address(draft, "hvem"), reverse("desks:editor_send", args=[draft.id])
        ))  # fmt: skip

    def test_asks_again_when_somebody_wrote_more(self, author: Client, page: str) -> None:
        assert author.post(page, {"name": "mit", "revision": 1}).headers["Location"] == page
        assert Draft.objects.get().name == "Deres"

    def test_is_nothing_when_both_say_the_same_now(self, author: Client, draft: Draft, page: str) -> None:
        send(author, draft, "hvad", {"name": "Mit", "summary": "Kaffe"})

        assert author.get(page).headers["Location"] == address(draft, "hvad")
