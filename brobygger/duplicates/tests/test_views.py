"""The doors: queue, pair, answers, merge."""

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.accounts.models import User
from brobygger.accounts.tests.factories import sign_in
from brobygger.directory.models import Offer, Status
from brobygger.duplicates.models import Merge, Pair, PairStatus
from brobygger.duplicates.selectors.queue import PAGE_SIZE
from brobygger.duplicates.tests.factories import PairFactory, in_odense, pair_of
from brobygger.organisations.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(odense: str) -> Pair:
    return pair_of(
        in_odense("sorg", "Sorggruppe for unge", tags=("sorg",), source_year=2024),
        in_odense("sorg-2", "Sorggruppe i Odense", description="Vi taler om at miste.", tags=("tab",)),
    )


@pytest.fixture
def decider(client: Client, local_user: User) -> Client:
    sign_in(client, local_user)
    return client


class TestQueue:
    def test_shows_what_waits_with_reasons(self, decider: Client, pair: Pair) -> None:
        page = decider.get(reverse("duplicates:queue")).content.decode()

        assert "Sorggruppe for unge" in page
        assert "Samme telefonnummer" in page
        assert "Forskellige dage" not in page
        assert "Sandsynligt" in page

    def test_turns_pages(self, client: Client, national_user: User, pair: Pair) -> None:
        sign_in(client, national_user)
        for number in range(PAGE_SIZE):
            PairFactory(one_id=pair.one_id, other_id=f"ffffffff-0000-4000-8000-{number:012}", score=0.3)

        page = client.get(reverse("duplicates:queue"), {"side": "x", "slags": "noget"}).content.decode()

        assert "side=2" in page
        assert "Forrige" in client.get(reverse("duplicates:queue"), {"side": "2"}).content.decode()

    def test_is_calm_when_nothing_waits(self, decider: Client) -> None:
        assert "hver nat" in decider.get(reverse("duplicates:queue")).content.decode()

    def test_is_not_there_for_others(self, client: Client, odense: str) -> None:
        assert client.get(reverse("duplicates:queue")).status_code == 302


class TestPair:
    def test_shows_two_side_by_side(self, decider: Client, pair: Pair) -> None:
        page = decider.get(reverse("duplicates:pair", args=[pair.id])).content.decode()

        assert "<mark>" in page
        assert "Det taler imod" in page
        assert "Forskellige dage eller tider" in page
        assert page.count('type="radio"') > 6

    def test_merges(self, decider: Client, pair: Pair) -> None:
        answer = decider.post(reverse("duplicates:pair", args=[pair.id]), {"act": "merge", "stays": "one"})

        merge = Merge.objects.get()
        assert answer["Location"] == reverse("duplicates:merge", args=[merge.id])
        assert Offer.objects.get(id=pair.other_id).status == Status.REMOVED
        assert "De to er lagt sammen" in decider.get(reverse("duplicates:pair", args=[pair.id])).content.decode()

    def test_says_what_stands_in_the_way(self, decider: Client, pair: Pair) -> None:
        Offer.objects.filter(id=pair.one_id).update(status=Status.REMOVED)

        answer = decider.post(reverse("duplicates:pair", args=[pair.id]), {"act": "merge", "stays": "other"})

        assert answer.status_code == 422
        assert "taget ned" in answer.content.decode()

    def test_asks_which_one_stays(self, decider: Client, pair: Pair) -> None:
        answer = decider.post(reverse("duplicates:pair", args=[pair.id]), {"act": "merge"})

        assert answer.status_code == 422

    def test_remembers_that_it_is_two_and_asks_again_on_wish(self, decider: Client, pair: Pair) -> None:
        address = reverse("duplicates:pair", args=[pair.id])
        assert decider.post(address, {"act": "refuse"})["Location"] == reverse("duplicates:queue")
        assert decider.post(address, {"act": "refuse"}, follow=True).status_code == 200
        assert "ikke er det samme" in decider.get(address).content.decode()
        assert "Sorggruppe" in decider.get(reverse("duplicates:answered")).content.decode()

        assert decider.post(reverse("duplicates:reopen", args=[pair.id]))["Location"] == address
        assert Pair.objects.get(id=pair.id).status == PairStatus.WAITING

    def test_shows_associations_too(self, decider: Client, odense: str) -> None:
        one = OrganisationFactory.create(name="Håbet", municipality_id=odense, cvr="12345674", is_approved=False)
        other = OrganisationFactory.create(name="Foreningen Håbet", municipality_id=odense, kind="national")

        page = decider.get(reverse("duplicates:pair", args=[pair_of(one, other, score=0.3).id])).content.decode()

        assert "12345674" in page
        assert "andsorganisation" in page
        assert "vises ikke" in page
        assert "Måske" in page


class TestMerge:
    def test_parts_them_again_and_says_what_stayed(self, decider: Client, pair: Pair) -> None:
        decider.post(reverse("duplicates:pair", args=[pair.id]), {"stays": "one", "description": "other"})
        merge = Merge.objects.get()
        address = reverse("duplicates:merge", args=[merge.id])
        assert "Skil dem ad igen" in decider.get(address).content.decode()

        page = decider.post(address, follow=True).content.decode()

        assert "De er skilt ad igen." in page
        assert decider.post(address).status_code == 409
        assert "skilt ad igen" in decider.get(reverse("duplicates:answered")).content.decode()

    def test_names_what_was_left(self, decider: Client, pair: Pair) -> None:
        decider.post(reverse("duplicates:pair", args=[pair.id]), {"stays": "one", "name": "other"})
        Offer.objects.filter(id=pair.one_id).update(name="Noget tredje")

        page = decider.post(reverse("duplicates:merge", args=[Merge.objects.get().id]), follow=True).content.decode()

        assert "rettet siden" in page
        assert "Navn" in page
