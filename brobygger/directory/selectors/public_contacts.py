"""Reads: how people reach an organisation according to its shown offers, for whoever must prove that it is theirs."""

from collections import Counter
from uuid import UUID

from brobygger.directory.models import Contact
from brobygger.organisations.public_contacts import PublicContacts, contact_source


@contact_source
def on_shown_offers(organisation_id: UUID) -> PublicContacts:
    """Return the addresses and numbers on an organisation's shown offers, the most used first."""
    rows = Contact.objects.filter(offer__organisation_id=organisation_id, offer__status="published")
    emails: Counter[str] = Counter()
    phones: Counter[str] = Counter()
    for email, phone in rows.order_by("offer__key", "position").values_list("email", "phone"):
        emails[email] += 1
        phones[phone] += 1
    return PublicContacts(
        emails=tuple(email for email, _ in emails.most_common() if email),
        phones=tuple(phone for phone, _ in phones.most_common() if phone),
    )
