"""What is suggested while somebody types."""

from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.utils import translation

from brobygger.search.keeping.building import FEW_DOCUMENTS, build_file
from brobygger.search.keeping.library import library_of_file, using_library
from brobygger.search.services import withdraw
from brobygger.search.suggestions import suggesting
from brobygger.search.suggestions.suggesting import Suggestion, suggest
from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import make_document


@pytest.fixture
def offers(publish: Publish) -> None:
    publish(
        make_document("sorggruppe", title="Sorggruppe i Odense", owner="Sorgcenter"),
        make_document("cafe", title="Café for ensomme"),
    )


def labels(kind: str, typed: str, **options: bool) -> list[str]:
    return [found.label for found in suggest(typed=typed, **options) if found.kind == kind]


@pytest.mark.usefixtures("offers")
class TestSuggest:
    def test_gives_concepts_then_places_then_offers(self) -> None:
        kinds = [found.kind for found in suggest(typed="od")]

        assert kinds == sorted(kinds, key=["concept", "place", "offer"].index)

    def test_gives_needs_before_groups_and_activities(self) -> None:
        assert labels("concept", "sorg")[0] == "Sorg og tab"

    def test_knows_what_people_say(self) -> None:
        assert labels("concept", "har ingen at snakke med")[:1] == ["Ensomhed"]
        assert labels("concept", "jeg har ingen at snakke med her")[:1] == ["Ensomhed"]

    def test_leaves_out_what_one_word_is_said_of_in_a_saying(self) -> None:
        assert "Ensomhed" in labels("concept", "ensom")
        assert "Uddannelse" not in labels("concept", "ensom")

    def test_knows_the_end_of_a_compound(self) -> None:
        assert "Sorggruppe" in labels("concept", "orggruppe")

    def test_forgives_letters_written_otherwise(self) -> None:
        assert labels("concept", "gaeld") == labels("concept", "gæld")

    def test_forgives_one_slip_when_nothing_else_fits(self) -> None:
        assert labels("concept", "ensmo")[:1] == ["Ensomhed"]
        assert labels("place", "odemse") == ["Odense", "5000 Odense C"]
        assert suggest(typed="xxx") == ()

    def test_a_concept_has_its_field_and_a_name_in_the_active_language(self) -> None:
        with translation.override("en"):
            first = suggest(typed="loneliness")[0]

        assert (first.kind, first.value, first.label, first.facet) == ("concept", "ensomhed", "Loneliness", "needs")

    def test_a_place_says_what_to_write_and_a_postcode_where_it_is(self) -> None:
        assert suggest(typed="odense", only_places=True) == (
            Suggestion(kind="place", value="Odense", label="Odense"),
            Suggestion(kind="place", value="5000 Odense C", label="5000 Odense C", hint="Odense"),
        )
        assert labels("place", "500") == ["5000 Odense C"]
        assert labels("place", "odemse", only_places=True) == ["Odense", "5000 Odense C"]

    def test_an_offer_says_whose_it_is(self) -> None:
        assert [found for found in suggest(typed="sorggruppe i") if found.kind == "offer"] == [
            Suggestion(kind="offer", value="sorggruppe", label="Sorggruppe i Odense", hint="Sorgcenter")
        ]

    @pytest.mark.parametrize("typed", ["", " ", "a", "?!", "\0\0"])
    def test_says_nothing_too_early(self, typed: str) -> None:
        assert suggest(typed=typed) == ()

    def test_never_gives_more_than_ten(self) -> None:
        assert all(len(suggest(typed=typed)) <= suggesting.MOST for typed in ("be", "so", "fo", "en", "un"))

    def test_does_not_mind_long_texts(self) -> None:
        assert suggest(typed="sorg " * 500) is not None


class TestOffers:
    def test_that_were_withdrawn_are_gone_at_once(self, publish: Publish, noon: object) -> None:
        document = make_document("klub", title="Kagespisernes klub")
        publish(document)
        assert labels("offer", "kagespis") == ["Kagespisernes klub"]

        withdraw(document_id=document.id, at=noon)  # type: ignore[arg-type]

        assert labels("offer", "kagespis") == []

    def test_lie_beside_the_file_of_many_documents(self, publish: Publish) -> None:
        publish(*(make_document(f"klub-{number}") for number in range(FEW_DOCUMENTS)))
        publish(make_document("klub", title="Kagespisernes klub"))
        library = library_of_file(build_file())
        assert library is not None
        assert library.path is not None

        with using_library(library), patch.object(suggesting, "Thread") as thread:
            assert labels("offer", "kagespis") == ["Kagespisernes klub"]
            assert labels("offer", "kagespis") == ["Kagespisernes klub"]

        thread.assert_not_called()

    def test_are_put_in_order_beside_when_the_file_has_none(self, publish: Publish) -> None:
        publish(*(make_document(f"klub-{number}") for number in range(FEW_DOCUMENTS)))
        publish(make_document("klub", title="Kagespisernes klub"))
        path = build_file()
        path.with_name(f"{path.stem}.titles.index").unlink()
        library = library_of_file(path)
        assert library is not None
        begun: list[Callable[[], None]] = []

        with (
            using_library(library),
            patch.object(suggesting, "_titles_of", suggesting._Titles()),
            patch.object(suggesting, "Thread") as thread,
        ):
            thread.side_effect = lambda *, target, args, daemon: _Beside(begun, lambda: target(*args))
            assert labels("offer", "kagespis") == []
            with suggesting._titles_of._lock:
                assert labels("offer", "kagespis") == []  # one thread is enough
            begun[0]()
            assert labels("offer", "kagespis") == ["Kagespisernes klub"]

        assert len(begun) == 1


class _Beside:
    """A thread that runs when the test says so."""

    def __init__(self, begun: list[Callable[[], None]], run: Callable[[], None]) -> None:
        self._begun, self._run = begun, run

    def start(self) -> None:
        self._begun.append(self._run)
