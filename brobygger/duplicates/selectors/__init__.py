"""Reads of the room. Others ask for ``successor_of`` and ``kept_key``."""

from brobygger.duplicates.selectors.successors import kept_key, successor_of

__all__ = ["kept_key", "successor_of"]
