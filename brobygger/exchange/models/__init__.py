"""Rows of the room."""

from brobygger.exchange.models.imports import (
    AT_WORK,
    IMPORT_TRANSITIONS,
    Came,
    Import,
    ImportRow,
    ImportStatus,
    Outcome,
)
from brobygger.exchange.models.keys import ApiKey, ApiKeyQuerySet

__all__ = [
    "AT_WORK",
    "IMPORT_TRANSITIONS",
    "ApiKey",
    "ApiKeyQuerySet",
    "Came",
    "Import",
    "ImportRow",
    "ImportStatus",
    "Outcome",
]
