"""A small correction is about when and how to reach them, or a slip of the pen."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from brobygger.directory.corrections import is_small_correction
from brobygger.directory.values import ContactData, LinkData, LocationData, OfferData, ScheduleData

BEFORE = OfferData(
    key="cafe",
    organisation_id=uuid4(),
    name="Café Håb",
    summary="Kaffe og snak for alle, hver tirsdag i det gamle hus ved havnen.",
    description="Kom som du er.",
)


def is_small(**changes: Any) -> bool:
    return is_small_correction(BEFORE, replace(BEFORE, **changes))


class TestIsSmallCorrection:
    @pytest.mark.parametrize(
        "changes",
        [
            {"schedules": (ScheduleData(starts_on=date(2026, 1, 6), rrule="FREQ=WEEKLY;BYDAY=TU"),)},
            {"contacts": (ContactData(function="vagten", phone="12345678"),)},
            {"alert": "Lukket i uge 7"},
            {"summary": "Kaffe og snak for alle, hver onsdag i det gamle hus ved havnen."},
            {"signup_note": "Ring til os", "schedule_note": "Tirsdage"},
        ],
    )
    def test_is_when_how_to_reach_and_slips_of_the_pen(self, changes: dict[str, Any]) -> None:
        assert is_small(**changes)

    @pytest.mark.parametrize(
        "changes",
        [
            {"name": "Café Hib"},
            {"audience": "Kun for unge"},
            {"age_min": 18},
            {"gender": "women", "gender_reason": "Trygt rum"},
            {"concepts": frozenset({"ensomhed"})},
            {"organisation_id": uuid4()},
            {"price_kind": "paid"},
            {"access": "referral"},
            {"links": (LinkData(label="Køb", url="https://eksempel.dk"),)},
            {"locations": (LocationData(kind="virtual", url="https://eksempel.dk"),)},
            {"summary": "Vi sælger biler."},
            {"description": ""},
            {"first_visit": "Noget helt nyt."},
            {"alert": "Lukket", "name": "Noget andet"},
        ],
    )
    def test_is_never_who_what_where_or_at_what_price(self, changes: dict[str, Any]) -> None:
        assert not is_small(**changes)

    def test_is_something(self) -> None:
        assert not is_small()
