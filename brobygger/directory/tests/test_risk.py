"""How soon an offer is looked at again follows from what makes such offers change, and the reason can be read."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from brobygger.directory import risk
from brobygger.directory.risk import Facts, NextCheck, next_check, reason_text

TODAY = date(2026, 11, 22)


def after(**facts: Any) -> NextCheck:
    return next_check(Facts(**{"organisation_kind": "association", "contacts": 2, **facts}), seen_on=TODAY)


class TestNextCheck:
    @pytest.mark.parametrize(
        ("facts", "days", "reason"),
        [
            ({}, 182, "ordinary"),
            ({"organisation_kind": "municipal"}, 270, "kept_by_staff"),
            ({"is_always_open": True}, 270, "kept_by_staff"),
            ({"contacts": 1}, 150, "one_contact"),
            ({"contacts": 1, "organisation_kind": "national"}, 270, "kept_by_staff"),
            ({"contacts": 0}, 120, "no_contact"),
            ({"organisation_kind": "informal_group"}, 120, "informal_group"),
            ({"is_reported": True}, 90, "reported"),
            ({"has_broken_link": True}, 60, "broken_link"),
            ({"last_time_on": TODAY + timedelta(days=100)}, 100, "season_ends"),
            ({"last_time_on": TODAY + timedelta(days=3)}, 45, "season_ends"),
            ({"last_time_on": TODAY - timedelta(days=3)}, 182, "ordinary"),
            ({"last_time_on": TODAY + timedelta(days=400)}, 182, "ordinary"),
        ],
    )
    def test_the_shortest_reason_counts(self, facts: dict[str, Any], days: int, reason: str) -> None:
        coming = after(**facts)

        assert (coming.on, coming.reasons[0]) == (TODAY + timedelta(days=days), reason)

    def test_tells_every_reason_that_holds(self) -> None:
        assert after(contacts=1, is_reported=True).reasons == ("reported", "one_contact", "ordinary")


class TestReasonText:
    def test_every_reason_has_words_in_both_languages(self) -> None:
        rules = tomllib.loads((Path(risk.__file__).parent / "data/freshness.toml").read_text(encoding="utf-8"))

        for key in rules["reasons"]:
            assert reason_text(key, language="da")
            assert reason_text(key, language="en") != reason_text(key, language="da")

    def test_a_reason_of_yesterday_says_nothing(self) -> None:
        assert reason_text("findes-ikke", language="da") == ""
