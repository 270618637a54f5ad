"""The editor's doors: whatever is sent is kept, whoever sends it comes back to it, and nobody else sees it."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.desks.presenters.said import chapters
from brobygger.desks.tests.editing import address, send, writer
from brobygger.directory.models import Draft, DraftStatus, Offer
from brobygger.directory.tests.factories import published
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


class TestBeginning:
    def test_offers_what_can_be_begun(self, author: Client, organisation: Organisation) -> None:
        published(organisation_id=organisation.id)

        text = author.get(reverse("desks:editor_home")).content.decode()

        assert "Nyt tilbud" in text
        assert "Café" in text

    def test_leads_to_the_first_step(self, author: Client, draft: Draft) -> None:
        assert author.get(reverse("desks:editor_draft", args=[draft.id])).headers["Location"] == address(draft, "hvad")
        assert author.get(address(draft, "hvad")).status_code == 200

    def test_of_a_change_leads_to_everything_at_once(self, author: Client, organisation: Organisation) -> None:
        offer = published(organisation_id=organisation.id)

        answer = author.post(reverse("desks:editor_change", args=[offer.id]), follow=True)

        assert answer.redirect_chain[-1][0].endswith("/send/")
        assert "Kaffe og snak." in answer.content.decode()

    def test_of_a_copy_is_something_new(self, author: Client, organisation: Organisation) -> None:
        offer = published(organisation_id=organisation.id)

        author.post(reverse("desks:editor_copy", args=[offer.id]))

        assert Draft.objects.get().offer is None

    def test_of_nothing_is_told(self, author: Client) -> None:
        assert author.post(reverse("desks:editor_begin"), {"organisation": "nej"}).status_code == 422

    def test_is_not_for_those_who_write_for_nobody(self) -> None:
        stranger = Client()
        sign_in(stranger, UserFactory(role=Role.GRANT_OWNER))

        assert stranger.get(reverse("desks:editor_home")).status_code == 404

    def test_finds_the_associations_of_a_municipality(self, organisation: Organisation) -> None:
        OrganisationFactory.create(name="Håbet i Aalborg")
        local = Client()
        sign_in(local, UserFactory(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"]))

        text = local.get(reverse("desks:editor_home"), {"forening": "håbet"}).content.decode()

        assert str(organisation.id) in text
        assert "Aalborg" not in text


class TestStep:
    @pytest.mark.parametrize("step", ["hvad", "hvem", "hvor", "hvornaar", "komme", "billede"])
    def test_is_shown_and_says_where_one_is(self, author: Client, draft: Draft, step: str) -> None:
        answer = author.get(address(draft, step))

        assert answer.status_code == 200
        assert 'aria-current="step"' in answer.content.decode()

    def test_goes_on_when_it_is_well(self, author: Client, draft: Draft) -> None:
        answer = send(author, draft, "hvad", {"name": "Café", "summary": "Kaffe"})

        assert answer.headers["Location"] == address(draft, "hvem")
        assert Draft.objects.get().name == "Café"

    def test_keeps_everything_and_stays_when_something_is_wrong(self, author: Client, draft: Draft) -> None:
        answer = send(author, draft, "hvem", {"age_from": "atten", "audience": "Alle"})

        assert answer.status_code == 422
        assert "Skriv alderen som et tal" in answer.content.decode()
        assert 'value="atten"' in answer.content.decode()
        assert Draft.objects.get().data["audience"] == "Alle"

    @pytest.mark.parametrize(
        ("go", "end"), [("alligevel", "/hvor/"), ("tilbage", "/hvad/"), ("luk", "/skriv/"), ("gem", "/hvem/")]
    )
    def test_lets_one_go_where_one_wants_with_something_wrong(
        self, author: Client, draft: Draft, go: str, end: str
    ) -> None:
        answer = send(author, draft, "hvem", {"age_from": "atten", "go": go})

        assert answer.headers["Location"].endswith(end)

    def test_never_keeps_a_cpr_number(self, author: Client, draft: Draft) -> None:
        answer = send(author, draft, "hvad", {"name": "Café", "summary": "Ring 010150-1234", "go": "luk"})

        assert answer.status_code == 422
        assert "CPR" in answer.content.decode()
        assert "010150-1234" in answer.content.decode()
        assert "010150" not in json.dumps(Draft.objects.get().data)

    def test_adds_and_removes_rows_without_a_script(self, author: Client, draft: Draft) -> None:
        one = {"places-0-kind": "physical", "places-0-postcode": "5000", "places-0-address": "Gade 1", "go": ""}

        added = send(author, draft, "hvor", one | {"add": "places"})
        page = author.get(added.headers["Location"].split("#")[0]).content.decode()
        removed = send(author, draft, "hvor", one | {"remove": "places-0"})

        assert added.headers["Location"].endswith("?flere=places#places-1")
        assert 'name="places-1-postcode"' in page
        assert removed.status_code == 302
        assert Draft.objects.get().data["places"] == []

    def test_tells_what_is_wrong_when_one_comes_to_put_it_right(self, author: Client, draft: Draft) -> None:
        assert "Skriv, hvad tilbuddet hedder" not in author.get(address(draft, "hvad")).content.decode()
        assert "Skriv, hvad tilbuddet hedder" in author.get(address(draft, "hvad"), {"ret": "1"}).content.decode()

    def test_is_there_or_not(self, author: Client, draft: Draft) -> None:
        assert author.get(address(draft, "findes-ikke")).status_code == 404

    def test_takes_nothing_from_another_site(self, author: Client, draft: Draft) -> None:
        answer = send(author, draft, "hvad", {"name": "Ondt"}, **{"Sec-Fetch-Site": "cross-site"})

        assert answer.status_code == 403
        assert Draft.objects.get().name == ""

    def test_survives_what_no_page_sends(self, author: Client, draft: Draft) -> None:
        for before, revision in (("nej", "nej"), ("[]", "99999999999"), ("", "")):
            form = {
                "before": before,
                "revision": revision,
                "times-9999-days": "ÆØ",
                "places-x-name": "a",
                "name": "a\x00b",
            }
            assert author.post(address(draft, "hvornaar"), form).status_code == 302


class TestSending:
    @pytest.fixture
    def whole(self, author: Client, draft: Draft) -> Draft:
        send(author, draft, "hvad", {"name": "Café Håb", "summary": "Kaffe"})
        return draft

    def test_shows_everything_once_more_and_what_is_missing(self, author: Client, draft: Draft) -> None:
        text = author.get(reverse("desks:editor_send", args=[draft.id])).content.decode()

        assert "Skriv, hvad tilbuddet hedder" in text
        assert "Odense" in text

    def test_is_refused_while_something_is_missing(self, author: Client, draft: Draft) -> None:
        assert author.post(reverse("desks:editor_send", args=[draft.id])).status_code == 422

    def test_leads_to_a_thank_you_and_can_be_taken_back(self, author: Client, whole: Draft) -> None:
        sent = author.post(reverse("desks:editor_send", args=[whole.id]), follow=True)
        later = [author.get(path).content.decode() for path in (address(whole, "hvad"), sent.redirect_chain[-1][0])]
        author.post(address(whole, "hvad"), {"name": "For sent"})
        back = author.post(reverse("desks:editor_take_back", args=[whole.id]))
        twice = author.post(reverse("desks:editor_take_back", args=[whole.id]))

        assert "Tak. Det er sendt" in sent.content.decode()
        assert all("Café Håb" in text for text in later)
        assert (back.status_code, twice.status_code) == (302, 409)
        assert Draft.objects.get().name == "Café Håb"
        assert author.get(reverse("desks:editor_sent", args=[whole.id])).status_code == 302

    def test_is_seen_as_others_will(self, author: Client, whole: Draft) -> None:
        ConceptFactory(key="ensomhed", facet="need", pref_da="Ensomhed")
        send(author, whole, "hvem", {"needs": "ensomhed", "age_from": "18", "go": "luk"})
        send(author, whole, "hvor", {"places-0-postcode": "5000 Odense C", "places-0-address": "Gade 1",
                                     "reach": "kommuner", "municipalities": "Odense", "go": "luk"})  # fmt: skip
        send(author, whole, "hvornaar", {"times-0-repeat": "weekly", "times-0-days": ["TU"], "times-0-starts": "14:00",
                                         "times-0-ends": "16:00", "go": "luk"})  # fmt: skip
        send(author, whole, "komme", {"contacts-0-function": "Kontoret", "contacts-0-phone": "12 34 56 78"})

        text = author.get(reverse("desks:editor_seen", args=[whole.id])).content.decode()

        assert [
            words for words in ("Café Håb", "Gade 1", "Odense C", "irsdag", "Kontoret", "18 år") if words not in text
        ] == []
        assert not Offer.objects.exists()

    def test_is_thrown_away_after_a_question(self, author: Client, draft: Draft) -> None:
        door = reverse("desks:editor_throw_away", args=[draft.id])

        assert author.get(door).status_code == 200
        assert Draft.objects.get().is_open
        author.post(door)
        assert Draft.objects.get().status == DraftStatus.WITHDRAWN
        assert "smidt væk" in author.get(address(draft, "hvad")).content.decode()
        Draft.objects.update(status=DraftStatus.LIVE)
        assert author.post(door).status_code == 409
        assert author.post(reverse("desks:editor_send", args=[draft.id])).status_code == 200


class TestOthers:
    """Somebody else's draft looks exactly like one that was never there."""

    def test_get_what_a_stranger_gets(self, author: Client, draft: Draft, organisation: Organisation) -> None:
        offer = published(organisation_id=organisation.id)
        send(author, draft, "hvad", {"name": "Deres", "summary": "x"})
        send(author, draft, "hvad", {"name": "Mit", "revision": 1, "before": "{}"})
        word = Draft.objects.get(id=draft.id).set_aside[0]["word"]
        other = writer(OrganisationFactory.create())
        doors = [
            reverse("desks:editor_draft", args=[draft.id]), address(draft, "hvad"),
            reverse("desks:editor_send", args=[draft.id]), reverse("desks:editor_sent", args=[draft.id]),
            reverse("desks:editor_seen", args=[draft.id]), reverse("desks:editor_throw_away", args=[draft.id]),
            reverse("desks:editor_difference", args=[draft.id, word]),
        ]  # fmt: skip
        posted = [
            *doors[1:3], doors[5], doors[6], reverse("desks:editor_take_back", args=[draft.id]),
            reverse("desks:editor_change", args=[offer.id]), reverse("desks:editor_copy", args=[offer.id]),
        ]  # fmt: skip
        before = Draft.objects.get(id=draft.id)

        assert {door: other.get(door).status_code for door in doors} == dict.fromkeys(doors, 404)
        assert {door: other.post(door).status_code for door in posted} == dict.fromkeys(posted, 404)
        begun = other.post(reverse("desks:editor_begin"), {"organisation": organisation.id})
        assert begun.status_code == 404
        assert Draft.objects.get(id=draft.id).data == before.data
        assert str(draft.id) not in other.get(reverse("desks:editor_home")).content.decode()


class TestChapters:
    def test_say_everything_in_words(self, draft: Draft) -> None:
        said = {
            "name": "Café", "needs": ["ukendt"], "needs_sobriety": "ja", "roles": ["bruger"], "pictures": ["1"],
            "places": [{"kind": "virtual", "url": "moede.example"}, {"postcode": "5000"}],
            "times": [{"repeat": "weekly", "days": ["TU"], "starts": "14:00", "ends": "16:00", "first": "2026-11-24",
                       "last": "engang", "place": "1"}, {"repeat": "kept", "rrule": "FREQ=YEARLY"}],
            "pauses": [{"begins": "2026-12-24"}],
        }  # fmt: skip

        words = [
            answer for chapter in chapters(said, draft_id=draft.id) for line in chapter.lines for answer in line.answers
        ]

        assert (
            "hver uge, tirsdag, første gang 24. november 2026, fra kl. 14.00, til kl. 16.00, sidste gang engang, 5000"
            in words
        )
        assert "som det er nu" in words
        assert "1 billede" in words
        assert "24. december 2026" in words
