"""What every test may use."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def noon() -> datetime:
    """A fixed clock: a Sunday at noon, Danish winter time."""
    return datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
