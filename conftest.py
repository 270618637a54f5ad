"""What every test may use."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import translation

from brobygger.opendata.selectors.listing import forget_lists


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--days-later 400`` shows which tests only pass today: run it before a date in a test is trusted."""
    parser.addoption("--days-later", type=int, default=0, help="run the tests as if it were so many days later")


@pytest.fixture(autouse=True, scope="session")
def _days_later(request: pytest.FixtureRequest) -> Iterator[None]:
    """Move the clock that tests see by themselves; those with a clock of their own keep it."""
    days = timedelta(days=request.config.getoption("--days-later"))
    if not days:
        yield
        return
    with time_machine.travel(datetime.now(UTC) + days, tick=True):
        yield


@pytest.fixture(autouse=True)
def danish() -> None:
    """Begin in Danish: a test that asked for an English page leaves its language behind in the thread."""
    translation.activate("da")


@pytest.fixture(autouse=True)
def newest_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the log of changes at every question: nobody is told when a test's transaction is rolled back."""
    monkeypatch.setattr("brobygger.search.keeping.library._ASK_AGAIN_SECONDS", 0.0)


@pytest.fixture(autouse=True)
def no_lists_of_another_test() -> None:
    """Forget the lists of what is published: a test's rows are rolled back, and its sequence begins again."""
    forget_lists()


@pytest.fixture
def still_clock() -> Iterator[None]:
    """Hold the clock: a limit in each minute is otherwise not met when a new minute begins in the middle of a test."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


@pytest.fixture
def noon() -> datetime:
    """A fixed clock: a Sunday at noon, Danish winter time."""
    return datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
