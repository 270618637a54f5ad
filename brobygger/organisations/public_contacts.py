"""Where an organisation can be reached according to its public pages: rooms above say what stands on theirs.

A room above registers a function with ``@contact_source``; it gives the addresses and numbers that anybody can read
on the organisation's entry, the most used first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicContacts:
    """Mail addresses and telephone numbers that stand on public pages."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


Source = Callable[[UUID], PublicContacts]

_sources: list[Source] = []


def contact_source(source: Source) -> Source:
    """Register a function that returns what stands on an organisation's public pages."""
    if source not in _sources:
        _sources.append(source)
    return source


def contacts_beside(organisation_id: UUID) -> PublicContacts:
    """Return what the rooms above show of an organisation, each address and number once."""
    found = [source(organisation_id) for source in _sources]
    return PublicContacts(
        emails=tuple(dict.fromkeys(email.lower() for contacts in found for email in contacts.emails)),
        phones=tuple(dict.fromkeys(phone for contacts in found for phone in contacts.phones)),
    )
