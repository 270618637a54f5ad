"""Memberships in the half-yearly question of who still has access (``accounts.access_sources``)."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from brobygger.accounts.access_sources import LastOfItsKind, Right, add_access_source
from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor
from brobygger.organisations import policies
from brobygger.organisations.models import MemberRole, Membership, Organisation
from brobygger.organisations.services import LastAdministrator, add_member, remove_member


class MembershipAccess:
    """Each membership is a right in the scope of its organisation, answered for by the others who decide there."""

    kind = "membership"

    def rights(self) -> Iterator[Right]:
        """Return every membership of somebody who can sign in."""
        for row in Membership.objects.able_to_sign_in().iterator():
            yield Right(holder_id=row.user_id, scope=str(row.organisation_id), what=row.role, since=row.since)

    def holds(self, *, holder_id: UUID, scope: str) -> bool:
        """Test whether somebody still writes for an organisation."""
        return Membership.objects.of_organisation(UUID(scope)).of_user(holder_id).exists()

    def reviewers(self, *, holder_id: UUID, scope: str) -> Collection[UUID]:
        """Return the others who decide in the organisation."""
        rows = Membership.objects.of_organisation(UUID(scope)).administrators()
        return [user_id for user_id in rows.values_list("user_id", flat=True) if user_id != holder_id]

    def may_answer(self, actor: Actor, *, holder_id: UUID, scope: str) -> bool:
        """Test whether an actor decides who writes for the organisation, and is not asked about themselves."""
        organisation = Organisation.objects.with_id(UUID(scope)).first()
        if organisation is None or actor.id == holder_id:
            return False
        code = organisation.municipality_id
        return policies.may_manage_members(actor, organisation_id=organisation.id, municipality_code=code)

    def scopes_decided_by(self, actor: Actor) -> Collection[str] | None:
        """Return the organisations in which an actor decides who writes; None for all."""
        reach = reach_of(actor, Permission.MEMBERS_MANAGE)
        if reach.is_everywhere:
            return None
        found = set(reach.organisation_ids)
        for code in reach.municipality_codes:
            found.update(Organisation.objects.in_municipality(code).values_list("id", flat=True))
        return [str(organisation_id) for organisation_id in found]

    def in_words(self, *, scope: str, what: str) -> str:
        """Return the membership as a person would say it."""
        organisation = Organisation.objects.with_id(UUID(scope)).first()
        name = organisation.name if organisation else gettext("en forening, der ikke er her mere")
        if what == MemberRole.ADMINISTRATOR:
            return gettext("bestemmer for %(name)s") % {"name": name}
        return gettext("skriver for %(name)s") % {"name": name}

    def end(self, *, actor: Actor, holder_id: UUID, scope: str, at: datetime) -> None:
        """End a membership. Raises ``LastOfItsKind``."""
        try:
            remove_member(actor=actor, organisation_id=UUID(scope), user_id=holder_id, at=at)
        except LastAdministrator as error:
            raise LastOfItsKind from error

    def restore(self, *, actor: Actor, holder_id: UUID, scope: str, what: str, at: datetime) -> None:
        """Give a membership back. Raises ``NotAllowed``."""
        add_member(actor=actor, organisation_id=UUID(scope), user_id=holder_id, role=what, at=at)


add_access_source(MembershipAccess())
