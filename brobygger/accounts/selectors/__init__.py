"""Reads: who somebody is to the rooms, and whom an administrator may see."""

from brobygger.accounts.selectors.actors import Profile, actor_for, profile_of

__all__ = ["Profile", "actor_for", "profile_of"]
