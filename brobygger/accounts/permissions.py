"""Every permission and role on one screen. On which row a permission counts is the owning room's policy.

``docs/permissions.md`` is made from this file by ``brobygger permissions-table`` and tested against it.
"""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """Something a signed-in person may do; ``room.thing.verb``."""

    OFFER_EDIT = "directory.offer.edit"
    ORGANISATION_EDIT = "organisations.organisation.edit"
    ERROR_REPORT_HANDLE = "curation.error_report.handle"
    OFFER_CONFIRM = "curation.offer.confirm"
    SITE_EDIT = "sites.site.edit"
    CRISIS_LINE_EDIT = "knowledge.crisis_line.edit"
    CONCEPT_EDIT = "taxonomy.concept.edit"
    AUDIT_READ = "audit.entry.read"
    #: Acts on every municipality's rows; without it only on the actor's own municipalities.
    EVERYWHERE = "accounts.scope.everywhere"


class Role(StrEnum):
    """Who somebody is to the portal."""

    NATIONAL_ADMINISTRATOR = "national_administrator"
    LOCAL_ADMINISTRATOR = "local_administrator"
    EDITOR = "editor"


ROLES: dict[Role, frozenset[Permission]] = {
    Role.NATIONAL_ADMINISTRATOR: frozenset(Permission),
    Role.LOCAL_ADMINISTRATOR: frozenset(
        {
            Permission.OFFER_EDIT,
            Permission.ORGANISATION_EDIT,
            Permission.ERROR_REPORT_HANDLE,
            Permission.OFFER_CONFIRM,
            Permission.SITE_EDIT,
        }
    ),
    Role.EDITOR: frozenset({Permission.CRISIS_LINE_EDIT, Permission.CONCEPT_EDIT}),
}

PERMISSION_LABELS: dict[Permission, Promise] = {
    Permission.OFFER_EDIT: _("rette tilbud"),
    Permission.ORGANISATION_EDIT: _("rette organisationer"),
    Permission.ERROR_REPORT_HANDLE: _("læse og svare på fejlmeldinger"),
    Permission.OFFER_CONFIRM: _("bekræfte, at et tilbud stadig passer"),
    Permission.SITE_EDIT: _("rette teksterne på en lokalside"),
    Permission.CRISIS_LINE_EDIT: _("rette numrene under akut hjælp"),
    Permission.CONCEPT_EDIT: _("rette begreber og hverdagsord"),
    Permission.AUDIT_READ: _("læse, hvem der har gjort hvad"),
    Permission.EVERYWHERE: _("gøre det i alle kommuner"),
}

ROLE_LABELS: dict[Role, Promise] = {
    Role.NATIONAL_ADMINISTRATOR: _("national administrator"),
    Role.LOCAL_ADMINISTRATOR: _("lokaladministrator"),
    Role.EDITOR: _("redaktør"),
}
