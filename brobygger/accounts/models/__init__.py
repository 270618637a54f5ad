"""Rows of the room: people who sign in, and what was promised or asked about their rights."""

from brobygger.accounts.models.users import User, UserManager

__all__ = ["User", "UserManager"]
