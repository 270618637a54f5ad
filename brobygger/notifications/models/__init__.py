"""Rows of the outbox, what people chose, which addresses fail, and what was done when."""

from brobygger.notifications.models.addresses import Bounce, Preference, Suppression
from brobygger.notifications.models.jobs import JobRun, Worker
from brobygger.notifications.models.messages import LEFT_THE_HOUSE, TRANSITIONS, Content, Message, State

__all__ = [
    "LEFT_THE_HOUSE",
    "TRANSITIONS",
    "Bounce",
    "Content",
    "JobRun",
    "Message",
    "Preference",
    "State",
    "Suppression",
    "Worker",
]
