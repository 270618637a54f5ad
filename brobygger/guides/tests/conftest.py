"""What this room's tests share."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches

from brobygger.web.tests.conftest import denmark, register

__all__ = ["denmark", "register"]


@pytest.fixture(autouse=True)
def empty_shelf(settings: Any, tmp_path: Path) -> None:
    """Begin without guides that other tests have made."""
    settings.DATA = tmp_path
    caches["memory"].clear()
    caches["throttle"].clear()
