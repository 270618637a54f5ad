"""Rows of the room."""

from brobygger.exchange.models.keys import ApiKey, ApiKeyQuerySet

__all__ = ["ApiKey", "ApiKeyQuerySet"]
