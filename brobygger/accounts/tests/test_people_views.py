"""The pages about who has access, as a browser meets them."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brobygger.accounts import municipality_names
from brobygger.accounts.desk import desk_of
from brobygger.accounts.events import AccountMailWanted
from brobygger.accounts.forms.people import MunicipalityNamesField
from brobygger.accounts.models import AccessQuestion, Invitation, User
from brobygger.accounts.permissions import Role
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.services.access_review import advance_access_reviews
from brobygger.accounts.tests.factories import PASSWORD, UserFactory, sign_in
from brobygger.accounts.tests.hearing import heard
from brobygger.kernel.actors import SYSTEM, VISITOR

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    for name in ("throttle", "default"):
        caches[name].clear()


@pytest.fixture
def local(client: Client, monkeypatch: pytest.MonkeyPatch) -> User:
    """Odense's local administrator, signed in."""
    monkeypatch.setattr(municipality_names, "_sources", [lambda: {"0461": "Odense"}])
    return sign_in(client, UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"]))


@pytest.fixture
def worker() -> User:
    return UserFactory.create(role=Role.FRONTLINE_WORKER, municipality_codes=["0461"], name="Bente")


def invited(client: Client, **more: object) -> str:
    """Invite somebody through the page and return the path in their mail."""
    form = {"email": "ny@brobygger.example", "role": "frontline_worker", "municipality_codes": ["0461"],
            "language": "da", **more}  # fmt: skip
    with heard(AccountMailWanted) as mails:
        response = client.post(reverse("accounts:invite"), form)
    assert response.status_code == 302, response.context["form"].errors
    return re.sub(r"^https?://[^/]+", "", str(mails[0].context["url"]))


class TestPeople:
    def test_shows_own_municipalitys_people_only(self, client: Client, local: User, worker: User) -> None:
        UserFactory.create(role=Role.FRONTLINE_WORKER, municipality_codes=["0851"], name="Ea")

        page = client.get(reverse("accounts:people")).content.decode()

        assert "Bente" in page
        assert "frontmedarbejder: Odense" in page
        assert "Ea" not in re.findall(r">([^<]+)<", page)

    @pytest.mark.parametrize("query", ["?side=9999999", "?side=x", "?q=%00", "?q=' OR 1=1"])
    def test_does_not_mind_what_stands_in_the_address(self, client: Client, local: User, query: str) -> None:
        assert client.get(reverse("accounts:people") + query).status_code == 200


class TestInviting:
    def test_asks_for_a_municipality_when_the_role_needs_one(self, client: Client, local: User) -> None:
        form = {"email": "ny@brobygger.example", "role": "frontline_worker", "language": "da"}

        assert client.post(reverse("accounts:invite"), form).status_code == 422
        assert not Invitation.objects.exists()

    def test_offers_no_role_that_one_cannot_give(self, client: Client, local: User) -> None:
        form = {"email": "ny@brobygger.example", "role": "national_administrator", "language": "da"}

        assert client.post(reverse("accounts:invite"), form).status_code == 422
        assert "national_administrator" not in client.get(reverse("accounts:invite")).content.decode()

    def test_is_repeated_and_taken_back(self, client: Client, local: User) -> None:
        invited(client)
        invitation = Invitation.objects.get()

        assert client.post(reverse("accounts:resend_invitation", args=[invitation.id])).status_code == 429
        Invitation.objects.update(sent_at=timezone.now() - timedelta(hours=1))
        assert client.post(reverse("accounts:resend_invitation", args=[invitation.id])).status_code == 302
        assert client.post(reverse("accounts:withdraw_invitation", args=[invitation.id])).status_code == 302
        assert "Ingen lige nu" in client.get(reverse("accounts:people") + "?sket=trukket").content.decode()

    def test_says_why_when_enough_has_been_sent(
        self, client: Client, local: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("brobygger.accounts.services.invitations.MOST_IN_A_DAY", 0)
        form = {"email": "ny@brobygger.example", "role": "frontline_worker", "municipality_codes": ["0461"],
                "language": "da"}  # fmt: skip

        response = client.post(reverse("accounts:invite"), form)

        assert response.status_code == 422
        assert "mange invitationer" in response.content.decode()


class TestTakingAnInvitation:
    def test_makes_an_account_and_signs_in(self, client: Client, local: User) -> None:
        path, new = invited(client), Client()
        assert new.get(path).status_code == 200

        response = new.post(path, {"name": "Bo", "password": PASSWORD})

        assert response.status_code == 302
        assert User.objects.get(email="ny@brobygger.example").municipality_codes == ["0461"]
        assert new.get(reverse("accounts:home"))["Location"].startswith(reverse("accounts:second_factor"))
        assert Client().get(path).status_code == 410

    @pytest.mark.parametrize("password", ["kort", "ny@brobygger.example", "password1234"])
    def test_wants_a_good_password(self, client: Client, local: User, password: str) -> None:
        assert Client().post(invited(client), {"name": "Bo", "password": password}).status_code == 422

    def test_leads_somebody_with_an_account_to_sign_in_first(self, client: Client, local: User) -> None:
        user = UserFactory.create(email="ny@brobygger.example", role=Role.ASSOCIATION_MEMBER)
        path, theirs = invited(client), Client()
        assert f"?next={quote(path, safe='')}".encode() in theirs.get(path).content

        assert theirs.post(path, {"name": "Bo", "password": PASSWORD}).status_code == 200
        sign_in(theirs, user, has_second_factor=False)
        assert theirs.get(path).status_code == 200
        assert theirs.post(path).status_code == 302

        user.refresh_from_db()
        assert user.role == Role.FRONTLINE_WORKER

    def test_is_refused_with_another_account(self, client: Client, local: User) -> None:
        path, other = invited(client), Client()
        sign_in(other, UserFactory.create(role=Role.ASSOCIATION_MEMBER))

        assert "anden e-mail" in other.get(path).content.decode()
        assert other.post(path).status_code == 403

    def test_asks_for_the_second_step_first_where_one_is_needed(self, client: Client, local: User) -> None:
        path, other = invited(client), Client()
        sign_in(other, UserFactory.create(role=Role.EDITOR), has_second_factor=False)

        assert other.post(path)["Location"].startswith(reverse("accounts:second_factor"))

    def test_says_so_when_somebody_was_quicker(
        self, client: Client, local: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = invited(client)
        UserFactory.create(email="ny@brobygger.example")
        monkeypatch.setattr("brobygger.accounts.views.links.user_with_email", lambda email: None)

        assert Client().post(path, {"name": "Bo", "password": PASSWORD}).status_code == 409


class TestPerson:
    def address(self, name: str, user: User) -> str:
        return reverse(f"accounts:{name}", args=[user.id])

    def test_is_changed_closed_opened_and_signed_out(self, client: Client, local: User, worker: User) -> None:
        form = {"role": "local_administrator", "municipality_codes": ["0461"]}
        assert client.get(self.address("person", worker)).status_code == 200
        assert client.post(self.address("person", worker), form).status_code == 302
        for door in ("sign_out_person", "close_person", "reopen_person", "take_role"):
            assert client.post(self.address(door, worker)).status_code == 302, door
        worker.refresh_from_db()
        assert worker.role == Role.ASSOCIATION_MEMBER

    def test_says_why_not(self, client: Client, local: User, worker: User) -> None:
        User.objects.filter(id=worker.id).update(municipality_codes=["0461", "0851"])
        form = {"role": "local_administrator", "municipality_codes": ["0461"]}

        assert client.post(self.address("person", worker), form).status_code == 422
        assert "Du kan ikke ændre denne adgang" in client.get(self.address("person", worker)).content.decode()

    @pytest.mark.parametrize("door", ["person", "close_person", "reopen_person", "sign_out_person", "take_role"])
    def test_of_another_municipality_is_nobodys(self, client: Client, local: User, door: str) -> None:
        stranger = UserFactory.create(role=Role.FRONTLINE_WORKER, municipality_codes=["0851"])
        form = {"role": "frontline_worker", "municipality_codes": ["0461"]}

        assert client.post(self.address(door, stranger), form).status_code == 404


class TestAccessReview:
    def test_is_answered_and_undone(self, client: Client, local: User, worker: User) -> None:
        User.objects.update(created_at=timezone.now() - timedelta(days=400))
        advance_access_reviews(actor=SYSTEM, at=timezone.now())
        question = AccessQuestion.objects.get(holder=worker)
        page = reverse("accounts:access_review")
        assert "Bente" in client.get(page).content.decode()
        assert "1 person venter" in client.get(reverse("accounts:home")).content.decode()

        answer = reverse("accounts:answer_access_question", args=[question.id])
        assert client.post(answer, {"svar": "måske"}).status_code == 422
        assert client.post(answer, {"svar": "no"}).status_code == 302
        assert client.post(answer, {"svar": "yes"}).status_code == 409
        assert "Holdt op i den sidste måned" in client.get(page).content.decode()
        assert client.post(reverse("accounts:restore_access", args=[question.id])).status_code == 302

        worker.refresh_from_db()
        assert worker.municipality_codes == ["0461"]

    def test_is_not_there_for_others(self, client: Client, local: User, worker: User) -> None:
        User.objects.update(created_at=timezone.now() - timedelta(days=400))
        advance_access_reviews(actor=SYSTEM, at=timezone.now())
        stranger = Client()
        sign_in(stranger, UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0851"]))
        question = AccessQuestion.objects.get(holder=worker)

        assert stranger.get(reverse("accounts:access_review")).status_code == 200
        for door in ("answer_access_question", "restore_access"):
            assert stranger.post(reverse(f"accounts:{door}", args=[question.id]), {"svar": "no"}).status_code == 404


class TestDesk:
    def test_has_nothing_about_access_for_those_who_decide_about_nobody(self, worker: User) -> None:
        headings = [pile.heading for pile in desk_of(actor=actor_for(worker, has_second_factor=True))]

        assert "Adgang" not in headings
        assert desk_of(actor=VISITOR) == [] or "Adgang" not in headings


class TestMunicipalityNames:
    @pytest.fixture
    def field(self) -> MunicipalityNamesField:
        return MunicipalityNamesField(names={"0461": "Odense", "0450": "Nyborg"}, required=False)

    def test_are_read_as_people_write_them(self, field: MunicipalityNamesField) -> None:
        assert field.clean("odense Kommune, NYBORG ,") == ["0450", "0461"]
        assert field.clean("0461") == ["0461"]
        assert field.clean("") == []

    def test_are_written_back(self, field: MunicipalityNamesField) -> None:
        assert field.prepare_value(["0461", "0450"]) == "Odense, Nyborg"
        assert field.prepare_value("Odnese") == "Odnese"

    @pytest.mark.parametrize(("typed", "said"), [("Odnese", "Mener du Odense"), ("xyz", "Vi kender ikke en kommune")])
    def test_that_are_unknown_are_told_of(self, field: MunicipalityNamesField, typed: str, said: str) -> None:
        with pytest.raises(Exception, match=said):
            field.clean(typed)
