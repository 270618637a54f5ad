"""The roles of this room as rights that are asked about every half year (``access_sources``)."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from brobygger.accounts.access_sources import LastOfItsKind, Right, add_access_source
from brobygger.accounts.models import User
from brobygger.accounts.municipality_names import in_words
from brobygger.accounts.permissions import ROLE_LABELS, Permission, Role
from brobygger.accounts.policies import MUNICIPAL_ROLES, may_give, reach_of
from brobygger.accounts.services.people import LastNationalAdministrator, set_right, take_right_away
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed


class RoleRights:
    """A role in one municipality, or (no scope) in the whole portal."""

    kind = "role"

    def rights(self) -> Iterator[Right]:
        """Yield each role of everybody whose account is open; a member's role is nothing by itself."""
        for user in User.objects.get_queryset().active().with_role(*(set(Role) - {Role.ASSOCIATION_MEMBER})):
            for scope in _scopes(user):
                yield Right(holder_id=user.id, scope=scope, what=user.role, since=user.created_at)

    def holds(self, *, holder_id: UUID, scope: str) -> bool:
        """Test whether somebody has a role there."""
        user = User.objects.get_queryset().active().filter(id=holder_id).first()
        return user is not None and scope in _scopes(user)

    def reviewers(self, *, holder_id: UUID, scope: str) -> Collection[UUID]:
        """Return the municipality's other administrators; where there are none, the national ones."""
        others = User.objects.get_queryset().active().but(holder_id)
        local = others.with_role(Role.LOCAL_ADMINISTRATOR).in_municipalities([scope] if scope else [])
        found = list(local.values_list("id", flat=True))
        return found or list(others.with_role(Role.NATIONAL_ADMINISTRATOR).values_list("id", flat=True))

    def may_answer(self, actor: Actor, *, holder_id: UUID, scope: str) -> bool:
        """Test whether an actor decides about roles there; nobody decides about their own."""
        reach = reach_of(actor, Permission.ACCOUNTS_MANAGE)
        return actor.id != holder_id and reach.covers(municipality_codes=[scope])

    def scopes_decided_by(self, actor: Actor) -> Collection[str] | None:
        """Return the municipalities an actor decides about; None for all of them and the whole portal."""
        reach = reach_of(actor, Permission.ACCOUNTS_MANAGE)
        return None if reach.is_everywhere else reach.municipality_codes

    def in_words(self, *, scope: str, what: str) -> str:
        """Return "lokaladministrator, Odense"."""
        role = str(ROLE_LABELS[Role(what)])
        return f"{role}, {in_words([scope])}" if scope else role

    def end(self, *, actor: Actor, holder_id: UUID, scope: str, at: datetime) -> None:
        """Take the role away there. Raises ``LastOfItsKind``."""
        try:
            take_right_away(actor=actor, user=User.objects.get(id=holder_id), scope=scope, at=at)
        except LastNationalAdministrator as error:
            raise LastOfItsKind(error.message) from error

    def restore(self, *, actor: Actor, holder_id: UUID, scope: str, what: str, at: datetime) -> None:
        """Give the role back there. Raises ``NotAllowed``, also when the person has another role by now."""
        user, codes = User.objects.get(id=holder_id), [scope] if scope else []
        is_free = user.is_active and user.role in {what, Role.ASSOCIATION_MEMBER}
        if not is_free or not may_give(actor, role=Role(what), municipality_codes=codes):
            raise NotAllowed
        joined = {*user.municipality_codes, *codes}
        set_right(actor=actor, user=user, role=Role(what), municipality_codes=joined, at=at)


def _scopes(user: User) -> list[str]:
    """Return where somebody's role counts: each municipality by itself, or the whole portal."""
    if user.role in MUNICIPAL_ROLES:
        return list(user.municipality_codes)
    return [] if user.role == Role.ASSOCIATION_MEMBER else [""]


add_access_source(RoleRights())
