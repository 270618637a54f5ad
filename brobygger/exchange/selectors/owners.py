"""Reads: whose files and keys an address is about."""

from brobygger.exchange.owners import MUNICIPALITY, ORGANISATION, Owner
from brobygger.kernel.errors import NotFound
from brobygger.organisations.models import Organisation
from brobygger.places.models import Municipality


def find_owner(*, kind: str, key: str) -> Owner:
    """Return the organisation with a public key, or the municipality with a code; raises ``NotFound``.

    The caller asks its own policy what may be done with it.
    """
    if kind == ORGANISATION and (organisation := Organisation.objects.with_key(key).first()):
        return Owner(organisation=organisation)
    if kind == MUNICIPALITY and (municipality := Municipality.objects.with_codes({key}).first()):
        return Owner(municipality=municipality)
    raise NotFound
