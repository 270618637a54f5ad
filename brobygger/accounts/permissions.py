"""Every permission and role on one screen. On which row a permission counts is the owning room's policy.

``docs/permissions.md`` is made from this file by ``brobygger permissions-table`` and tested against it.
"""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """Something a signed-in person may do; ``room.thing.verb``."""

    OFFER_EDIT = "directory.offer.edit"
    OFFER_CONFIRM = "curation.offer.confirm"
    CAPACITY_SET = "directory.capacity.set"
    OFFERS_IMPORT = "exchange.offers.import"
    OFFERS_EXPORT = "exchange.offers.export"
    SOURCES_KEEP = "sources.source.keep"
    DUPLICATES_DECIDE = "duplicates.pair.decide"
    ORGANISATION_EDIT = "organisations.organisation.edit"
    MEMBERS_MANAGE = "organisations.members.manage"
    CLAIM_VOUCH = "organisations.claim.vouch"
    REVIEW_NATIONAL = "curation.review.national"
    REVIEW_LOCAL = "curation.review.local"
    ERROR_REPORT_HANDLE = "curation.error_report.handle"
    CALL_LIST_READ = "directory.call_list.read"
    SITE_EDIT = "sites.site.edit"
    IN_VAIN_READ = "search.in_vain.read"
    CRISIS_LINE_EDIT = "knowledge.crisis_line.edit"
    CONCEPT_EDIT = "taxonomy.concept.edit"
    AUDIT_READ = "audit.entry.read"
    ACCOUNTS_MANAGE = "accounts.user.manage"
    BACK_OFFICE_OPEN = "web.back_office.open"
    #: Acts on every municipality's rows; without it only on the actor's own municipalities.
    EVERYWHERE = "accounts.scope.everywhere"


class Role(StrEnum):
    """Who somebody is to the portal."""

    PUBLIC = "public"
    ASSOCIATION_MEMBER = "association_member"
    ASSOCIATION_ADMINISTRATOR = "association_administrator"
    LOCAL_ADMINISTRATOR = "local_administrator"
    FRONTLINE_WORKER = "frontline_worker"
    NATIONAL_ADMINISTRATOR = "national_administrator"
    EDITOR = "editor"
    GRANT_OWNER = "grant_owner"
    API_CLIENT = "api_client"


_MEMBER = frozenset(
    {Permission.OFFER_EDIT, Permission.OFFER_CONFIRM, Permission.CAPACITY_SET, Permission.OFFERS_EXPORT}
)
_ASSOCIATION = _MEMBER | {Permission.ORGANISATION_EDIT, Permission.MEMBERS_MANAGE, Permission.OFFERS_IMPORT}

ROLES: dict[Role, frozenset[Permission]] = {
    Role.PUBLIC: frozenset(),
    Role.ASSOCIATION_MEMBER: _MEMBER,
    Role.ASSOCIATION_ADMINISTRATOR: _ASSOCIATION,
    Role.LOCAL_ADMINISTRATOR: _ASSOCIATION
    | {
        Permission.CLAIM_VOUCH,
        Permission.SOURCES_KEEP,
        Permission.DUPLICATES_DECIDE,
        Permission.REVIEW_LOCAL,
        Permission.ERROR_REPORT_HANDLE,
        Permission.CALL_LIST_READ,
        Permission.SITE_EDIT,
        Permission.IN_VAIN_READ,
        Permission.AUDIT_READ,
        Permission.ACCOUNTS_MANAGE,
    },
    Role.FRONTLINE_WORKER: frozenset({Permission.IN_VAIN_READ}),
    Role.NATIONAL_ADMINISTRATOR: frozenset(Permission),
    Role.EDITOR: frozenset({Permission.CRISIS_LINE_EDIT, Permission.CONCEPT_EDIT}),
    Role.GRANT_OWNER: frozenset({Permission.IN_VAIN_READ, Permission.EVERYWHERE}),
    Role.API_CLIENT: frozenset({Permission.CAPACITY_SET, Permission.OFFERS_IMPORT, Permission.OFFERS_EXPORT}),
}

#: Whoever may approve, publish for others or see what the portal knows of persons shows a second factor first.
NEEDS_SECOND_FACTOR: frozenset[Permission] = frozenset(
    {
        Permission.REVIEW_NATIONAL,
        Permission.REVIEW_LOCAL,
        Permission.CLAIM_VOUCH,
        Permission.SOURCES_KEEP,
        Permission.DUPLICATES_DECIDE,
        Permission.ERROR_REPORT_HANDLE,
        Permission.CALL_LIST_READ,
        Permission.SITE_EDIT,
        Permission.CRISIS_LINE_EDIT,
        Permission.CONCEPT_EDIT,
        Permission.AUDIT_READ,
        Permission.ACCOUNTS_MANAGE,
        Permission.BACK_OFFICE_OPEN,
        Permission.EVERYWHERE,
    }
)
#: The roles a person's account itself can have; an association's administrators have theirs by membership.
ACCOUNT_ROLES: tuple[Role, ...] = tuple(
    role for role in Role if role not in {Role.PUBLIC, Role.ASSOCIATION_ADMINISTRATOR, Role.API_CLIENT}
)


def needs_second_factor(role: Role) -> bool:
    """Test whether a role is only for those who show a second factor. Who hands people over meets their names."""
    return role == Role.FRONTLINE_WORKER or not NEEDS_SECOND_FACTOR.isdisjoint(ROLES[role])


PERMISSION_LABELS: dict[Permission, Promise] = {
    Permission.OFFER_EDIT: _("rette tilbud"),
    Permission.OFFER_CONFIRM: _("bekræfte, at et tilbud stadig passer"),
    Permission.CAPACITY_SET: _("sige, om der er plads"),
    Permission.OFFERS_IMPORT: _("lægge mange tilbud ind fra en fil"),
    Permission.OFFERS_EXPORT: _("hente alt, man selv ejer, som en fil"),
    Permission.SOURCES_KEEP: _("hente tilbud fra andre registre"),
    Permission.DUPLICATES_DECIDE: _("lægge to, der er den samme, sammen"),
    Permission.ORGANISATION_EDIT: _("rette organisationer"),
    Permission.MEMBERS_MANAGE: _("bestemme, hvem der skriver for en forening"),
    Permission.CLAIM_VOUCH: _("stå inde for en forening"),
    Permission.REVIEW_NATIONAL: _("afgøre, om et tilbud følger reglerne"),
    Permission.REVIEW_LOCAL: _("afgøre, om et tilbud vises lokalt"),
    Permission.ERROR_REPORT_HANDLE: _("læse og svare på fejlmeldinger"),
    Permission.CALL_LIST_READ: _("se, hvem man kan ringe til om tilbud, der er ved at blive gamle"),
    Permission.SITE_EDIT: _("rette teksterne på en lokalside"),
    Permission.IN_VAIN_READ: _("se, hvad folk leder forgæves efter"),
    Permission.CRISIS_LINE_EDIT: _("rette numrene under akut hjælp"),
    Permission.CONCEPT_EDIT: _("rette begreber og hverdagsord"),
    Permission.AUDIT_READ: _("læse, hvem der har gjort hvad"),
    Permission.ACCOUNTS_MANAGE: _("bestemme, hvem der har adgang"),
    Permission.BACK_OFFICE_OPEN: _("bruge det tekniske værksted"),
    Permission.EVERYWHERE: _("gøre det i alle kommuner"),
}

ROLE_LABELS: dict[Role, Promise] = {
    Role.PUBLIC: _("offentlig"),
    Role.ASSOCIATION_MEMBER: _("forening, medlem"),
    Role.ASSOCIATION_ADMINISTRATOR: _("forening, administrator"),
    Role.LOCAL_ADMINISTRATOR: _("lokaladministrator"),
    Role.FRONTLINE_WORKER: _("frontmedarbejder"),
    Role.NATIONAL_ADMINISTRATOR: _("national administrator"),
    Role.EDITOR: _("redaktør"),
    Role.GRANT_OWNER: _("puljeejer"),
    Role.API_CLIENT: _("andet system (API)"),
}
