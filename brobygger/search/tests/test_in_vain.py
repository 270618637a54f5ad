"""Searches in vain are counted, and tell of nobody: no wording is readable before five visits on one day."""

import json
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from faker.providers.person.da_DK import Provider as da_DK
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.privacy.services import erase_expired
from brobygger.search.in_vain.counting import is_in_vain, is_ordinary, wording_of
from brobygger.search.in_vain.telling import Missed, in_vain
from brobygger.search.models import ENOUGH_VISITS, DailySalt, NeedInVain, VisitInVain, WordingInVain
from brobygger.search.queries import Filters, Hit, Reason, Result, Understood
from brobygger.search.services import note_search_in_vain
from brobygger.search.tests.factories import make_document
from brobygger.search.understanding.concepts import ConceptBook

ORDINARY = "hjælp til gæld"
OF_SOMEBODY = "hjælp til gæld kurt hansen"
CRISIS = "jeg vil ikke leve mere"
FIRST_DAY = date(2026, 11, 22)


def note(text: str = ORDINARY, *, network: str = "192.0.2.0/24", at: datetime, **options: Any) -> None:
    note_search_in_vain(actor=VISITOR, text=text, network=network, at=at, **({"concepts": ()} | options))


def note_from(networks: int, text: str = ORDINARY, *, at: datetime, **options: Any) -> None:
    for number in range(networks):
        note(text, network=f"198.51.{number}.0/24", at=at, **options)


def result(text: str = "sorg", *hits: Hit, page: int = 1) -> Result:
    filters = Filters(text=text, page=page)
    return Result(filters=filters, understood=Understood(), total=len(hits), hits=hits)


class TestIsInVain:
    hit = Hit(document=make_document("en"), score=0.9, distance_km=None, is_eligible=True)

    def test_is_so_when_nothing_was_found(self) -> None:
        assert is_in_vain(result())

    def test_is_so_when_what_was_found_is_far_away_or_for_others(self) -> None:
        assert is_in_vain(result("sorg", replace(self.hit, score=0.05), replace(self.hit, is_eligible=False)))

    def test_is_so_when_what_was_found_is_merely_like_what_was_written(self) -> None:
        alike = (Reason(kind="meaning", text="ligner"), Reason(kind="national", text="for hele landet"))

        assert is_in_vain(result("sorg", replace(self.hit, reasons=alike)))
        assert not is_in_vain(result("sorg", replace(self.hit, reasons=alike), self.hit))

    def test_is_not_so_when_something_fits(self) -> None:
        assert not is_in_vain(result("sorg", self.hit))

    def test_is_not_so_without_words_or_on_later_pages(self) -> None:
        assert not is_in_vain(result(""))
        assert not is_in_vain(result("sorg", page=2))


class TestWordingOf:
    @pytest.mark.parametrize(
        ("text", "wording"),
        [
            ("  Hjælp   til GÆLD! ", "hjælp til gæld"),
            ("min søn på 15", "min søn på ##"),
            ("010190-1234", "######-####"),
            ("?!", ""),
            ("gæld " * 20, ""),
        ],
    )
    def test_is_comparable_and_without_digits(self, text: str, wording: str) -> None:
        assert wording_of(text) == wording


class TestIsOrdinary:
    @pytest.mark.parametrize("wording", ["hjælp til gæld", "jeg er ensom", "sorggruppe for unge"])
    def test_is_so_for_words_from_our_own_lists(self, concepts: ConceptBook, wording: str) -> None:
        assert is_ordinary(wording, concepts)

    @pytest.mark.parametrize(
        "wording",
        [
            "", "kurt hansen", "gæld mette", "odense gæld", "sorg ##", "a@b dk", "vestergade sorg", "mohammed", "jens",
            "lone", "ensom i vollsmose", "fatima er ensom", "min nabo birgit", "ring til ########", "aabenraa",
        ],
    )  # fmt: skip
    def test_is_not_so_for_names_places_numbers_and_addresses(self, concepts: ConceptBook, wording: str) -> None:
        assert not is_ordinary(wording, concepts)

    def test_is_not_so_for_any_common_danish_name(self, concepts: ConceptBook) -> None:
        names = {*da_DK.first_names, *da_DK.first_names_male, *da_DK.first_names_female, *da_DK.last_names}

        assert not {name for name in names if is_ordinary(name.lower(), concepts)}


@pytest.mark.usefixtures("denmark")
class TestNoteSearchInVain:
    def test_counts_concepts_by_municipality_and_month(self, noon: datetime) -> None:
        note(concepts=["gaeld", "ensomhed", "gaeld"], municipality_code="0461", at=noon)

        rows = NeedInVain.objects.values_list("month", "municipality_code", "concept", "visits")
        month = noon.date().replace(day=1)
        assert set(rows) == {(month, "0461", "gaeld", 1), (month, "0461", "ensomhed", 1)}

    def test_counts_a_network_once_a_day(self, noon: datetime) -> None:
        for _ in range(3):
            note(concepts=["gaeld"], at=noon)
        assert NeedInVain.objects.get().visits == WordingInVain.objects.get().visits == 1

        note(concepts=["gaeld"], at=noon + timedelta(days=1))
        assert WordingInVain.objects.get().visits == 2

    def test_keeps_no_word_before_enough_have_written_it(self, noon: datetime) -> None:
        note_from(ENOUGH_VISITS - 1, at=noon)
        assert WordingInVain.objects.get().wording == ""

        note_from(ENOUGH_VISITS, at=noon)
        assert WordingInVain.objects.get().wording == ORDINARY
        entry = Entry.objects.get(act="search.wording.made_readable")
        assert ORDINARY not in json.dumps(entry.changes, ensure_ascii=False)

    def test_never_keeps_the_words_of_one_who_comes_again_every_day(self, noon: datetime) -> None:
        for days in range(ENOUGH_VISITS * 2):
            note_from(ENOUGH_VISITS - 1, at=noon + timedelta(days=days))

        row = WordingInVain.objects.get()
        assert (row.wording, row.visits, row.visits_on_day, row.most_on_a_day) == ("", 40, 4, 4)

    def test_keeps_words_when_any_day_has_had_enough(self, noon: datetime) -> None:
        note_from(ENOUGH_VISITS - 1, at=noon)
        note_from(ENOUGH_VISITS, at=noon + timedelta(days=1))
        note(at=noon + timedelta(days=2))

        row = WordingInVain.objects.get()
        assert (row.wording, row.visits, row.visits_on_day, row.most_on_a_day) == (ORDINARY, 10, 1, 5)

    def test_makes_a_wording_readable_once(self, noon: datetime) -> None:
        note_from(ENOUGH_VISITS + 2, at=noon)

        assert WordingInVain.objects.get().visits == ENOUGH_VISITS + 2
        assert Entry.objects.filter(act="search.wording.made_readable").count() == 1

    def test_never_keeps_words_that_may_tell_of_somebody(self, noon: datetime) -> None:
        note_from(ENOUGH_VISITS * 2, OF_SOMEBODY, at=noon)

        assert WordingInVain.objects.get().wording == ""

    def test_counts_a_long_text_by_its_concepts_alone(self, noon: datetime) -> None:
        note("gæld " * 30, concepts=["gaeld"], at=noon)

        assert NeedInVain.objects.count() == 1
        assert not WordingInVain.objects.exists()

    def test_notes_nothing_of_a_crisis(self, noon: datetime) -> None:
        note(CRISIS, concepts=["selvmordstanker"], at=noon)

        assert not NeedInVain.objects.exists()
        assert not WordingInVain.objects.exists()
        assert not VisitInVain.objects.exists()

    def test_throws_the_day_away_when_the_next_begins(self, noon: datetime) -> None:
        note(at=noon)
        note(at=noon + timedelta(days=1))

        assert set(DailySalt.objects.values_list("day", flat=True)) == {noon.date() + timedelta(days=1)}
        assert set(VisitInVain.objects.values_list("day", flat=True)) == {noon.date() + timedelta(days=1)}

    def test_neither_network_nor_words_can_be_read_from_what_is_kept(self, noon: datetime) -> None:
        note(OF_SOMEBODY, at=noon)

        kept = [
            *VisitInVain.objects.values_list("mark", flat=True),
            *WordingInVain.objects.values_list("digest", flat=True),
        ]
        assert not [text for text in kept if "192" in text[:3] or "hansen" in text]
        assert all(len(text) == 64 for text in kept)

    def test_the_database_refuses_words_that_few_have_written(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            WordingInVain.objects.create(
                digest="x", visits=40, most_on_a_day=4, wording="gæld", day=FIRST_DAY, first_noted_on=FIRST_DAY
            )


NETWORKS = st.sampled_from([f"203.0.{number}.0/24" for number in range(6)])
TEXTS = st.sampled_from([ORDINARY, ORDINARY.upper(), "ensom", OF_SOMEBODY])
EVENTS = st.lists(st.tuples(TEXTS, NETWORKS, st.integers(0, 1)), max_size=30)


@pytest.mark.django_db
class TestWhateverTheOrder:
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(events=EVENTS)
    def test_nothing_is_readable_before_five_different_visits_on_one_day(
        self, denmark: None, noon: datetime, events: list[tuple[str, str, int]]
    ) -> None:
        visits: dict[tuple[str, int], set[str]] = defaultdict(set)
        with transaction.atomic():
            for text, network, day in sorted(events, key=lambda event: event[2]):
                note(text, network=network, at=noon + timedelta(days=day))
                visits[wording_of(text), day].add(network)

                readable = set(WordingInVain.objects.readable().values_list("wording", flat=True))
                enough = {wording for (wording, _day), seen in visits.items() if len(seen) >= ENOUGH_VISITS}
                assert readable == enough - {OF_SOMEBODY}
            transaction.set_rollback(True)


@pytest.mark.usefixtures("denmark")
class TestInVain:
    def test_shows_what_many_have_missed(self, noon: datetime) -> None:
        note_from(6, concepts=["gaeld"], municipality_code="0461", at=noon)
        note_from(4, "ensom", concepts=["ensomhed"], municipality_code="0461", at=noon)

        report = in_vain(at=noon)

        assert [(missed.key, missed.visits) for missed in report.needs] == [("gaeld", 6)]
        assert report.wordings == (Missed(key=ORDINARY, label=ORDINARY, visits=6),)

    def test_of_one_municipality_shows_needs_and_no_wordings(self, noon: datetime) -> None:
        note_from(5, concepts=["gaeld"], municipality_code="0461", at=noon)

        assert len(in_vain(municipality_code="0461", at=noon).needs) == 1
        assert in_vain(municipality_code="0461", at=noon).wordings == ()
        assert in_vain(municipality_code="0450", at=noon).needs == ()

    def test_looks_back_a_year(self, noon: datetime) -> None:
        note_from(5, concepts=["gaeld"], at=noon - timedelta(days=500))

        assert in_vain(at=noon).needs == ()


@pytest.mark.usefixtures("denmark")
class TestRetention:
    def test_forgets_visits_when_the_day_is_over(self, noon: datetime) -> None:
        note(at=noon)

        erase_expired(actor=SYSTEM, at=noon + timedelta(days=1))

        assert not VisitInVain.objects.exists()
        assert not DailySalt.objects.exists()

    def test_forgets_wordings_after_half_a_year_and_counts_after_a_year(self, noon: datetime) -> None:
        note_from(5, concepts=["gaeld"], at=noon)

        erase_expired(actor=SYSTEM, at=noon + timedelta(days=182))
        assert not WordingInVain.objects.exists()
        assert NeedInVain.objects.exists()

        erase_expired(actor=SYSTEM, at=noon + timedelta(days=400))
        assert not NeedInVain.objects.exists()


@pytest.mark.usefixtures("denmark")
class TestCommand:
    def run(self, *arguments: str) -> str:
        out = StringIO()
        call_command("search-in-vain", *arguments, stdout=out)
        return out.getvalue()

    def test_prints_lines_or_json(self, noon: datetime, time_machine: Any) -> None:
        time_machine.move_to(noon)
        assert "Intet endnu" in self.run()
        note_from(5, concepts=["gaeld"], municipality_code="0461", at=noon)

        assert ORDINARY in self.run()
        assert json.loads(self.run("--json"))["needs"][0]["visits"] == 5
        assert json.loads(self.run("--json", "--kommune", "Odense"))["municipality_code"] == "0461"

    def test_refuses_a_place_it_does_not_know(self) -> None:
        with pytest.raises(CommandError):
            self.run("--kommune", "Ingensteds")
