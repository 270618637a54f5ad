"""Reads: what is in the outbox, what an address wants, how sending goes."""

from brobygger.notifications.selectors.outbox import (
    keys_known,
    message_of_link,
    messages_about,
    messages_by_id,
    shelved_letter,
    shelved_letters,
)
from brobygger.notifications.selectors.receivers import choices_of, receivers, wants_mail
from brobygger.notifications.selectors.sending import Sending, doubts, sending, troubles

__all__ = [
    "Sending",
    "choices_of",
    "doubts",
    "keys_known",
    "message_of_link",
    "messages_about",
    "messages_by_id",
    "receivers",
    "sending",
    "shelved_letter",
    "shelved_letters",
    "troubles",
    "wants_mail",
]
