"""An offer as JSON, with the words of ``directory.values``: for files with a line for each, and for other systems."""

from dataclasses import asdict
from typing import Any

from brobygger.directory.models import Offer
from brobygger.directory.rows import data_of

_NOT_OURS_TO_TELL = ("person_name", "person_consented_at")


def offer_as_json(offer: Offer, *, with_persons: bool) -> dict[str, Any]:
    """Return everything an offer (fetched ``for_page``) says. Names of persons only to those whose they are."""
    said = asdict(data_of(offer))
    said["contacts"] = [_contact(contact, with_persons=with_persons) for contact in said["contacts"]]
    del said["organisation_id"]
    return {
        "key": offer.key,
        "status": offer.status,
        "organisation": {
            "key": offer.organisation.key,
            "name": offer.organisation.name,
            "cvr": offer.organisation.cvr,
        },
        **{name: sorted(value) if isinstance(value, frozenset) else value for name, value in said.items()},
        "assured_on": offer.assured_on,
        "next_check_on": offer.next_check_on,
        "changed_at": offer.changed_at,
    }


def _contact(contact: dict[str, Any], *, with_persons: bool) -> dict[str, Any]:
    if with_persons:
        return contact
    return {name: value for name, value in contact.items() if name not in _NOT_OURS_TO_TELL}
