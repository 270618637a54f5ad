"""What was understood besides the need is told as tags that can be taken away, until a filter decides it."""

from datetime import datetime

import pytest

from brobygger.search.queries import Filters
from brobygger.search.selectors import find
from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import make_document

QUESTION = "kvinde på 70 år vil være frivillig over telefonen om aftenen i Odense"


def guesses(at: datetime, **filters: object) -> dict[str, str]:
    result = find(filters=Filters(text=QUESTION, **filters), at=at)  # type: ignore[arg-type]
    return {guess.id: guess.label for guess in result.understood.guesses if not guess.id.startswith("concept:")}


@pytest.mark.django_db
class TestGuesses:
    def test_tell_person_role_way_time_and_place(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("a"))

        assert set(guesses(noon)) == {"age", "gender", "role", "delivery", "when", "place"}
        assert guesses(noon)["place"] == "Odense"
        assert all(guesses(noon).values())

    @pytest.mark.parametrize(
        ("id", "chosen"),
        [
            ("age", {"age": 30}),
            ("gender", {"gender": "male"}),
            ("role", {"roles": ("participant",)}),
            ("delivery", {"delivery": ("online",)}),
            ("when", {"when": ("weekend",)}),
            ("place", {"municipality_code": "0450"}),
        ],
    )
    def test_are_not_made_of_what_a_filter_decides(
        self, publish: Publish, noon: datetime, id: str, chosen: dict[str, object]
    ) -> None:
        publish(make_document("a"))

        assert id not in guesses(noon, **chosen)
