"""Who has access: seen, changed, closed and opened by those who decide about it."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from brobygger.accounts import municipality_names
from brobygger.accounts.events import AccountClosed
from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.policies import may_give, may_see_person
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.selectors.people import get_person, givable_by, people_listed, people_visible_to
from brobygger.accounts.services.people import (
    LastNationalAdministrator,
    change_person,
    close_person,
    reopen_person,
    sign_out_everywhere,
)
from brobygger.accounts.tests.factories import PASSWORD, UserFactory
from brobygger.accounts.tests.hearing import heard
from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor
from brobygger.kernel.errors import NotAllowed, NotFound
from brobygger.privacy.services import erase_expired

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Actor:
    return actor_for(user, has_second_factor=True)


def sign_in_by_password(client: Client, user: User) -> None:
    """Sign in as the page does, so that the session is one that can be ended from elsewhere."""
    client.post(reverse("accounts:sign_in"), {"login": user.email, "password": PASSWORD})
    assert client.get(reverse("accounts:second_factor")).status_code == 200


@pytest.fixture
def national() -> User:
    return UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR, name="Nanna")


@pytest.fixture
def local() -> User:
    return UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"], name="Lone")


@pytest.fixture
def worker() -> User:
    return UserFactory.create(role=Role.FRONTLINE_WORKER, municipality_codes=["0461"], name="Bente")


@pytest.fixture
def shared() -> User:
    return UserFactory.create(role=Role.FRONTLINE_WORKER, municipality_codes=["0461", "0851"], name="Finn")


@pytest.fixture
def elsewhere() -> User:
    return UserFactory.create(role=Role.FRONTLINE_WORKER, municipality_codes=["0851"], name="Ea")


class TestPeopleVisibleTo:
    def test_are_ones_own_municipalitys_for_a_local_administrator(
        self, national: User, local: User, worker: User, shared: User, elsewhere: User
    ) -> None:
        member = UserFactory.create(role=Role.ASSOCIATION_MEMBER)

        seen = people_visible_to(actor=signed_in(local))

        assert set(seen) == {local, worker, shared}
        everybody = [national, local, worker, shared, elsewhere, member]
        assert [may_see_person(signed_in(local), one) for one in everybody] == [one in set(seen) for one in everybody]

    def test_are_everybody_for_a_national_administrator_and_nobody_for_the_rest(
        self, national: User, local: User, worker: User
    ) -> None:
        assert people_visible_to(actor=signed_in(national)).count() == 3
        for actor in (signed_in(worker), actor_for(local), VISITOR):
            assert not people_visible_to(actor=actor).exists()

    def test_are_found_by_a_part_of_the_name_or_address(self, national: User, worker: User) -> None:
        assert list(people_listed(actor=signed_in(national), text="ent")) == [worker]
        assert list(people_listed(actor=signed_in(national), text=worker.email.upper())) == [worker]

    def test_hidden_and_absent_look_alike(self, local: User, elsewhere: User) -> None:
        for user_id in (elsewhere.id, uuid4()):
            with pytest.raises(NotFound):
                get_person(actor=signed_in(local), user_id=user_id)


class TestGivableBy:
    def test_is_what_one_has_oneself(self, local: User, national: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(municipality_names, "_sources", [lambda: {"0851": "Aalborg", "0461": "Odense"}])

        givable = givable_by(actor=signed_in(local))

        assert set(givable.roles) == {Role.LOCAL_ADMINISTRATOR, Role.FRONTLINE_WORKER}
        assert givable.municipalities == {"0461": "Odense"}
        everything = givable_by(actor=signed_in(national))
        assert Role.NATIONAL_ADMINISTRATOR in everything.roles
        assert list(everything.municipalities.values()) == ["Aalborg", "Odense"]

    def test_is_nothing_for_the_rest(self, worker: User) -> None:
        assert givable_by(actor=signed_in(worker)).roles == ()


class TestMayGive:
    def test_lets_the_operator_give_any_role_that_fits_its_place(self) -> None:
        assert may_give(SYSTEM, role=Role.NATIONAL_ADMINISTRATOR, municipality_codes=())
        assert not may_give(SYSTEM, role=Role.NATIONAL_ADMINISTRATOR, municipality_codes=["0461"])
        assert not may_give(SYSTEM, role=Role.FRONTLINE_WORKER, municipality_codes=())


class TestChangePerson:
    def change(self, actor: User, who: User, role: Role, at: datetime, *codes: str) -> User:
        change_person(actor=signed_in(actor), user_id=who.id, role=role, municipality_codes=codes, at=at)
        who.refresh_from_db()
        return who

    def test_gives_another_role_and_writes_it_in_the_book(self, local: User, worker: User, noon: datetime) -> None:
        changed = self.change(local, worker, Role.LOCAL_ADMINISTRATOR, noon, "0461")

        assert changed.role == Role.LOCAL_ADMINISTRATOR
        entry = Entry.objects.get(act="accounts.user.right_changed")
        assert entry.changes["role"] == [Role.FRONTLINE_WORKER, Role.LOCAL_ADMINISTRATOR]
        assert entry.subject_id == str(worker.id)

    def test_opens_and_shuts_the_back_office_with_the_role(self, national: User, worker: User, noon: datetime) -> None:
        assert self.change(national, worker, Role.NATIONAL_ADMINISTRATOR, noon).is_superuser
        assert not self.change(national, worker, Role.EDITOR, noon).is_staff

    def test_takes_the_role_away(self, local: User, worker: User, noon: datetime) -> None:
        assert self.change(local, worker, Role.ASSOCIATION_MEMBER, noon).municipality_codes == []

    def test_never_changes_oneself(self, local: User, national: User, noon: datetime) -> None:
        UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR)
        for who in (local, national):
            with pytest.raises(NotAllowed):
                self.change(who, who, Role.ASSOCIATION_MEMBER, noon)

    @pytest.mark.parametrize(
        ("role", "codes"),
        [
            (Role.NATIONAL_ADMINISTRATOR, ()),
            (Role.EDITOR, ()),
            (Role.LOCAL_ADMINISTRATOR, ("0851",)),
            (Role.LOCAL_ADMINISTRATOR, ("0461", "0851")),
            (Role.ASSOCIATION_MEMBER, ("0461",)),
        ],
    )
    def test_gives_nothing_one_does_not_have(
        self, local: User, worker: User, noon: datetime, role: Role, codes: tuple[str, ...]
    ) -> None:
        with pytest.raises(NotAllowed):
            self.change(local, worker, role, noon, *codes)

    def test_leaves_those_who_work_elsewhere_too(self, local: User, shared: User, noon: datetime) -> None:
        with pytest.raises(NotAllowed):
            self.change(local, shared, Role.ASSOCIATION_MEMBER, noon)

    def test_never_takes_the_last_national_administrator(self, national: User, noon: datetime) -> None:
        with pytest.raises(LastNationalAdministrator):
            change_person(
                actor=SYSTEM, user_id=national.id, role=Role.EDITOR, municipality_codes=(), at=noon
            )  # fmt: skip

    def test_is_not_for_closed_accounts(self, national: User, noon: datetime) -> None:
        closed = UserFactory.create(role=Role.EDITOR, is_active=False)

        with pytest.raises(NotAllowed):
            self.change(national, closed, Role.EDITOR, noon)


class TestClosePerson:
    def test_ends_every_session_and_is_told_to_other_rooms(
        self, local: User, worker: User, client: Client, noon: datetime
    ) -> None:
        sign_in_by_password(client, worker)

        with heard(AccountClosed) as facts:
            close_person(actor=signed_in(local), user_id=worker.id, at=noon)

        assert facts == [AccountClosed(user_id=worker.id, at=noon)]
        assert not Session.objects.exists()
        assert client.get(reverse("accounts:second_factor")).status_code == 302

    def test_is_erased_a_month_later_unless_opened_again(
        self, local: User, worker: User, shared: User, national: User, noon: datetime
    ) -> None:
        for person in (worker, shared):
            close_person(actor=signed_in(national), user_id=person.id, at=noon)
        reopen_person(actor=signed_in(national), user_id=shared.id, at=noon)

        erase_expired(actor=SYSTEM, at=noon + timedelta(days=31))

        assert not User.objects.filter(id=worker.id).exists()
        assert User.objects.get(id=shared.id).is_active

    def test_is_for_those_who_decide(
        self, local: User, shared: User, worker: User, elsewhere: User, noon: datetime
    ) -> None:
        with pytest.raises(NotAllowed):
            close_person(actor=signed_in(local), user_id=shared.id, at=noon)
        with pytest.raises(NotAllowed):
            close_person(actor=signed_in(local), user_id=local.id, at=noon)
        with pytest.raises(NotFound):
            close_person(actor=signed_in(local), user_id=elsewhere.id, at=noon)
        close_person(actor=signed_in(local), user_id=worker.id, at=noon)
        with pytest.raises(NotAllowed):
            close_person(actor=signed_in(local), user_id=worker.id, at=noon)

    def test_never_closes_the_last_national_administrator(self, national: User, noon: datetime) -> None:
        with pytest.raises(LastNationalAdministrator):
            close_person(actor=SYSTEM, user_id=national.id, at=noon)


class TestReopenPerson:
    def test_gives_back_no_more_than_one_could_give(self, local: User, worker: User, noon: datetime) -> None:
        close_person(actor=SYSTEM, user_id=worker.id, at=noon)
        User.objects.filter(id=worker.id).update(municipality_codes=["0461", "0851"])

        with pytest.raises(NotAllowed):
            reopen_person(actor=signed_in(local), user_id=worker.id, at=noon)
        with pytest.raises(NotAllowed):
            reopen_person(actor=signed_in(local), user_id=local.id, at=noon)


class TestSignOutEverywhere:
    def test_ends_every_session(self, local: User, worker: User, client: Client, noon: datetime) -> None:
        sign_in_by_password(client, worker)

        assert sign_out_everywhere(actor=signed_in(local), user_id=worker.id, at=noon) == 1

        assert client.get(reverse("accounts:second_factor")).status_code == 302
        assert Entry.objects.filter(act="accounts.user.signed_out_everywhere").exists()

    def test_is_for_those_who_decide(self, local: User, shared: User, noon: datetime) -> None:
        with pytest.raises(NotAllowed):
            sign_out_everywhere(actor=signed_in(local), user_id=shared.id, at=noon)
