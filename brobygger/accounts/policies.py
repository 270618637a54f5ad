"""Rules: on which rows somebody's permission counts. Every room's own policies and ``visible_to`` ask here."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from brobygger.accounts.models import User
from brobygger.accounts.permissions import ROLES, Permission, Role
from brobygger.kernel.actors import Actor, ActorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where one permission of one actor counts: everywhere, in some municipalities, for some organisations.

    ``only_on`` is the one row a signed link is about; no other row is within reach of its holder.
    """

    is_everywhere: bool = False
    municipality_codes: frozenset[str] = field(default_factory=frozenset)
    organisation_ids: frozenset[UUID] = field(default_factory=frozenset)
    only_on: UUID | None = None

    def covers(
        self,
        *,
        subject_id: UUID | None = None,
        organisation_id: UUID | None = None,
        municipality_codes: Collection[str] = (),
    ) -> bool:
        """Test whether a row of an organisation, in or for some municipalities, is within reach."""
        if self.only_on is not None and self.only_on != subject_id:
            return False
        is_theirs = self.is_everywhere or organisation_id in self.organisation_ids
        return is_theirs or not self.municipality_codes.isdisjoint(municipality_codes)


NOWHERE = Reach()


def reach_of(actor: Actor, permission: Permission) -> Reach:
    """Return where an actor's permission counts; ``NOWHERE`` when the actor does not hold it."""
    if actor.is_system:
        return Reach(is_everywhere=True)
    by_role = permission in actor.permissions
    return Reach(
        is_everywhere=by_role and Permission.EVERYWHERE in actor.permissions,
        municipality_codes=actor.municipality_codes if by_role else frozenset(),
        organisation_ids=_organisations(actor, permission),
        only_on=actor.only_on,
    )


def _organisations(actor: Actor, permission: Permission) -> frozenset[UUID]:
    """Return the organisations in which an actor holds a permission: a member's in all, the rest where they decide."""
    if permission not in actor.own_permissions:
        return frozenset()
    is_person = actor.kind == ActorKind.USER
    is_for_all = not is_person or permission in ROLES[Role.ASSOCIATION_MEMBER]
    return actor.organisation_ids if is_for_all else actor.administered_ids


#: Roles that count in the municipalities they are given for; all others count everywhere, or (a member's) nowhere.
MUNICIPAL_ROLES: frozenset[Role] = frozenset({Role.LOCAL_ADMINISTRATOR, Role.FRONTLINE_WORKER})


def manages_people(actor: Actor) -> bool:
    """Test whether an actor decides about anybody's access."""
    return actor.can(Permission.ACCOUNTS_MANAGE)


def may_see_person(actor: Actor, person: User) -> bool:
    """Test whether an actor may see that somebody has an account: those with a role where the actor decides."""
    reach = reach_of(actor, Permission.ACCOUNTS_MANAGE)
    is_municipal = person.role in MUNICIPAL_ROLES
    return reach.is_everywhere or (is_municipal and reach.covers(municipality_codes=person.municipality_codes))


def may_change_person(actor: Actor, person: User) -> bool:
    """Test whether an actor may change or close an account: never one's own, and nothing of it beyond one's reach."""
    if person.id == actor.id:
        return False
    reach = reach_of(actor, Permission.ACCOUNTS_MANAGE)
    is_within = reach.municipality_codes.issuperset(person.municipality_codes)
    return reach.is_everywhere or (is_within and may_see_person(actor, person))


def may_give(actor: Actor, *, role: Role, municipality_codes: Collection[str]) -> bool:
    """Test whether an actor may give a role: one whose every permission the actor holds, where the actor holds it.

    A municipal role is for at least one municipality, every other role for none.
    """
    if (role in MUNICIPAL_ROLES) != bool(municipality_codes):
        return False
    reach = reach_of(actor, Permission.ACCOUNTS_MANAGE)
    holds_it_all = actor.is_system or ROLES[role] <= actor.permissions
    is_within = bool(municipality_codes) and reach.municipality_codes.issuperset(municipality_codes)
    return holds_it_all and (reach.is_everywhere or is_within)


def may_invite_member(actor: Actor, *, organisation_id: UUID, municipality_codes: Collection[str]) -> bool:
    """Test whether an actor may invite somebody into an association, which works in some municipalities."""
    reach = reach_of(actor, Permission.MEMBERS_MANAGE)
    return reach.covers(organisation_id=organisation_id, municipality_codes=municipality_codes)
