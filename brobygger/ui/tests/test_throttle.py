"""A door that writes is closed for a while to whoever uses it too often."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import caches
from django.test import RequestFactory
from pytest_django import Settings

from brobygger.ui.throttle import throttle


@pytest.fixture(autouse=True)
def _empty_counts() -> None:
    caches["throttle"].clear()


def use(at: datetime, **meta: str) -> bool:
    request = RequestFactory().post("/", **meta)  # type: ignore[arg-type]
    return throttle(request, door="test", limit=2, seconds=60, at=at)


class TestThrottle:
    def test_lets_a_person_through_and_stops_a_flood(self, noon: datetime) -> None:
        assert [use(noon, REMOTE_ADDR="10.0.0.1") for _ in range(3)] == [False, False, True]

    def test_counts_each_visitor_alone(self, noon: datetime) -> None:
        for _ in range(3):
            use(noon, REMOTE_ADDR="10.0.0.1")

        assert not use(noon, REMOTE_ADDR="10.0.0.2")

    def test_forgets_when_the_window_is_over(self, noon: datetime) -> None:
        for _ in range(3):
            use(noon, REMOTE_ADDR="10.0.0.1")

        assert not use(noon + timedelta(minutes=1), REMOTE_ADDR="10.0.0.1")

    def test_tells_visitors_apart_behind_a_proxy_and_believes_only_the_proxy(
        self, noon: datetime, settings: Settings
    ) -> None:
        settings.BEHIND_PROXY = True
        for claimed in ("1.1.1.1", "2.2.2.2", "3.3.3.3"):
            use(noon, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"{claimed}, 10.0.0.1")

        assert use(noon, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="10.0.0.1")
        assert not use(noon, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="10.0.0.2")
