"""A planned pause: while the operator's file is there, visitors are told that we are away for a moment."""

from pathlib import Path

from django.conf import settings

FILE_NAME = "maintenance"


def is_paused() -> bool:
    """Test whether the operator has put the portal on pause (docs/operations.md)."""
    return (Path(settings.DATA) / FILE_NAME).exists()
