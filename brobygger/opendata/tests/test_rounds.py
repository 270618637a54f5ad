"""The whole register: rebuilt, compared, merged, forgotten, from the command line."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from brobygger.directory.models import Offer
from brobygger.directory.services import hide_offer, load_offers
from brobygger.duplicates.events import Merged, MergeUndone
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.kernel.errors import NotAllowed
from brobygger.kernel.events import announce
from brobygger.opendata.models import Head, Kind, Record
from brobygger.opendata.selectors import verifying
from brobygger.opendata.selectors.state import feed_state
from brobygger.opendata.selectors.steps import taxonomies, terms
from brobygger.opendata.selectors.verifying import compare
from brobygger.opendata.services import forget_tombstones, move, rebuild
from brobygger.opendata.tests.judges import faults, unknown_keys
from brobygger.opendata.tests.rich import LATER, NOON, shown
from brobygger.organisations.models import Organisation
from brobygger.places.services import load_places
from brobygger.taxonomy.models import Concept
from brobygger.taxonomy.services import load_concepts
from tests.snapshot import load_once

pytestmark = pytest.mark.django_db
DEMO = Path(settings.PACKAGE) / "directory" / "data" / "real_offers.jsonl"


@pytest.fixture
def demo() -> None:
    """The whole demo register, published as an operator publishes it."""
    load_once("published-demo", _load_demo)


def _load_demo() -> None:
    load_places(actor=SYSTEM, at=NOON)
    load_concepts(actor=SYSTEM, at=NOON)
    load_offers(actor=SYSTEM, at=NOON, path=DEMO)
    rebuild(actor=SYSTEM, at=NOON)


class TestTheDemoRegister:
    def test_is_published_whole_and_every_judge_accepts_all_of_it(self, demo: None) -> None:
        counts = feed_state().here
        found: list[str] = []
        for row in Record.objects.here().iterator(200):
            full, brief = json.loads(row.full), json.loads(row.brief)
            found += faults(row.kind, full) + faults(row.kind, full, is_profile=True)
            found += faults(row.kind, brief, is_brief=True) + sorted(_unknown(row.kind, full))

        assert counts["service"] == Offer.objects.published().count() > 380
        assert counts["taxonomy"] == 4
        assert not found
        assert compare(at=NOON).is_well

    def test_again_writes_nothing(self, demo: None) -> None:
        assert rebuild(actor=SYSTEM, at=LATER).written == 0

    def test_has_terms_with_parents_and_children(self, demo: None) -> None:
        rows = Record.objects.of_kind(Kind.TAXONOMY_TERM)
        child = rows.exclude(parent_id=None).order_by("number")[0]

        assert rows.get(thing_id=child.parent_id).has_children
        assert json.loads(child.full)["parent_id"] == str(child.parent_id)


def _unknown(kind: str, thing: Any) -> set[str]:
    """Return keys nobody has described; a service at a place holds its service beside what its schema knows."""
    if kind == Kind.SERVICE_AT_LOCATION:
        thing = {key: value for key, value in thing.items() if key != "service"}
    return unknown_keys(kind, thing)


class TestRebuild:
    def test_publishes_an_installation_from_before_there_were_records(self) -> None:
        offer = shown()
        Record.objects.all().delete()

        rebuilt = rebuild(actor=SYSTEM, at=LATER)

        assert (rebuilt.offers, rebuilt.organisations, rebuilt.written) == (1, 1, 4)
        assert Record.objects.get(thing_id=offer.id).changed_at == LATER, "since then it is published"
        assert compare(at=LATER).is_well

    def test_buries_what_is_no_longer_shown(self) -> None:
        shown()
        Offer.objects.update(status="hidden")
        assert len(compare(at=LATER).extra) == 2

        rebuild(actor=SYSTEM, at=LATER)

        assert not Record.objects.here().exists()
        assert compare(at=LATER).is_well

    def test_follows_what_no_act_announces(self) -> None:
        offer = shown()
        Organisation.objects.update(name="Andet navn")
        Concept.objects.update(pref_da="Andet begreb")
        found = compare(at=LATER)
        assert (len(found.wrong), found.missing, found.extra) == (4, (), ())

        rebuild(actor=SYSTEM, at=LATER)

        assert "Andet begreb" in Record.objects.get(thing_id=offer.id).full
        assert compare(at=LATER).is_well

    def test_lets_an_answer_about_room_run_out(self) -> None:
        offer = shown()
        at = NOON + timedelta(days=61)
        rebuild(actor=SYSTEM, at=at)

        assert "capacities" not in json.loads(Record.objects.get(thing_id=offer.id).full)

    def test_goes_through_as_many_lots_as_it_takes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("brobygger.opendata.selectors.steps._READ_AT_A_TIME", 2)
        monkeypatch.setattr(verifying, "_AT_A_TIME", 2)
        for number in range(5):
            shown(key=f"nr-{number}")

        assert rebuild(actor=SYSTEM, at=LATER).offers == 5
        assert compare(at=LATER).is_well

    def test_is_the_operators(self) -> None:
        with pytest.raises(NotAllowed):
            rebuild(actor=VISITOR, at=NOON)


class TestConcepts:
    def test_are_not_there_before_they_are_loaded(self) -> None:
        assert taxonomies() == terms() == []

    def test_that_are_retired_stay_while_shown_offers_carry_them(self) -> None:
        load_concepts(actor=SYSTEM, at=NOON)
        used, unused = Concept.objects.of_facet("need").in_order()[:2]
        shown(concepts=frozenset({used.key}))
        Concept.objects.filter(id__in=[used.id, unused.id]).update(retired_at=NOON)

        ids = {term.thing_id for term in terms()}

        assert used.id in ids
        assert unused.id not in ids


class TestCompare:
    def test_tells_what_is_missing(self) -> None:
        offer = shown()
        Record.objects.filter(thing_id=offer.id).delete()

        found = compare(at=NOON)

        assert found.missing == (f"service {offer.id}",)
        assert len(found.extra) == 2, "the offer at its places belongs to nothing"


class TestMove:
    def test_says_where_a_thing_went(self) -> None:
        dropped, kept = shown(), shown(key="anden")

        move(actor=SYSTEM, kind=Kind.SERVICE, thing_id=dropped.id, to=kept.id, at=LATER)

        gone = Record.objects.get(kind=Kind.SERVICE, thing_id=dropped.id)
        assert (gone.gone_at, gone.moved_to) == (LATER, kept.id)
        assert not Record.objects.parts_of([dropped.id]).here().exists()

    def test_follows_a_merge_and_its_undoing(self) -> None:
        dropped, kept = shown(), shown(key="anden")
        Offer.objects.filter(id=dropped.id).update(status="hidden")
        announce(Merged(kind="offer", dropped_id=dropped.id, kept_id=kept.id, at=LATER))

        gone = Record.objects.get(kind=Kind.SERVICE, thing_id=dropped.id)
        assert (gone.gone_at, gone.moved_to) == (LATER, kept.id)

        Offer.objects.update(status="published")
        announce(MergeUndone(kind="offer", dropped_id=dropped.id, kept_id=kept.id, at=LATER))

        back = Record.objects.get(kind=Kind.SERVICE, thing_id=dropped.id)
        assert (back.gone_at, back.moved_to) == (None, None)
        assert compare(at=LATER).is_well

    def test_follows_a_merge_of_organisations(self) -> None:
        kept = shown().organisation_id
        dropped = uuid4()
        announce(Merged(kind="organisation", dropped_id=dropped, kept_id=kept, at=LATER))
        announce(MergeUndone(kind="organisation", dropped_id=dropped, kept_id=kept, at=LATER))

        assert compare(at=LATER).is_well


class TestForgetTombstones:
    def test_after_two_years_and_says_from_where_the_feed_is_whole(self) -> None:
        offer = shown()
        hide_offer(actor=SYSTEM, offer_id=offer.id, at=LATER)
        last = Head.objects.get().sequence

        assert forget_tombstones(actor=SYSTEM, at=LATER + timedelta(days=729)) == 0
        assert forget_tombstones(actor=SYSTEM, at=LATER + timedelta(days=731)) == 4

        assert Head.objects.get().forgotten_to == last
        assert not Record.objects.exists()

    def test_keeps_those_that_say_where_things_went(self) -> None:
        dropped, kept = shown(), shown(key="anden")
        move(actor=SYSTEM, kind=Kind.SERVICE, thing_id=dropped.id, to=kept.id, at=NOON)

        forget_tombstones(actor=SYSTEM, at=NOON + timedelta(days=999))

        assert Record.objects.get(kind=Kind.SERVICE, thing_id=dropped.id).moved_to == kept.id

    def test_is_the_operators(self) -> None:
        with pytest.raises(NotAllowed):
            forget_tombstones(actor=VISITOR, at=NOON)


class TestCommand:
    def test_rebuilds_verifies_and_tells(self) -> None:
        shown()
        Record.objects.all().delete()

        assert self._run("rebuild")["written"] == 4
        assert self._run("verify")["well"] is True
        assert self._run("status")["here"]["service"] == 1

    def test_answers_people_too(self) -> None:
        out = StringIO()
        call_command("opendata", "status", stdout=out)

        assert "sequence" in out.getvalue()

    def test_says_no_when_something_is_out_of_step(self) -> None:
        shown()
        Record.objects.all().delete()

        with pytest.raises(CommandError, match="rebuild"):
            call_command("opendata", "verify", stdout=StringIO())

    def _run(self, action: str) -> dict[str, Any]:
        out = StringIO()
        call_command("opendata", action, "--json", stdout=out)
        found: dict[str, Any] = json.loads(out.getvalue())
        return found
