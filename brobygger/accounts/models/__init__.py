"""Rows of the room: people who sign in, and what was promised or asked about their rights."""

from brobygger.accounts.models.access_reviews import ANSWER_WITHIN, RESTORE_WITHIN, AccessQuestion, Answer
from brobygger.accounts.models.invitations import INVITATION_LASTS, Invitation
from brobygger.accounts.models.users import User, UserManager

__all__ = [
    "ANSWER_WITHIN",
    "INVITATION_LASTS",
    "RESTORE_WITHIN",
    "AccessQuestion",
    "Answer",
    "Invitation",
    "User",
    "UserManager",
]
