"""Acts on accounts."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from brobygger.accounts import scopes
from brobygger.accounts.models import User
from brobygger.accounts.permissions import Permission, Role
from brobygger.accounts.policies import NOWHERE, Reach, reach_of
from brobygger.accounts.scopes import Scope
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.services import ensure_account
from brobygger.accounts.tests.factories import PASSWORD, UserFactory
from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, tzinfo=UTC)


class TestActorFor:
    def test_gives_a_person_the_permissions_of_their_role(self) -> None:
        actor = actor_for(UserFactory(role=Role.EDITOR, municipality_codes=["0461"]), has_second_factor=True)

        assert actor.can(Permission.CONCEPT_EDIT)
        assert not actor.can(Permission.OFFER_EDIT)
        assert actor.municipality_codes == {"0461"}

    def test_gives_nothing_before_the_second_factor_where_one_is_needed(self) -> None:
        person = UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"])

        assert actor_for(person) == Actor(kind=ActorKind.USER, id=person.id)

    def test_gives_a_member_nothing_in_a_municipality(self, monkeypatch: pytest.MonkeyPatch) -> None:
        theirs = uuid4()
        monkeypatch.setattr(scopes, "_sources", [lambda _: Scope(organisation_ids=frozenset({theirs}))])
        actor = actor_for(UserFactory(role=Role.GRANT_OWNER, municipality_codes=["0461"]), has_second_factor=True)

        assert reach_of(actor, Permission.OFFER_EDIT) == Reach(organisation_ids=frozenset({theirs}))
        assert reach_of(actor, Permission.ORGANISATION_EDIT) == NOWHERE
        assert reach_of(actor, Permission.IN_VAIN_READ).is_everywhere

    def test_gives_an_associations_administrator_more_where_they_decide(self, monkeypatch: pytest.MonkeyPatch) -> None:
        first, second = uuid4(), uuid4()
        scope = Scope(organisation_ids=frozenset({first, second}), administered_ids=frozenset({first}))
        monkeypatch.setattr(scopes, "_sources", [lambda _: scope])
        actor = actor_for(UserFactory(role=Role.ASSOCIATION_MEMBER))

        assert reach_of(actor, Permission.OFFER_EDIT).organisation_ids == {first, second}
        assert reach_of(actor, Permission.MEMBERS_MANAGE).organisation_ids == {first}

    def test_makes_everybody_else_a_visitor(self) -> None:
        assert actor_for(AnonymousUser()) == VISITOR
        assert actor_for(UserFactory(is_active=False)) == VISITOR


class TestEnsureAccount:
    def ensure(self, role: Role) -> User:
        return ensure_account(
            actor=SYSTEM,
            email="Bo@brobygger.example",
            password=PASSWORD,
            role=role,
            at=NOW,
            municipality_codes=["0461"],
        )

    def test_makes_an_account_once(self) -> None:
        first = self.ensure(Role.LOCAL_ADMINISTRATOR)
        second = self.ensure(Role.EDITOR)

        assert first == second
        assert second.role == Role.LOCAL_ADMINISTRATOR
        assert Entry.objects.get().act == "accounts.user.created"

    def test_opens_the_back_office_to_those_who_need_it(self) -> None:
        assert self.ensure(Role.NATIONAL_ADMINISTRATOR).is_superuser
