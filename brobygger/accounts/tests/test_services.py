"""Acts on accounts."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Permission, Role
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.services import ensure_account
from brobygger.accounts.tests.factories import PASSWORD, UserFactory
from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM, VISITOR

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, tzinfo=UTC)


class TestActorFor:
    def test_gives_a_person_the_permissions_of_their_role(self) -> None:
        actor = actor_for(UserFactory(role=Role.EDITOR, municipality_codes=["0461"]))

        assert actor.can(Permission.CONCEPT_EDIT)
        assert not actor.can(Permission.OFFER_EDIT)
        assert actor.municipality_codes == {"0461"}

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
