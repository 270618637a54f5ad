"""The doors of associations: what each person sees, and that others see what a stranger does."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.accounts.models import Invitation, User
from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.notifications.models import Content
from brobygger.organisations.forms import CLAIM_PURPOSE, LINK_PURPOSE
from brobygger.organisations.models import Claim, ClaimStatus, MemberRole, Membership, Organisation, Way
from brobygger.organisations.tests.factories import ClaimFactory, MembershipFactory, OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.ui.formtoken import make_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def cafe() -> Organisation:
    odense = MunicipalityFactory(code="0461", name="Odense", slug="odense")
    return OrganisationFactory.create(key="cafe", name="Café", municipality=odense, email="kontakt@cafe.example")


@pytest.fixture
def chair(cafe: Organisation) -> User:
    return MembershipFactory.create(organisation=cafe, user__name="Bodil").user


@pytest.fixture
def anna() -> User:
    return UserFactory.create(name="Anna", role=Role.ASSOCIATION_MEMBER)


@pytest.fixture
def old_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a form be sent the moment it was fetched."""
    monkeypatch.setattr("brobygger.ui.publicforms.is_good_token", _is_there)


def _is_there(text: str, *, purpose: str) -> bool:
    return bool(text and purpose)


def as_(user: User) -> Client:
    client = Client()
    sign_in(client, user)
    return client


def token(purpose: str = CLAIM_PURPOSE) -> dict[str, str]:
    return {"token": make_token(purpose=purpose)}


def link_in_mail() -> str:
    """Return the path of the link in the newest letter to the association."""
    text = Content.objects.filter(to="kontakt@cafe.example").latest("message__created_at").text
    return next(urlsplit(word).path for word in text.split() if "/bekraeft/" in word)


class TestFind:
    def test_is_for_everybody(self, client: Client, cafe: Organisation) -> None:
        page = client.get("/forening/find/?q=cafe").content.decode()

        assert "Café" in page
        assert "/forening/cafe/skriv-for/" in page
        assert "Vi fandt jer ikke" in client.get("/forening/find/?q=xyzzy").content.decode()
        assert client.get("/forening/find/").status_code == 200


@pytest.mark.usefixtures("old_enough")
class TestAsk:
    def test_waits_for_somebody_who_must_make_an_account_first(
        self, client: Client, cafe: Organisation, anna: User
    ) -> None:
        assert "Lav en konto" in client.get("/forening/cafe/skriv-for/").content.decode()
        made = client.post("/forening/cafe/skriv-for/", {**token(), "ny": "1"})
        has = client.post("/forening/cafe/skriv-for/", {**token(), "har_konto": "1"})
        sign_in(client, anna)

        assert made["Location"] == "/konto/ny/?next=%2Fforening%2Fcafe%2Fskriv-for%2F"
        assert has["Location"].startswith("/log-ind/?next=")
        assert "Fortsæt, hvor du slap" in client.get("/forening/").content.decode()

    def test_by_mail_ends_with_a_member(self, client: Client, cafe: Organisation, anna: User) -> None:
        mine = as_(anna)
        assert "k…@cafe.example" in mine.get("/forening/cafe/skriv-for/").content.decode()
        sent = mine.post("/forening/cafe/skriv-for/", {**token(), "way": Way.PUBLIC_MAIL}, follow=True)
        assert "Vi har sendt et link" in sent.content.decode()
        path = link_in_mail()

        assert "Anna" in client.get(path).content.decode()
        assert Claim.objects.get().status == ClaimStatus.WAITING
        answered = client.post(path, {**token(LINK_PURPOSE), "answer": "ja"})

        assert "kan nu skrive" in answered.content.decode()
        assert client.get(path).status_code == 410
        assert Membership.objects.get().user == anna
        assert mine.get("/forening/cafe/").status_code == 200
        assert mine.get("/forening/cafe/skriv-for/")["Location"] == "/forening/cafe/"

    def test_keeps_what_was_written_when_it_cannot_be_sent(self, cafe: Organisation, anna: User) -> None:
        mine, address = as_(anna), "/forening/cafe/skriv-for/"
        silent = mine.post(address, {**token(), "way": Way.CENTRE})
        closed = mine.post(address, {**token(), "way": Way.CVR_MAIL, "person_words": "Jeg er kasserer"})
        nameless = mine.post(address, {"way": Way.CENTRE, "person_words": "Jeg er kasserer"})
        number = mine.post(address, {**token(), "way": Way.CENTRE, "person_words": "010203-1234"})

        assert "Skriv kort, hvem du er" in silent.content.decode()
        assert [page.status_code for page in (silent, closed, nameless, number)] == [422] * 4
        assert all("Jeg er kasserer" in page.content.decode() for page in (closed, nameless))
        assert not Claim.objects.exists()

    @pytest.mark.usefixtures("still_clock")
    def test_counts_tries(self, cafe: Organisation, anna: User) -> None:
        mine = as_(anna)
        statuses = [mine.post("/forening/cafe/skriv-for/", {**token(), "way": "x"}).status_code for _ in range(22)]

        assert statuses[0] == 422
        assert statuses[-1] == 429

    def test_of_an_association_that_is_not_shown_is_a_strangers_404(self, client: Client, anna: User) -> None:
        OrganisationFactory.create(key="ny-gruppe", is_approved=False)

        for browser in (client, as_(anna)):
            assert browser.get("/forening/ny-gruppe/skriv-for/").status_code == 404
            assert browser.get("/organisation/ny-gruppe/").status_code == 404


class TestClaim:
    def test_can_be_sent_again_and_taken_back(self, cafe: Organisation, anna: User) -> None:
        claim = ClaimFactory.create(organisation=cafe, user=anna, way=Way.PUBLIC_MAIL)
        mine = as_(anna)

        assert "Send linket igen" in mine.get(f"/forening/krav/{claim.id}/").content.decode()
        assert mine.post(f"/forening/krav/{claim.id}/igen/").status_code == 302
        assert mine.post(f"/forening/krav/{claim.id}/fortryd/")["Location"] == "/forening/"
        assert mine.post(f"/forening/krav/{claim.id}/fortryd/").status_code == 422
        assert "Du trak det tilbage" in mine.get(f"/forening/krav/{claim.id}/").content.decode()

    def test_is_answered_by_the_centre_with_a_reason(self, cafe: Organisation, anna: User) -> None:
        claim = ClaimFactory.create(organisation=cafe, user=anna)
        centre, address = as_(UserFactory.create(municipality_codes=["0461"])), f"/forening/krav/{claim.id}/"

        assert "Kan I stå inde for dem?" in centre.get("/min-side/").content.decode()
        assert "Jeg er kasserer" in centre.get(address).content.decode()
        assert centre.post(address, {"answer": "nej"}).status_code == 422
        assert centre.post(address, {}).status_code == 422
        assert centre.post(address, {"answer": "nej", "text": "Kom forbi først."}).status_code == 302

        assert "Kom forbi først." in as_(anna).get(address).content.decode()
        assert "Det blev et nej" in as_(anna).get("/forening/").content.decode()

    def test_is_on_the_members_desk(self, cafe: Organisation, chair: User, anna: User) -> None:
        claim = ClaimFactory.create(organisation=cafe, user=anna, way=Way.MEMBERS)
        browser = as_(chair)

        for address in ("/min-side/", "/forening/cafe/", "/forening/cafe/medlemmer/"):
            assert f"/forening/krav/{claim.id}/" in browser.get(address).content.decode()
        assert "Svaret er på vej" in as_(anna).get("/min-side/").content.decode()


class TestLink:
    def test_that_is_not_ours_says_so_kindly(self, client: Client) -> None:
        assert client.get("/forening/bekraeft/noget/").status_code == 410

    def test_opened_by_a_scanner_does_nothing(self, client: Client, cafe: Organisation, anna: User) -> None:
        as_(anna)
        ClaimFactory.create(organisation=cafe, user=anna, way=Way.PUBLIC_MAIL)

        assert client.get("/forening/bekraeft/noget/").status_code == 410
        assert Claim.objects.get().status == ClaimStatus.WAITING


class TestNew:
    def test_asks_first_what_they_are(self, anna: User) -> None:
        page = as_(anna).get("/forening/ny/").content.decode()

        assert "?slags=gruppe" in page
        assert "?slags=forening" in page

    def test_makes_a_group_that_waits_for_its_centre(self, cafe: Organisation, anna: User) -> None:
        browser = as_(anna)
        sent = {"name": "Gågruppen", "municipality_id": "0461", "person_words": "Vi går om tirsdagen."}

        page = browser.post("/forening/ny/?slags=gruppe", sent, follow=True).content.decode()

        assert "Vi venter på frivilligcentret" in page
        assert "Skriv jeres første tilbud" in page
        assert Organisation.objects.get(name="Gågruppen").memberships.get().user == anna

    def test_warns_of_somebody_who_looks_the_same(self, cafe: Organisation, anna: User) -> None:
        browser = as_(anna)
        sent = {"name": "Cafe", "kind": "association", "municipality_id": "landet", "basis": "non_profit",
                "website": "cafe.example"}  # fmt: skip

        OrganisationFactory.create(name="Café", municipality=None, key="cafe-landet")
        warned = browser.post("/forening/ny/?slags=forening", sent)
        made = browser.post("/forening/ny/?slags=forening", {**sent, "is_sure": "1"})

        assert "Er det en af dem her?" in warned.content.decode()
        assert made.status_code == 302
        assert Organisation.objects.get(name="Cafe").website == "https://cafe.example"

    def test_says_what_is_missing(self, cafe: Organisation, anna: User) -> None:
        browser = as_(anna)
        group = browser.post("/forening/ny/?slags=gruppe", {"name": "Gruppen"}).content.decode()
        wrong = {"name": "X", "kind": "association", "municipality_id": "0461", "basis": "documented_activity",
                 "cvr": "12345678", "website": "https://"}  # fmt: skip
        association = browser.post("/forening/ny/?slags=forening", wrong).content.decode()
        taken = browser.post(
            "/forening/ny/?slags=forening",
            {"name": "Café", "kind": "association", "municipality_id": "0461", "basis": "non_profit", "is_sure": "1"},
        )

        assert "Vælg jeres kommune." in group
        assert "Skriv kort, hvem I er." in group
        assert "Et CVR-nummer har otte cifre" in association
        assert "hvad et overskud går til" in association
        assert taken.status_code == 422


class TestMembers:
    def test_are_invited_changed_and_removed_by_who_decides(self, cafe: Organisation, chair: User, anna: User) -> None:
        MembershipFactory.create(organisation=cafe, user=anna, role=MemberRole.MEMBER)
        browser, address = as_(chair), "/forening/cafe/medlemmer/"

        assert browser.post(f"{address}inviter/", {"email": "ny@cafe.example", "role": "member"}).status_code == 302
        assert "ny@cafe.example" in browser.get(address).content.decode()
        assert Invitation.objects.get().organisation_id == cafe.id
        assert browser.post(f"{address}inviter/", {"email": "x"}).status_code == 422
        assert browser.get(f"{address}inviter/").status_code == 200
        browser.post(f"{address}{anna.id}/", {"hvad": "administrator"})
        assert Membership.objects.get(user=anna).role == MemberRole.ADMINISTRATOR
        browser.post(f"{address}{anna.id}/", {"hvad": "ud"})
        assert not Membership.objects.filter(user=anna).exists()
        assert browser.post(f"{address}{chair.id}/", {"hvad": "ud"}).status_code == 422
        assert browser.post(f"{address}{chair.id}/", {"hvad": "andet"}).status_code == 302

    def test_may_leave_and_nothing_more(self, cafe: Organisation, chair: User, anna: User) -> None:
        MembershipFactory.create(organisation=cafe, user=anna, role=MemberRole.MEMBER)
        browser, address = as_(anna), "/forening/cafe/medlemmer/"

        assert "Bodil" in browser.get(address).content.decode()
        assert browser.post(f"{address}{chair.id}/", {"hvad": "ud"}).status_code == 404
        assert browser.post(f"{address}inviter/", {"email": "ny@cafe.example", "role": "member"}).status_code == 404
        assert browser.get("/forening/cafe/om/").status_code == 404
        assert browser.post(f"{address}{anna.id}/", {"hvad": "ud"})["Location"] == "/forening/"

    def test_an_invitation_that_cannot_be_sent_says_why(
        self, cafe: Organisation, chair: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("brobygger.accounts.services.invitations.MOST_IN_A_DAY", 0)

        page = as_(chair).post("/forening/cafe/medlemmer/inviter/", {"email": "a@cafe.example", "role": "member"})

        assert page.status_code == 429


class TestAbout:
    def test_is_changed_by_who_decides(self, cafe: Organisation, chair: User) -> None:
        browser = as_(chair)

        assert browser.get("/forening/cafe/om/").status_code == 200
        assert browser.post("/forening/cafe/om/", {"description": "010203-1234"}).status_code == 422
        assert browser.post("/forening/cafe/om/", {"description": "Kaffe.", "phone": "1"}).status_code == 302
        cafe.refresh_from_db()
        assert cafe.description == "Kaffe."


class TestTrust:
    def test_is_the_centres_to_give(self, cafe: Organisation, chair: User) -> None:
        centre = as_(UserFactory.create(municipality_codes=["0461"]))

        assert "Lad små rettelser vises" in centre.get("/forening/cafe/").content.decode()
        assert centre.post("/forening/cafe/tillid/", {"is_trusted": "ja"}).status_code == 302
        cafe.refresh_from_db()
        assert cafe.is_trusted
        assert "Se alt igennem først" in centre.get("/forening/cafe/").content.decode()
        assert "Små rettelser fra jer vises med det samme." in as_(chair).get("/forening/cafe/").content.decode()
        assert as_(chair).post("/forening/cafe/tillid/", {"is_trusted": "ja"}).status_code == 404


class TestIsolation:
    """Another association's administrator, and another town's centre, get exactly what a stranger to all gets."""

    def test_every_page_is_a_404(self, cafe: Organisation, chair: User, anna: User) -> None:
        claim = ClaimFactory.create(organisation=cafe, user=anna, way=Way.MEMBERS)
        others = [as_(MembershipFactory.create().user), as_(UserFactory.create(municipality_codes=["0851"]))]
        pages = [reverse("desks:association", args=["cafe"]), f"/forening/krav/{claim.id}/"]
        pages += [reverse(f"organisations:{name}", args=["cafe"]) for name in ("about", "members", "invite")]
        posts = [f"/forening/krav/{claim.id}/{what}" for what in ("", "igen/", "fortryd/")]
        posts += [f"/forening/cafe/{what}/" for what in ("om", "tillid", "medlemmer/inviter", f"medlemmer/{chair.id}")]

        absent = others[0].get("/forening/findes-ikke/")
        for browser in others:
            for page in pages:
                answer = browser.get(page)
                assert (page, answer.status_code) == (page, 404)
                assert b"Caf" not in answer.content
            for page in posts:
                assert (page, browser.post(page, {"hvad": "ud", "answer": "ja"}).status_code) == (page, 404)
        assert absent.status_code == 404
        assert Claim.objects.get().status == ClaimStatus.WAITING

    def test_a_half_signed_in_centre_sees_nothing(self, cafe: Organisation) -> None:
        client = Client()
        sign_in(client, UserFactory.create(municipality_codes=["0461"]), has_second_factor=False)

        assert client.get("/forening/cafe/").status_code in {302, 404}
