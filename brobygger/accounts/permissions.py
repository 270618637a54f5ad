"""Every permission and role on one screen. On which row a permission counts is the owning room's policy."""

from enum import StrEnum


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
