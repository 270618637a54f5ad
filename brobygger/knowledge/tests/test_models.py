"""The database keeps what the handbook promises: a source, an owner, a date, a way to reach."""

from datetime import date

import pytest
from django.db import IntegrityError

from brobygger.knowledge.tests.factories import CrisisLineFactory

pytestmark = pytest.mark.django_db


class TestCrisisLine:
    @pytest.mark.parametrize(
        "broken",
        [
            {"source_url": ""},
            {"owner": ""},
            {"last_checked_on": date(2026, 11, 22), "next_check_on": date(2026, 11, 21)},
            {"phone": "", "website": ""},
        ],
    )
    def test_is_refused_without(self, broken: dict[str, object]) -> None:
        with pytest.raises(IntegrityError):
            CrisisLineFactory(**broken)

    def test_may_be_reached_by_website_alone(self) -> None:
        assert CrisisLineFactory(phone="", website="https://example.org").phone == ""
