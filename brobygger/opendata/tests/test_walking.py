"""Who walks through the pages while others write misses nothing that was there all the time, and sees nothing twice."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from brobygger.opendata.models import Kind, Record
from brobygger.opendata.selectors.listing import Wanted, forget_lists, page_of
from brobygger.opendata.tests.published import put, take_away

#: Between two pages: what somebody does, and to which thing.
ACTS = some.lists(some.tuples(some.sampled_from(["add", "change", "remove"]), some.integers(0, 60)), max_size=4)


@pytest.mark.django_db
class TestWalk:
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(things=some.integers(0, 30), size=some.integers(1, 9), acts=some.lists(ACTS, min_size=1, max_size=30))
    def test_adds_up(self, noon: datetime, things: int, size: int, acts: list[list[tuple[str, int]]]) -> None:
        Record.objects.all().delete()
        forget_lists()
        there_all_the_time = {put().number for _ in range(things)}
        seen: Counter[int] = Counter()
        number, is_last, at = 1, False, noon

        while not is_last:
            page = page_of(wanted=Wanted(kind=Kind.SERVICE), number=number, size=size, at=at)
            seen.update(record.number for record in page.records)
            for act, which in acts[(number - 1) % len(acts)] if number < 40 else ():
                there_all_the_time -= {write(act, which, at)}
            number, is_last, at = number + 1, number >= page.total_pages, at + timedelta(seconds=1)

        assert there_all_the_time <= seen.keys()
        assert max(seen.values(), default=1) == 1


def write(act: str, which: int, at: datetime) -> int:
    """Do one act; return the number of what was taken away."""
    here = list(Record.objects.here().order_by("number"))
    if act == "add" or not here:
        put()
        return 0
    thing = here[which % len(here)]
    if act == "remove":
        take_away(thing, at=at)
        return thing.number
    last = max(Record.objects.values_list("sequence", flat=True))
    Record.objects.filter(number=thing.number).update(sequence=last + 1, changed_at=at, brief='{"id": "ny"}')
    return 0
