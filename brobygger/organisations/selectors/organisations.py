"""Reads: one organisation as anybody sees it, and the volunteer centre of a place."""

from brobygger.kernel.errors import NotFound
from brobygger.organisations.models import Organisation


def get_organisation(*, key: str) -> Organisation:
    """Return the shown organisation with this public key, with its municipality; raises ``NotFound``."""
    organisation = Organisation.objects.approved().with_key(key).select_related("municipality").first()
    if organisation is None:
        raise NotFound
    return organisation


def volunteer_centre(*, municipality_code: str) -> Organisation | None:
    """Return the volunteer centre of a municipality (the first by name), or None when the register knows none."""
    return Organisation.objects.approved().volunteer_centres().in_municipality(municipality_code).alphabetical().first()
