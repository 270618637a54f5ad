"""Who is seen: equal hits take turns, and nobody is drawn more often for being large."""

from collections import Counter
from datetime import datetime, timedelta
from hashlib import blake2b

import numpy as np
import pytest

from brobygger.search.evaluation.exposure import exposure
from brobygger.search.evaluation.questions import Judged
from brobygger.search.ranking.order import draws
from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import make_document

_DAYS = 200
#: The largest chi-square of 19 degrees of freedom that chance gives once in a thousand times.
_LIMIT_19 = 43.8


def lots(count: int) -> "np.ndarray[tuple[int], np.dtype[np.uint32]]":
    """Return lots as documents have them: a hash of their keys."""
    keys = (f"tilbud-{number}" for number in range(count))
    return np.array([int.from_bytes(blake2b(key.encode(), digest_size=4).digest()) for key in keys], dtype=np.uint32)


def chi_square(counts: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> float:
    """Return how far counts are from all being alike."""
    expected = counts.sum() / len(counts)
    return float(((counts - expected) ** 2 / expected).sum())


class TestDraws:
    def test_are_spread_evenly_from_0_to_1(self) -> None:
        for day in (739_000, 739_001, 739_500, 740_123):
            counts, _edges = np.histogram(draws(lots(20_000), day=day), bins=20, range=(0.0, 1.0))
            assert chi_square(counts) < _LIMIT_19

    def test_give_everybody_the_first_place_alike_often(self) -> None:
        everybody = lots(20)

        winners = [int(np.argmax(draws(everybody, day=739_000 + day))) for day in range(20 * _DAYS)]

        assert chi_square(np.bincount(winners, minlength=20)) < _LIMIT_19

    def test_of_one_day_tell_nothing_of_the_next(self) -> None:
        some = lots(5_000)

        today, tomorrow = (draws(some, day=739_000 + day) for day in (0, 1))

        assert abs(float(np.corrcoef(today, tomorrow)[0, 1])) < 0.05

    def test_are_the_same_for_everybody_on_the_same_day(self) -> None:
        assert (draws(lots(10), day=739_000) == draws(lots(10), day=739_000)).all()


@pytest.mark.django_db
class TestExposure:
    def test_equal_hits_are_all_seen_first_in_time(self, publish: Publish, noon: datetime) -> None:
        publish(*(make_document(f"krolf-{n}", title="Krolf") for n in range(4)))

        first = Counter(
            exposure([Judged(id="a", query="krolf")], days=1, at=noon + timedelta(days=day)).owners_in_one_day
            for day in range(3)
        )
        seen = exposure([Judged(id="a", query="krolf")], days=30, at=noon)

        assert first == Counter({4: 3})
        assert seen.owners_in_all_days == 4
        (one, *others) = seen.classes
        assert (one.size, one.owners, one.ratio) == ("1", 4, 1.0)
        assert not any(other.owners or other.impressions for other in others)

    def test_tells_when_one_owner_gets_more_than_there_is_of_it(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("a", title="Krolf", owner="stor", is_national=False, municipality_codes=("0461",)),
            make_document("b", title="Krolf", owner="stor", is_national=False, municipality_codes=("0461",)),
            make_document("c", title="Krolf", owner="lille"),
        )
        question = Judged(id="a", query="krolf", municipality="Odense")

        classes = {one.size: one for one in exposure([question], days=3, at=noon).classes}

        assert classes["2-4"].hits == pytest.approx(2 / 3)
        assert classes["2-4"].ratio > 1 > classes["1"].ratio

    def test_a_question_without_hits_counts_for_nobody(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("krolf"))

        seen = exposure([Judged(id="a", query="xyzæø")], days=2, at=noon).as_json()

        assert (seen["questions"], seen["owners_seen_in_all_days"]) == (1, 0)
        assert all(one["ratio"] == 0 for one in seen["classes"])
