"""Who may edit crisis lines."""

from brobygger.accounts.permissions import ROLES, Role
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.knowledge.policies import may_edit_crisis_lines


def _actor(role: Role) -> Actor:
    return Actor(kind=ActorKind.USER, permissions=frozenset(str(permission) for permission in ROLES[role]))


class TestMayEditCrisisLines:
    def test_is_for_editors_and_national_administrators(self) -> None:
        assert may_edit_crisis_lines(_actor(Role.EDITOR))
        assert may_edit_crisis_lines(_actor(Role.NATIONAL_ADMINISTRATOR))
        assert may_edit_crisis_lines(SYSTEM)

    def test_is_not_for_others(self) -> None:
        assert not may_edit_crisis_lines(_actor(Role.LOCAL_ADMINISTRATOR))
        assert not may_edit_crisis_lines(VISITOR)
