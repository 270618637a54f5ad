"""Times are what people say they are, all year round."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.directory.occurrences import RuleRefused, check_rule, is_always_open, occurrences
from brobygger.directory.values import ScheduleData

HERE = ZoneInfo("Europe/Copenhagen")
TUESDAYS = ScheduleData(starts_on=date(2026, 1, 1), starts_at=time(16), minutes=90, rrule="FREQ=WEEKLY;BYDAY=TU")


def days(schedule: ScheduleData, after: datetime, limit: int = 5) -> list[str]:
    return [f"{found.starts_at:%Y-%m-%d %H:%M}" for found in occurrences([schedule], after=after, limit=limit)]


class TestOccurrences:
    def test_keeps_the_clock_across_summer_time(self) -> None:
        found = occurrences([TUESDAYS], after=datetime(2026, 10, 19, tzinfo=UTC), limit=2)

        assert [one.starts_at.isoformat() for one in found] == [
            "2026-10-20T16:00:00+02:00",
            "2026-10-27T16:00:00+01:00",
        ]
        assert [one.ends_at and one.ends_at.hour for one in found] == [17, 17]

    def test_even_weeks_stay_even_after_a_year_of_53_weeks(self) -> None:
        weeks = ",".join(str(week) for week in range(2, 53, 2))
        even = ScheduleData(
            starts_on=date(2026, 1, 1), starts_at=time(10), rrule=f"FREQ=YEARLY;BYWEEKNO={weeks};BYDAY=WE"
        )

        found = occurrences([even], after=datetime(2026, 12, 1, tzinfo=UTC), limit=4)

        assert [one.starts_at.isocalendar().week for one in found] == [50, 52, 2, 4]

    def test_leaves_out_and_adds_days(self) -> None:
        schedule = ScheduleData(
            starts_on=date(2026, 11, 1),
            starts_at=time(16),
            rrule="FREQ=WEEKLY;BYDAY=TU",
            except_on=("2026-11-24", "ikke en dag"),
            also_on=("2026-11-26",),
            ends_on=date(2026, 12, 1),
        )

        assert days(schedule, datetime(2026, 11, 23, tzinfo=UTC)) == ["2026-11-26 16:00", "2026-12-01 16:00"]

    def test_a_day_without_an_hour_counts_until_it_is_over(self) -> None:
        schedule = ScheduleData(starts_on=date(2026, 11, 24))

        found = occurrences([schedule], after=datetime(2026, 11, 24, 20, tzinfo=HERE), limit=1)

        assert found[0].is_day_only
        assert found[0].ends_at is None
        assert not occurrences([schedule], after=datetime(2026, 11, 25, 1, tzinfo=HERE), limit=1)

    def test_what_is_over_is_over(self) -> None:
        once = ScheduleData(starts_on=date(2020, 1, 1), starts_at=time(10))

        assert not occurrences([once], after=datetime(2026, 1, 1, tzinfo=UTC), limit=3)

    def test_what_begins_beyond_the_horizon_is_not_looked_for(self) -> None:
        far = ScheduleData(starts_on=date(2040, 1, 1), starts_at=time(10))

        assert not occurrences([far], after=datetime(2026, 1, 1, tzinfo=UTC), limit=3)

    def test_counts_from_the_rules_own_beginning(self) -> None:
        three = ScheduleData(starts_on=date(2026, 11, 3), starts_at=time(10), rrule="FREQ=WEEKLY;COUNT=3")

        assert days(three, datetime(2026, 11, 11, tzinfo=UTC)) == ["2026-11-17 10:00"]

    def test_every_second_week_keeps_its_rhythm_for_years(self) -> None:
        second = ScheduleData(starts_on=date(2020, 1, 7), starts_at=time(10), rrule="FREQ=WEEKLY;INTERVAL=2")

        first = occurrences([second], after=datetime(2026, 11, 1, tzinfo=UTC), limit=1)[0]

        assert (first.starts_at.date() - date(2020, 1, 7)).days % 14 == 0

    def test_stops_at_the_rules_own_end(self) -> None:
        until = ScheduleData(starts_on=date(2026, 11, 3), starts_at=time(10), rrule="FREQ=DAILY;UNTIL=20261104T225959Z")

        assert days(until, datetime(2026, 11, 1, tzinfo=UTC)) == ["2026-11-03 10:00", "2026-11-04 10:00"]

    def test_several_schedules_come_in_order(self) -> None:
        mornings = ScheduleData(starts_on=date(2026, 1, 1), starts_at=time(9), rrule="FREQ=DAILY")

        found = occurrences([TUESDAYS, mornings], after=datetime(2026, 11, 23, 12, tzinfo=UTC), limit=3)

        assert [one.starts_at.hour for one in found] == [9, 16, 9]

    def test_day_and_night_has_no_next_time(self) -> None:
        always = ScheduleData(starts_on=date(2026, 1, 1), starts_at=time(), minutes=1440, rrule="FREQ=DAILY")

        assert is_always_open(always)
        assert not occurrences([always], after=datetime(2026, 1, 1, tzinfo=UTC), limit=1)

    @pytest.mark.parametrize(
        "silly",
        [
            "FREQ=SECONDLY",
            "FREQ=HOURLY;BYDAY=MO",
            "FREQ=DAILY;BYSECOND=1,2,3",
            "FREQ=WEEKLY;INTERVAL=0",
            "FREQ=WEEKLY;INTERVAL=999999999999",
            "FREQ=DAILY;COUNT=-1",
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=DAILY;UNTIL=igår",
            "FREQ=DAILY;FREQ=DAILY",
            "BYDAY=MO",
            "hver tirsdag",
        ],
    )
    def test_refuses_silly_rules_and_gives_nothing_for_them(self, silly: str) -> None:
        with pytest.raises(RuleRefused):
            check_rule(silly)
        schedule = ScheduleData(starts_on=date(2026, 1, 1), starts_at=time(9), rrule=silly)
        assert not occurrences([schedule], after=datetime(2026, 11, 1, tzinfo=UTC), limit=3)

    def test_no_rule_is_a_good_rule(self) -> None:
        check_rule("")

    def test_an_unknown_zone_gives_nothing(self) -> None:
        nowhere = ScheduleData(starts_on=date(2026, 1, 1), timezone="Mars/Olympus", rrule="FREQ=DAILY")

        assert not occurrences([nowhere], after=datetime(2026, 11, 1, tzinfo=UTC), limit=3)

    def test_a_rule_that_never_comes_true_ends_quickly(self) -> None:
        never = ScheduleData(starts_on=date(2018, 1, 1), rrule="FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000")

        assert not occurrences([never], after=datetime(2026, 1, 1, tzinfo=UTC), limit=1)


PARTS = st.sampled_from(
    ["BYDAY=MO",
     "BYDAY=TU,TH", "BYDAY=1MO", "BYMONTHDAY=31", "BYMONTH=2", "BYWEEKNO=53", "BYSETPOS=-1", "BYYEARDAY=366",
     "COUNT=3", "UNTIL=20270101", "INTERVAL=2", "INTERVAL=1000", "WKST=SU"]
)  # fmt: skip
RULES = st.one_of(
    st.just(""),
    st.builds(
        lambda freq, parts: ";".join([f"FREQ={freq}", *parts]),
        st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        st.lists(PARTS, max_size=3),
    ),
    st.text(max_size=40),
)
SCHEDULES = st.builds(
    ScheduleData,
    starts_on=st.dates(),
    starts_at=st.one_of(st.none(), st.times().map(lambda at: at.replace(microsecond=0, fold=0))),
    minutes=st.one_of(st.none(), st.integers(1, 1440)),
    rrule=RULES,
    ends_on=st.one_of(st.none(), st.dates()),
    timezone=st.sampled_from(["Europe/Copenhagen", "America/Nuuk", "Atlantic/Faroe", "Ikke/Her", ""]),
    except_on=st.lists(st.dates(date(2026, 1, 1), date(2028, 1, 1)).map(date.isoformat), max_size=3).map(tuple),
    also_on=st.lists(st.dates(date(2026, 1, 1), date(2028, 1, 1)).map(date.isoformat), max_size=3).map(tuple),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


class TestAnySchedule:
    # The machine that runs the tests may be busy; how much work there is has its own test above.
    @settings(deadline=None)
    @given(schedules=st.lists(SCHEDULES, max_size=3), after=MOMENTS, limit=st.integers(-1, 12))
    def test_never_fails_and_comes_in_order(self, schedules: list[ScheduleData], after: datetime, limit: int) -> None:
        found = occurrences(schedules, after=after, limit=limit)

        moments = [one.starts_at.astimezone(UTC) for one in found]
        assert moments == sorted(moments)
        assert len(found) <= max(limit, 0)
        assert all(moment >= after - timedelta(days=1) for moment in moments)

    @settings(deadline=None)
    @given(schedule=SCHEDULES, after=MOMENTS)
    def test_keeps_the_clock_and_the_exceptions(self, schedule: ScheduleData, after: datetime) -> None:
        for one in occurrences([schedule], after=after, limit=10):
            assert one.starts_at.time() == (schedule.starts_at or time())
            assert one.starts_at.date().isoformat() not in schedule.except_on
