"""What goes into a guide, and in what order."""

from datetime import datetime

import pytest

from brobygger.directory.models import Offer
from brobygger.guides import selectors
from brobygger.guides.selectors import GuideTooBig, count_of, guide_of
from brobygger.guides.tests.factories import ODENSE
from brobygger.guides.values import Guide, Wanted

pytestmark = pytest.mark.usefixtures("register")

GRIEF = Wanted(need_key="sorg", need_label="Sorg og tab")
LAESOE = Wanted(municipality_code="0825", municipality_name="Læsø", municipality_slug="laesoe")


def names(guide: Guide) -> list[str]:
    return [entry.name for chapter in guide.chapters for entry in chapter.entries]


class TestGuideOf:
    def test_holds_the_places_own_offers_and_the_national_ones_last(self, noon: datetime) -> None:
        made = guide_of(ODENSE, at=noon)

        assert made.title == "Fællesskab og hjælp i Odense"
        assert "Ventilen Odense" in names(made)
        assert made.chapters[-1].title == "For hele landet: telefon, net og råd"
        assert not any("Nyborg" in name or "Kolding" in name for name in names(made))
        assert len(names(made)) == len(set(names(made))) == made.size == count_of(ODENSE)

    def test_numbers_the_entries_one_after_the_other(self, noon: datetime) -> None:
        made = guide_of(ODENSE, at=noon)

        found = [entry.id for chapter in made.chapters for entry in chapter.entries]
        assert found == [f"tilbud-{number}" for number in range(1, made.size + 1)]

    def test_puts_a_needs_offers_under_their_regions(self, noon: datetime) -> None:
        made = guide_of(GRIEF, at=noon)

        assert made.title == "Sorg og tab"
        assert made.chapters[0].title.endswith("Syddanmark")

    def test_a_need_in_a_municipality_is_cut_finer(self, noon: datetime) -> None:
        both = Wanted(
            municipality_code="0461",
            municipality_name="Odense",
            municipality_slug="odense",
            need_key="sorg",
            need_label="Sorg og tab",
        )

        made = guide_of(both, at=noon)

        assert made.about == "Sorg og tab"
        assert 0 < made.size < guide_of(ODENSE, at=noon).size

    def test_a_small_place_has_at_least_what_is_for_everybody(self, noon: datetime) -> None:
        made = guide_of(LAESOE, at=noon)

        assert [chapter.title for chapter in made.chapters] == ["For hele landet: telefon, net og råd"]

    def test_leaves_out_what_is_not_shown(self, noon: datetime) -> None:
        Offer.objects.with_keys(["ventilen-odense"]).update(status="hidden")

        assert "Ventilen Odense" not in names(guide_of(ODENSE, at=noon))

    def test_begins_with_whom_to_call(self, noon: datetime) -> None:
        made = guide_of(Wanted(need_key="selvmordstanker", need_label="Selvmordstanker"), at=noon)

        assert made.crisis.emergency.phone == "112"
        assert made.crisis.lines[0].name == "Livslinien"
        assert len(made.crisis.lines) >= 2
        assert made.crisis.checked

    def test_refuses_what_cannot_be_stapled(self, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(selectors, "MOST_OFFERS", 2)

        with pytest.raises(GuideTooBig):
            guide_of(ODENSE, at=noon)

    def test_what_stands_in_no_need_has_a_chapter_too(self, noon: datetime) -> None:
        for offer in Offer.objects.with_keys(["ventilen-odense"]):
            offer.concepts.clear()

        assert "Andre fællesskaber" in [chapter.title for chapter in guide_of(ODENSE, at=noon).chapters]
