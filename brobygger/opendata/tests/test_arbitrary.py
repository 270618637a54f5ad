"""Whatever can be said of an offer is published as the standard wants it, and nothing of it is lost or made up."""

import json
from datetime import date, time
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from brobygger.directory.models import (
    Access,
    Accessibility,
    CapacityStatus,
    CommunityType,
    Delivery,
    Language,
    PriceKind,
    Role,
    Signup,
)
from brobygger.directory.services import publish_offer, save_offer
from brobygger.directory.services.rules import OfferInvalid
from brobygger.directory.values import (
    CapacityData,
    ContactData,
    CriterionData,
    LinkData,
    LocationData,
    OfferData,
    ScheduleData,
)
from brobygger.kernel.actors import SYSTEM
from brobygger.opendata.models import Kind, Record
from brobygger.opendata.selectors.verifying import compare
from brobygger.opendata.tests.judges import faults, unknown_keys
from brobygger.opendata.tests.rich import NOON, everything

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Nd"))


def text(longest: int, *, least: int = 0) -> st.SearchStrategy[str]:
    return st.text(LETTERS, min_size=least, max_size=longest).filter(lambda found: len(found.strip()) >= least)


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=4).map(tuple)


LOCATIONS = st.builds(
    LocationData,
    kind=st.sampled_from(["physical", "virtual", "postal"]),
    name=text(20),
    address=text(20),
    postcode_id=st.sampled_from([None, "5000"]),
    municipality_id=st.just("0461"),
    directions=text(20),
    accessibility_note=text(20),
)
POINTED = st.builds(
    LocationData,
    municipality_id=st.just("0461"),
    address=text(10),
    postcode_id=st.sampled_from([None, "5000"]),
    lat=st.floats(54.5, 57.8),
    lon=st.floats(8, 15),
    point_precision=st.sampled_from(["address", "postcode", "municipality"]),
)
SCHEDULES = st.builds(
    ScheduleData,
    starts_on=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    starts_at=st.none() | st.times().map(lambda found: found.replace(second=0, microsecond=0)),
    minutes=st.none() | st.integers(1, 1440),
    rrule=st.sampled_from(
        ["", "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=WEEKLY;BYDAY=MO;BYMONTH=1",
         "FREQ=YEARLY;BYWEEKNO=2,4;BYDAY=WE", "FREQ=MONTHLY;BYMONTHDAY=1;COUNT=4", "FREQ=YEARLY"]
    ),
    note=text(20),
)  # fmt: skip
OFFERS: dict[str, st.SearchStrategy[Any]] = {
    "name": text(60, least=1),
    "summary": text(60, least=1),
    "description": text(80),
    "audience": text(40),
    "first_visit": text(40),
    "alert": text(40),
    "tags": st.lists(text(10, least=1), max_size=2).map(tuple),
    "age_min": st.none() | st.integers(0, 50),
    "age_max": st.none() | st.integers(50, 120),
    "roles": some(Role.values),
    "delivery": some(Delivery.values),
    "signup": st.sampled_from(Signup.values),
    "access": st.sampled_from(Access.values),
    "price_kind": st.sampled_from(PriceKind.values),
    "price_note": text(30),
    "concessions": text(30),
    "languages": some(Language.values),
    "accessibility": some(Accessibility.values),
    "accessibility_note": text(20),
    "community_type": st.sampled_from(CommunityType.values),
    "is_companion_possible": st.sampled_from([None, True, False]),
    "source_url": st.sampled_from(["", "https://a.dk/å b", "https://æ.dk"]),
    "locations": st.lists(LOCATIONS | POINTED, max_size=3).map(tuple),
    "schedules": st.lists(SCHEDULES, max_size=3).map(tuple),
    "contacts": st.lists(
        st.builds(ContactData, function=text(20, least=1), phone=st.just("87 65 43 21"), hours=text(10)), max_size=2
    ).map(tuple),
    "links": st.tuples(st.builds(LinkData, label=text(10, least=1), url=st.just("https://a.dk/x"))),
    "criteria": st.tuples(st.builds(CriterionData, text=text(20, least=1), fits_when=st.booleans())),
    "capacity": st.none()
    | st.builds(CapacityData, status=st.sampled_from([each for each in CapacityStatus.values if each != "waiting"])),
}  # fmt: skip


class TestAnyOffer(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(values=st.fixed_dictionaries({}, optional=OFFERS))
    def test_is_published_as_the_standard_wants_it(self, values: dict[str, Any]) -> None:
        data = everything(**values)
        try:
            saved = save_offer(actor=SYSTEM, at=NOON, data=data)
        except OfferInvalid:
            return
        publish_offer(actor=SYSTEM, offer_id=saved.offer.id, at=NOON)

        for row in Record.objects.here():
            full = json.loads(row.full)
            assert not faults(row.kind, full, is_profile=True)
            assert not faults(row.kind, json.loads(row.brief), is_brief=True)
        service = json.loads(Record.objects.of_kind(Kind.SERVICE).get().full)
        assert not unknown_keys(Kind.SERVICE, service)
        assert compare(at=NOON).is_well
        _holds_what_was_said(service, data)


def _holds_what_was_said(service: dict[str, Any], data: OfferData) -> None:
    assert service["name"] == data.name
    assert service["description"].startswith(data.summary)
    assert (service.get("minimum_age"), service.get("maximum_age")) == (data.age_min, data.age_max)
    assert [each["code"] for each in service.get("languages", [])] == list(dict.fromkeys(data.languages))
    assert len(service.get("contacts", [])) == len(data.contacts)
    places = service.get("service_at_locations", [])
    assert len(places) == len(data.locations)
    times = [*service.get("schedules", []), *(time for at in places for time in at.get("schedules", []))]
    assert sorted(_said(each) for each in times) == sorted(
        (each.starts_on.isoformat(), each.rrule, _clock(each.starts_at)) for each in data.schedules
    )


def _said(schedule: dict[str, Any]) -> tuple[str, str, str]:
    return schedule["dtstart"], schedule.get("dk_rrule", ""), schedule.get("opens_at", "")


def _clock(at: time | None) -> str:
    return at.strftime("%H:%M") if at else ""
