"""What a question means beside its words: when it is worth asking, and what comes of it."""

from datetime import datetime

import numpy as np
import pytest

from brobygger.search.keeping.library import current_library
from brobygger.search.queries import Filters
from brobygger.search.ranking import sense
from brobygger.search.ranking.sense import Sense, understand
from brobygger.search.ranking.wishes import Wishes
from brobygger.search.selectors import find
from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import make_document
from brobygger.search.understanding.concept_likeness import Likeness

VECTOR = np.array([1.0, 0.0], dtype=np.float32)


def wishing(text: str, **more: object) -> Wishes:
    tokens = tuple(enumerate(text.split()))
    return Wishes(filters=Filters(text=text, ignored=more.pop("ignored", ())), tokens=tokens, **more)  # type: ignore[arg-type]


@pytest.fixture
def likeness(monkeypatch: pytest.MonkeyPatch, publish: Publish) -> None:
    """Everything is like loneliness, and a little like drinking too much."""
    publish(make_document("a", title="Besøgsven", concepts=("ensomhed",)))
    learnt = Likeness(("ensomhed", "alkoholmisbrug"), np.array([[20, 18], [0, 0], [0, 0]], dtype=np.float32))
    monkeypatch.setattr(sense, "concept_likeness", lambda _concepts: learnt)


@pytest.mark.django_db
@pytest.mark.usefixtures("likeness")
class TestUnderstand:
    def test_takes_what_is_likely_for_told(self) -> None:
        wishes, vector = understand(wishing("dagene er lange"), Sense(vector=VECTOR), current_library())

        assert [said.key for said in wishes.said] == ["ensomhed", "alkoholmisbrug"]
        assert vector is VECTOR

    def test_a_tag_taken_away_stays_away(self) -> None:
        wishes, _vector = understand(
            wishing("dagene er lange", ignored=("concept:ensomhed",)), Sense(vector=VECTOR), current_library()
        )

        assert [said.key for said in wishes.said] == ["alkoholmisbrug"]

    def test_who_wants_no_alcohol_is_not_taken_for_a_drinker(self) -> None:
        sober = wishing("fest uden alkohol", wanted=frozenset({"sober"}))

        wishes, _vector = understand(sober, Sense(vector=VECTOR), current_library())

        assert [said.key for said in wishes.said] == ["ensomhed"]

    def test_nonsense_has_no_meaning(self) -> None:
        nothing = Sense(vector=np.array([-1.0, 0.0], dtype=np.float32))

        assert understand(wishing("xyzzyq"), nothing, current_library())[1] is None
        assert understand(wishing("dagene"), nothing, current_library())[1] is not None

    def test_without_a_vector_nothing_changes(self) -> None:
        wishes = wishing("dagene er lange")

        assert understand(wishes, Sense(), current_library()) == (wishes, None)


@pytest.mark.django_db
class TestFind:
    def test_names_needs_around_what_was_told(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("a", title="Gruppe", concepts=("sorg", "mistet-partner")),
            make_document("b", title="Gruppe", concepts=("sorg",)),
        )

        related = find(filters=Filters(text="min mand er død"), at=noon).related

        assert "sorg" in [value.value for value in related]
        assert "mistet-partner" not in [value.value for value in related]

    def test_known_to_be_free_comes_before_not_told(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("a", title="Samtale", concepts=("samtale",), is_free=None),
            make_document("b", title="Samtale", concepts=("samtale",), is_free=True),
            make_document("c", title="Samtale", concepts=("samtale",), is_free=False),
        )

        found = find(filters=Filters(text="gratis samtale"), at=noon)

        assert [hit.document.key for hit in found.hits] == ["b", "a", "c"]

    def test_grief_is_the_reason_when_a_kind_of_it_was_told(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("a", title="Gruppe", concepts=("sorg",)))

        (hit,) = find(filters=Filters(text="min mand er død"), at=noon).hits

        assert any("Sorg" in reason.text for reason in hit.reasons)
