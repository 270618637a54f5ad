"""Reads: what is in the outbox, what an address wants, how sending goes."""

from brobygger.notifications.selectors.outbox import (
    keys_known,
    messages_about,
    messages_by_id,
    shelved_letter,
    shelved_letters,
)
from brobygger.notifications.selectors.receivers import choices_of, receivers, wants_mail

__all__ = [
    "choices_of",
    "keys_known",
    "messages_about",
    "messages_by_id",
    "receivers",
    "shelved_letter",
    "shelved_letters",
    "wants_mail",
]
