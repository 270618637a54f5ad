"""A municipality's team looks after its own, sees all of it on one page, and nothing of anybody else's."""

from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.audit.models import Entry
from brobygger.curation.services import report_error
from brobygger.curation.tests.factories import ReviewFactory
from brobygger.desks.local_desk import what_one_looks_after
from brobygger.desks.selectors.local import offers_to_choose
from brobygger.directory.models import LinkCheck, LocalVisibility, Offer
from brobygger.directory.tests.factories import published
from brobygger.directory.values import LinkData
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.organisations.tests.factories import MembershipFactory
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.sites.models import Site
from brobygger.sites.selectors import get_site, highlighted_ids
from brobygger.sites.services import SiteData, save_site, set_highlights

pytestmark = pytest.mark.django_db
HERE = "/min-kommune/0461/"


@pytest.fixture(autouse=True)
def _places() -> None:
    for code, name in (("0461", "Odense"), ("0851", "Aalborg")):
        MunicipalityFactory(code=code, name=name, slug=name.lower())
        today = timezone.localdate()
        data = SiteData(
            municipality_id=code, title=f"Velkommen til {name}", welcome_da="Kom ind.", owner="Redaktionen",
            checked_on=today, next_check_on=today + timedelta(days=300),
        )  # fmt: skip
        save_site(actor=SYSTEM, at=timezone.now(), data=data)


def local_offer(key: str, code: str = "0461") -> Offer:
    return published(key=key, name=key.title(), is_national=False, municipality_codes=frozenset({code}))


def browser(role: Role = Role.LOCAL_ADMINISTRATOR, *codes: str) -> Client:
    client = Client()
    sign_in(client, UserFactory(role=role, municipality_codes=list(codes)))
    return client


@pytest.fixture
def odense() -> Client:
    return browser(Role.LOCAL_ADMINISTRATOR, "0461")


def front_page(**changed: str) -> dict[str, str]:
    return {
        "title": "Hej", "welcome_da": "Kom ind.", "owner": "Odense Kommune", "next_check_on": "2031-01-01",
        **changed,
    }  # fmt: skip


class TestEveryPage:
    @pytest.mark.parametrize("page", ["", "forside/", "udvalgte/", "skjulte/", "soegt-forgaeves/"])
    def test_is_for_those_who_look_after_the_place(self, odense: Client, page: str) -> None:
        assert odense.get(f"{HERE}{page}").status_code == HTTPStatus.OK
        for code in ("0851", "9999", "x"):
            assert odense.get(f"/min-kommune/{code}/{page}").status_code == HTTPStatus.NOT_FOUND
        assert browser(Role.EDITOR).get(f"{HERE}{page}").status_code == HTTPStatus.NOT_FOUND

    @pytest.mark.parametrize("page", ["forside/", "udvalgte/", "skjulte/"])
    def test_takes_nothing_for_somebody_elses_place(self, odense: Client, page: str) -> None:
        offer = local_offer("cafe", "0851")
        sent = {**front_page(), "offer": str(offer.id), "do": "add", "reason": "Nej tak."}

        assert odense.post(f"/min-kommune/0851/{page}", sent).status_code == HTTPStatus.NOT_FOUND
        assert get_site(municipality_code="0851").title == "Velkommen til Aalborg"
        assert not LocalVisibility.objects.exists()


class TestOwnMunicipality:
    def test_leads_those_with_one_straight_there(self, odense: Client) -> None:
        assert odense.get("/min-kommune/")["Location"] == HERE

    def test_lets_those_with_several_choose(self) -> None:
        for client in (browser(Role.LOCAL_ADMINISTRATOR, "0461", "0851"), browser(Role.NATIONAL_ADMINISTRATOR)):
            page = client.get("/min-kommune/").content.decode()

            assert "Odense" in page
            assert "Aalborg" in page

    def test_is_not_there_for_others(self) -> None:
        assert browser(Role.FRONTLINE_WORKER, "0461").get("/min-kommune/").status_code == HTTPStatus.NOT_FOUND


class TestOverview:
    def test_shows_what_waits_here_and_nowhere_else(self, odense: Client) -> None:
        ReviewFactory.create(scope="local", municipality_id="0461", subject_label="Sangaften")
        ReviewFactory.create(scope="local", municipality_id="0851", subject_label="Strikkeklub")
        for code in ("0461", "0851"):
            offer = local_offer(f"cafe-{code}", code)
            report_error(
                actor=VISITOR, subject_kind="offer", subject_id=offer.id, subject_label=f"Café {code}",
                reason="closed", text="", reply_to="", municipality_codes=[code], is_national=False, at=timezone.now(),
            )  # fmt: skip

        page = odense.get(HERE).content.decode()

        assert "Sangaften" in page
        assert "Café 0461" in page
        assert "Strikkeklub" not in page
        assert "Café 0851" not in page
        assert "0 af 1 tilbud" in page

    def test_says_when_the_text_is_to_be_looked_at(self, odense: Client) -> None:
        Site.objects.filter(municipality_id="0461").update(next_check_on=timezone.localdate() + timedelta(days=3))

        assert "Teksten skal ses efter nu." in odense.get(HERE).content.decode()


class TestFrontPage:
    def seal(self, client: Client) -> str:
        return str(client.get(f"{HERE}forside/").context["seal"])

    def test_is_shown_before_it_is_kept(self, odense: Client) -> None:
        page = odense.post(f"{HERE}forside/", front_page(welcome_da="Goddag, du.", vis="1", seen=self.seal(odense)))

        assert "Goddag, du." in page.content.decode()
        assert get_site(municipality_code="0461").welcome_da == "Kom ind."

    def test_is_kept_with_todays_date_and_a_line_in_the_book(self, odense: Client) -> None:
        answer = odense.post(f"{HERE}forside/", front_page(reviews_first="on", seen=self.seal(odense)))

        site = get_site(municipality_code="0461")
        assert answer["Location"] == HERE
        assert (site.title, site.reviews_first, site.checked_on) == ("Hej", True, timezone.localdate())
        assert Entry.objects.filter(act="sites.site.changed", subject_id=str(site.id)).count() == 1

    def test_keeps_what_was_typed_when_somebody_else_was_there_first(self, odense: Client) -> None:
        seal = self.seal(odense)
        odense.post(f"{HERE}forside/", front_page(title="Den første", seen=seal))

        answer = odense.post(f"{HERE}forside/", front_page(title="Den anden", seen=seal))

        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Den anden" in answer.content.decode()
        assert get_site(municipality_code="0461").title == "Den første"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"title": ""},
            {"contact_phone": "12 34 56 78"},
            {"welcome_da": "010150-1234"},
            {"contact_url": "javascript:x"},
        ],
    )
    def test_keeps_what_was_typed_when_something_is_wrong(self, odense: Client, wrong: dict[str, str]) -> None:
        answer = odense.post(f"{HERE}forside/", front_page(contact_label="Min tekst", seen=self.seal(odense), **wrong))

        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Min tekst" in answer.content.decode()


class TestHighlights:
    def act(self, client: Client, offer: Offer, do: str) -> int:
        return client.post(f"{HERE}udvalgte/", {"offer": str(offer.id), "do": do}).status_code

    def test_are_chosen_ordered_and_removed(self, odense: Client) -> None:
        first, second = local_offer("cafe"), local_offer("kor")
        site = get_site(municipality_code="0461")

        for offer in (first, second):
            assert self.act(odense, offer, "add") == HTTPStatus.FOUND
        self.act(odense, second, "up")
        assert highlighted_ids(site=site) == (second.id, first.id)

        self.act(odense, second, "remove")
        assert highlighted_ids(site=site) == (first.id,)

    def test_are_found_by_name_among_what_is_shown_here(self, odense: Client) -> None:
        local_offer("cafe-her")
        local_offer("cafe-der", "0851")
        published(key="cafe-alle", name="Cafe-Alle", is_national=True)

        assert {row.name for row in offers_to_choose(municipality_code="0461", text="cafe")} == {
            "Cafe-Her",
            "Cafe-Alle",
        }
        assert "Cafe-Her" in odense.get(f"{HERE}udvalgte/", {"q": "cafe"}).content.decode()
        assert offers_to_choose(municipality_code="0461", text="") == ()

    def test_are_not_of_another_place_nor_nonsense(self, odense: Client) -> None:
        assert self.act(odense, local_offer("cafe", "0851"), "add") == HTTPStatus.NOT_FOUND
        assert odense.post(f"{HERE}udvalgte/", {"offer": "x", "do": "add"}).status_code == HTTPStatus.NOT_FOUND

    def test_are_six_at_most(self, odense: Client) -> None:
        offers = [local_offer(f"cafe-{number}") for number in range(7)]
        site = get_site(municipality_code="0461")
        set_highlights(actor=SYSTEM, site_id=site.id, subject_ids=[row.id for row in offers[:6]], at=timezone.now())

        self.act(odense, offers[6], "add")

        assert len(highlighted_ids(site=site)) == 6
        assert "Vælg højst 6 tilbud" in odense.get(f"{HERE}udvalgte/").content.decode()


class TestHidden:
    def test_are_hidden_with_a_reason_and_shown_again(self, odense: Client) -> None:
        offer = local_offer("cafe")
        sent = {"offer": str(offer.id), "do": "hide", "reason": "Holder pause hos os."}

        assert odense.post(f"{HERE}skjulte/", sent)["Location"] == f"{HERE}skjulte/"
        assert "Holder pause hos os." in odense.get(f"{HERE}skjulte/").content.decode()

        odense.post(f"{HERE}skjulte/", {"offer": str(offer.id), "do": "show"})
        assert "I skjuler ingen tilbud." in odense.get(f"{HERE}skjulte/").content.decode()

    def test_need_a_reason(self, odense: Client) -> None:
        offer = local_offer("cafe")

        answer = odense.post(f"{HERE}skjulte/", {"offer": str(offer.id), "do": "hide", "reason": "", "q": "cafe"})

        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Skriv kort, hvorfor" in answer.content.decode()
        assert not LocalVisibility.objects.exists()

    def test_are_only_what_is_shown_here(self, odense: Client) -> None:
        for offer_id in (local_offer("cafe", "0851").id, uuid4()):
            answer = odense.post(f"{HERE}skjulte/", {"offer": str(offer_id), "do": "hide", "reason": "Nej."})

            assert answer.status_code == HTTPStatus.NOT_FOUND


class TestInVain:
    def test_is_for_frontline_workers_of_the_place_and_for_grant_owners(self) -> None:
        front, grants = browser(Role.FRONTLINE_WORKER, "0461"), browser(Role.GRANT_OWNER)

        assert front.get(f"{HERE}soegt-forgaeves/").status_code == HTTPStatus.OK
        assert front.get("/min-kommune/0851/soegt-forgaeves/").status_code == HTTPStatus.NOT_FOUND
        assert front.get("/soegt-forgaeves/").status_code == HTTPStatus.NOT_FOUND
        assert grants.get("/soegt-forgaeves/").status_code == HTTPStatus.OK


class TestWhatOneLooksAfter:
    @pytest.mark.parametrize(
        ("role", "ways"),
        [
            (Role.LOCAL_ADMINISTRATOR, {HERE, "/bogen/"}),
            (Role.FRONTLINE_WORKER, {f"{HERE}soegt-forgaeves/"}),
            (Role.GRANT_OWNER, {"/soegt-forgaeves/"}),
            (Role.EDITOR, {"/redaktion/hjaelpelinjer/", "/redaktion/hverdagsord/"}),
        ],
    )
    def test_is_what_the_role_may(self, role: Role, ways: set[str]) -> None:
        codes = ["0461"] if role in {Role.LOCAL_ADMINISTRATOR, Role.FRONTLINE_WORKER} else []
        page = browser(role, *codes).get("/min-side/")

        found = {item.url for pile in page.context["desk"] if pile.heading == "Det passer du på" for item in pile.items}
        assert found == ways

    def test_is_a_list_for_those_who_look_after_many(self) -> None:
        for number in range(5):
            MunicipalityFactory(code=f"07{number}0")

        page = browser(Role.NATIONAL_ADMINISTRATOR).get("/min-side/").content.decode()

        assert "Kommunernes sider" in page

    def test_is_nothing_for_others(self) -> None:
        assert what_one_looks_after(Actor(kind=ActorKind.USER)) is None


class TestLinks:
    def test_that_do_not_answer_wait_for_the_association_and_are_told_to_the_municipality(self, odense: Client) -> None:
        url = "https://cafe.example/"
        offer = published(
            key="cafe", name="Café", is_national=False, municipality_codes=frozenset({"0461"}),
            links=(LinkData(label="Læs mere", url=url),),
        )  # fmt: skip
        at = timezone.now()
        LinkCheck.objects.create(
            url=url, state="broken", failed_since=at, checked_at=at, due_at=at + timedelta(days=3), problem="timeout"
        )
        member = Client()
        sign_in(member, MembershipFactory.create(organisation=offer.organisation).user)

        assert "cafe.example har ikke svaret siden" in member.get("/min-side/").content.decode()
        assert "Links, der ikke virker" in odense.get(HERE).content.decode()
