"""Crisis lines are loaded, added and changed by those who may, and never end in nobody to call."""

from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from brobygger.accounts.permissions import Permission
from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import BadData, NotAllowed, NotFound
from brobygger.knowledge.models import CrisisLine
from brobygger.knowledge.services import TooFewWays, add_crisis_line, change_crisis_line, load_crisis_lines

pytestmark = pytest.mark.django_db

EDITOR = Actor(kind=ActorKind.USER, id=uuid4(), permissions=frozenset({Permission.CRISIS_LINE_EDIT}))
NEW = {
    "topics": ["grief"],
    "name_da": "Sorglinjen i byen",
    "name_en": "Grief line in town",
    "phone": "11 22 33 44",
    "area_code": "0461",
    "hours_da": "Mandag",
    "hours_en": "Monday",
    "audience_da": "Alle",
    "audience_en": "All",
    "expect_da": "Nogen lytter.",
    "expect_en": "Somebody listens.",
    "owner": "Kommunen",
    "last_checked_on": date(2026, 11, 1),
    "next_check_on": date(2027, 11, 1),
    "source_url": "https://example.org/sorg",
}


def _line(key: str) -> CrisisLine:
    return CrisisLine.objects.get(key=key)


class TestLoadCrisisLines:
    def test_makes_the_lines_of_the_package(self, noon: datetime) -> None:
        loaded = load_crisis_lines(actor=SYSTEM, at=noon)

        assert loaded.created == CrisisLine.objects.count() >= 30
        assert _line("livslinien").phone == "70 201 201"
        assert Entry.objects.get().act == "knowledge.crisis_lines.loaded"

    def test_changes_nothing_the_second_time(self, noon: datetime) -> None:
        first = load_crisis_lines(actor=SYSTEM, at=noon)

        second = load_crisis_lines(actor=SYSTEM, at=noon)

        assert (second.created, second.updated, second.unchanged) == (0, 0, first.created)
        assert Entry.objects.count() == 1

    def test_brings_an_untouched_line_up_to_date(self, noon: datetime) -> None:
        load_crisis_lines(actor=SYSTEM, at=noon)
        CrisisLine.objects.with_key("livslinien").update(phone="00 00 00 00")

        loaded = load_crisis_lines(actor=SYSTEM, at=noon)

        assert loaded.updated == 1
        assert _line("livslinien").phone == "70 201 201"

    def test_leaves_an_edited_line_alone(self, noon: datetime) -> None:
        load_crisis_lines(actor=SYSTEM, at=noon)
        change_crisis_line(actor=EDITOR, line_id=_line("livslinien").id, values={"hours_da": "Kl. 11-4"}, at=noon)

        loaded = load_crisis_lines(actor=SYSTEM, at=noon)

        assert loaded.kept == 1
        assert _line("livslinien").hours_da == "Kl. 11-4"

    def test_refuses_a_file_with_too_few_ways(self, noon: datetime, tmp_path: Path) -> None:
        file = tmp_path / "empty.toml"
        file.write_text('owner = "x"\nlast_checked_on = 2026-01-01\nnext_check_on = 2026-02-01\nline = []\n')

        with pytest.raises(TooFewWays):
            load_crisis_lines(actor=SYSTEM, at=noon, path=file)

    def test_refuses_a_visitor(self, noon: datetime) -> None:
        with pytest.raises(NotAllowed):
            load_crisis_lines(actor=VISITOR, at=noon)


class TestAddCrisisLine:
    def test_adds_a_line_that_the_package_never_overwrites(self, noon: datetime) -> None:
        line = add_crisis_line(actor=EDITOR, key="sorg-odense", values=NEW, at=noon)

        assert line.is_edited
        assert Entry.objects.get().act == "knowledge.crisis_line.added"

    def test_refuses_a_visitor(self, noon: datetime) -> None:
        with pytest.raises(NotAllowed):
            add_crisis_line(actor=VISITOR, key="sorg-odense", values=NEW, at=noon)

    @pytest.mark.parametrize(
        "broken", [{"source_url": ""}, {"topics": ["ukendt"]}, {"topics": []}, {"is_edited": False}]
    )
    def test_refuses_what_breaks_a_rule(self, noon: datetime, broken: dict[str, object]) -> None:
        with pytest.raises(BadData):
            add_crisis_line(actor=EDITOR, key="sorg-odense", values={**NEW, **broken}, at=noon)


class TestChangeCrisisLine:
    def test_writes_before_and_after_in_the_book(self, noon: datetime) -> None:
        load_crisis_lines(actor=SYSTEM, at=noon)

        line = change_crisis_line(actor=EDITOR, line_id=_line("livslinien").id, values={"hours_da": "Altid"}, at=noon)

        entry = Entry.objects.get(act="knowledge.crisis_line.changed")
        assert line.is_edited
        assert entry.changes["hours_da"][1] == "Altid"

    def test_does_nothing_when_nothing_differs(self, noon: datetime) -> None:
        load_crisis_lines(actor=SYSTEM, at=noon)
        line = _line("livslinien")

        change_crisis_line(actor=EDITOR, line_id=line.id, values={"phone": line.phone}, at=noon)

        assert not _line("livslinien").is_edited
        assert Entry.objects.count() == 1

    def test_refuses_to_hide_112(self, noon: datetime) -> None:
        load_crisis_lines(actor=SYSTEM, at=noon)

        with pytest.raises(TooFewWays):
            change_crisis_line(actor=EDITOR, line_id=_line("alarm-112").id, values={"is_shown": False}, at=noon)

        assert _line("alarm-112").is_shown

    def test_refuses_to_hide_the_last_two_ways_of_a_topic(self, noon: datetime) -> None:
        load_crisis_lines(actor=SYSTEM, at=noon)

        with pytest.raises(TooFewWays):
            change_crisis_line(actor=EDITOR, line_id=_line("giftlinjen").id, values={"is_shown": False}, at=noon)

    def test_refuses_a_check_in_the_past(self, noon: datetime) -> None:
        load_crisis_lines(actor=SYSTEM, at=noon)

        with pytest.raises(BadData):
            change_crisis_line(
                actor=EDITOR, line_id=_line("livslinien").id, values={"next_check_on": date(2020, 1, 1)}, at=noon
            )

    def test_does_not_find_what_is_not_there(self, noon: datetime) -> None:
        with pytest.raises(NotFound):
            change_crisis_line(actor=EDITOR, line_id=uuid4(), values={}, at=noon)

    def test_refuses_a_visitor(self, noon: datetime) -> None:
        with pytest.raises(NotAllowed):
            change_crisis_line(actor=VISITOR, line_id=uuid4(), values={}, at=noon)
