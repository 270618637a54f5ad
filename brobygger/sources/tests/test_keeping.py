"""Putting sources down and changing them, what is refused, and the corners of a reading."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from brobygger.accounts.permissions import Permission, Role
from brobygger.accounts.tests.factories import UserFactory
from brobygger.curation.events import ReviewDecided
from brobygger.curation.models import Outcome as Verdict
from brobygger.directory.editing.steps import Problem
from brobygger.directory.models import Draft
from brobygger.directory.services.drafts.applying import DraftNotWhole, apply_draft
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import NotFound
from brobygger.notifications.models import Message
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.models import Municipality
from brobygger.sources.handlers import follow_yes
from brobygger.sources.models import Came, Outcome, Rhythm, RunState, Source, TermMapping, Thing, Trust
from brobygger.sources.policies import may_keep
from brobygger.sources.selectors.knowledge import digest_of
from brobygger.sources.services import (
    KeyIsTaken,
    SourceData,
    SourceInvalid,
    apply_run,
    change_source,
    drop_run,
    map_terms,
    register_source,
    reviewing,
    run_source,
    work_on_run,
)
from brobygger.sources.tests.conftest import Reader
from brobygger.sources.tests.factories import NOON, SourceFactory, service

pytestmark = pytest.mark.django_db
TERM = {"id": str(uuid4()), "taxonomy_term": {"id": str(uuid4()), "name": "Netværk", "code": "N1"}}


class TestRegisterSource:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": " "}, {"name": "!!!"}, {"address": "ftp://x"}, {"trust": "x"}, {"grace_days": 999},
            {"our_fields": ("x",)},
        ],
    )  # fmt: skip
    def test_refuses_what_does_not_hang_together(self, odense: Municipality, wrong: dict[str, Any]) -> None:
        with pytest.raises(SourceInvalid):
            register_source(actor=SYSTEM, data=SourceData(**{"name": "Kilden", **wrong}), at=NOON)

    def test_refuses_two_owners(self, odense: Municipality) -> None:
        data = SourceData(name="x", municipality_id="0461", organisation_id=OrganisationFactory.create().id)
        with pytest.raises(SourceInvalid):
            register_source(actor=SYSTEM, data=data, at=NOON)

    def test_refuses_a_name_twice_and_strangers(self, source: Source) -> None:
        with pytest.raises(KeyIsTaken):
            register_source(actor=SYSTEM, data=SourceData(name=source.key), at=NOON)
        with pytest.raises(NotFound):
            register_source(actor=VISITOR, data=SourceData(name="x"), at=NOON)

    def test_a_rhythm_begins_at_once(self, odense: Municipality) -> None:
        data = SourceData(name="x", address="https://a.example", rhythm=Rhythm.DAILY)
        assert register_source(actor=SYSTEM, data=data, at=NOON).next_read_at == NOON


class TestChangeSource:
    def test_the_same_again_changes_nothing(self, source: Source) -> None:
        data = SourceData(name=source.name, address=source.address, trust=source.trust, rhythm=Rhythm.DAILY)

        assert change_source(actor=SYSTEM, key=source.key, data=data, at=NOON).next_read_at == NOON
        later = change_source(actor=SYSTEM, key=source.key, data=data, at=NOON + timedelta(days=1))
        assert later.changed_at == NOON
        grace = SourceData(name="Nyt", address=source.address, trust=source.trust, rhythm=Rhythm.DAILY)
        assert change_source(actor=SYSTEM, key=source.key, data=grace, at=NOON + timedelta(days=1)).next_read_at == NOON
        never = SourceData(name="Nyt", address=source.address, trust=source.trust)
        assert change_source(actor=SYSTEM, key=source.key, data=never, at=NOON).next_read_at is None


class TestMapTerms:
    def test_may_be_said_and_unsaid_and_twice_is_once(self, source: Source, read: Reader) -> None:
        read(service(1, attributes=[TERM]))
        term = TermMapping.objects.get()

        assert map_terms(actor=SYSTEM, key=source.key, choices={term.id: ""}, at=NOON) == 1
        assert map_terms(actor=SYSTEM, key=source.key, choices={term.id: ""}, at=NOON) == 0
        _, counts = read(service(1, attributes=[TERM]), service(2, attributes=[TERM]), at=NOON + timedelta(days=1))
        assert counts.changed == 1
        assert TermMapping.objects.get().times_seen == 2
        assert map_terms(actor=SYSTEM, key=source.key, choices={term.id: None}, at=NOON) == 1


class TestMayKeep:
    def test_a_link_about_one_row_keeps_nothing(self) -> None:
        keep = frozenset({str(Permission.SOURCES_KEEP), str(Permission.EVERYWHERE)})
        actor = Actor(kind=ActorKind.LINK, permissions=keep, only_on=uuid4())

        assert not may_keep(actor, municipality_code=None, organisation_id=None)
        assert not Source.objects.visible_to(actor).exists()


class TestDigest:
    def test_takes_numbers_of_any_size(self) -> None:
        assert digest_of({"a": 2**70}, rules="r") != digest_of({"a": 2**71}, rules="r")


class TestCorners:
    def test_an_id_that_is_no_uuid_is_an_id_too(self, read: Reader) -> None:
        _, counts = read(service(1, id="1"))

        assert counts.done == 1
        assert Thing.objects.get().foreign_id == "1"

    def test_the_same_thing_twice_counts_once(self, read: Reader) -> None:
        run, _ = read(service(1), service(1))
        assert run.total == 1

    def test_a_rule_that_came_in_between_is_told(self, source: Source, read: Reader) -> None:
        run, _ = read(service(1), is_dry=True)
        Outcome.objects.update(raw={**service(1), "name": ""})

        apply_run(actor=SYSTEM, run_id=run.id, at=NOON)
        work_on_run(actor=SYSTEM, run_id=run.id, at=NOON)

        assert Outcome.objects.get().came == Came.FAILED
        assert Source.objects.get().etag == ""

    def test_a_thing_that_went_in_between_is_told(self, source: Source, read: Reader) -> None:
        others = [service(number) for number in range(2, 6)]
        read(service(1), *others)
        run, _ = read(*others, is_dry=True, at=NOON + timedelta(days=1))
        Thing.objects.called([service(1)["id"]]).delete()

        apply_run(actor=SYSTEM, run_id=run.id, at=NOON)
        work_on_run(actor=SYSTEM, run_id=run.id, at=NOON)

        assert Outcome.objects.of_run(run.id).get().came == Came.FAILED

    def test_a_new_reading_drops_the_one_that_waits(self, source: Source, read: Reader) -> None:
        first, _ = read(service(1), is_dry=True)
        read(service(1), is_dry=True)

        first.refresh_from_db()
        assert first.state == RunState.DROPPED
        with pytest.raises(NotFound):
            drop_run(actor=VISITOR, run_id=first.id, at=NOON)

    def test_without_an_address_and_a_file_there_is_nothing_to_read(self, odense: Municipality) -> None:
        source = SourceFactory.create(address="")

        run, _ = run_source(actor=SYSTEM, source_id=source.id, at=NOON)

        assert run.state == RunState.FAILED

    def test_a_towns_own_people_are_told_first(self, source: Source, odense: Municipality, read: Reader) -> None:
        source.municipality = odense
        source.save()
        UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR, municipality_codes=[])
        UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"])

        read(service(1), breaks_after=0)

        assert Message.objects.count() == 1


class TestReview:
    def test_that_lacks_something_tells_what(
        self, source: Source, read: Reader, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(**_values: Any) -> None:
            raise DraftNotWhole((Problem(field="name", message="Skriv et navn."),))

        monkeypatch.setattr(reviewing, "submit_draft", refuse)
        source.trust = Trust.LOOKED_AT
        source.save()

        read(service(1))

        outcome = Outcome.objects.get()
        assert (outcome.came, outcome.why) == (Came.FAILED, "Skriv et navn.")

    def test_is_followed_when_it_is_decided(
        self, source: Source, read: Reader, django_capture_on_commit_callbacks: Any
    ) -> None:
        source.trust = Trust.LOOKED_AT
        source.save()
        read(service(1))
        draft = Draft.objects.get()
        apply_draft(actor=SYSTEM, draft_id=draft.id, at=NOON)

        def decided(**values: Any) -> ReviewDecided:
            given = {
                "actor": SYSTEM, "review_id": uuid4(), "subject_kind": "draft", "subject_id": draft.id,
                "subject_label": "x", "organisation_id": draft.organisation_id, "municipality_code": "",
                "outcome": Verdict.APPROVED, "is_new": True, "is_after": False, "is_on_appeal": False,
                "decision_id": uuid4(), "at": NOON, "scope": "national", **values,
            }  # fmt: skip
            names = ReviewDecided.__dataclass_fields__
            return ReviewDecided(**{name: value for name, value in given.items() if name in names})

        with django_capture_on_commit_callbacks(execute=True):
            follow_yes(decided(outcome="nej"))
            follow_yes(decided(subject_id=uuid4()))
        assert Thing.objects.get().offer_id is None

        with django_capture_on_commit_callbacks(execute=True):
            follow_yes(decided())
        assert Thing.objects.get().offer_id is not None
