"""Putting in: trust, owners, organisations, what stops one thing, and a machine that is killed in the middle."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory
from brobygger.directory.models import Draft, Offer, Status
from brobygger.directory.services import hide_offer, remove_offer
from brobygger.directory.services.drafts.applying import apply_draft
from brobygger.directory.tests.factories import published
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.kernel.errors import NotAllowed, NotFound
from brobygger.notifications.models import Message
from brobygger.opendata.models import Kind, Origin, Record
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.models import Municipality
from brobygger.sources.models import Came, Outcome, Rhythm, Run, RunState, Source, Thing, Trust
from brobygger.sources.services import (
    AlreadyRunning,
    NotNow,
    apply_run,
    begin_due_runs,
    believe_run,
    drop_run,
    link_reviewed,
    start_run,
    work_on_run,
    writing,
)
from brobygger.sources.tests.conftest import Reader
from brobygger.sources.tests.factories import NOON, SourceFactory, service

pytestmark = pytest.mark.django_db
NEXT_DAY = NOON + timedelta(days=1)
FORTNIGHT = NOON + timedelta(days=20)
#: Enough others that one of them gone is believed.
OTHERS = [service(number) for number in range(2, 6)]


class TestTrust:
    @pytest.fixture(autouse=True)
    def looked_at(self, source: Source) -> None:
        source.trust = Trust.LOOKED_AT
        source.save()

    def test_something_new_waits_in_the_queue_of_all(self, read: Reader) -> None:
        _, counts = read(service(1))

        assert counts.sent == 1
        assert not Offer.objects.exists()
        assert Draft.objects.get().status == "submitted"
        assert not Organisation.objects.get().is_approved

    def test_what_changes_while_it_waits_is_in_the_same_draft(self, read: Reader) -> None:
        read(service(1))

        _, counts = read(service(1, description="Nye ord."), at=NEXT_DAY)

        assert counts.sent == 1
        assert Draft.objects.get().data["description"] == "Nye ord."

    def test_a_draft_that_was_given_back_is_left_alone(self, read: Reader) -> None:
        read(service(1))
        Draft.objects.update(status="returned")

        read(service(1, description="Nye ord."), at=NEXT_DAY)

        assert Draft.objects.get().data["description"] != "Nye ord."

    def test_a_yes_makes_it_the_sources_offer(self, source: Source, read: Reader) -> None:
        read(service(1))
        draft = Draft.objects.get()
        offer = apply_draft(actor=SYSTEM, draft_id=draft.id, at=NOON)
        assert link_reviewed(actor=SYSTEM, source=source, at=NOON) == 1

        assert Thing.objects.get().offer_id == offer.id
        assert Origin.objects.of(Kind.SERVICE, [offer.id]).get().raw["name"] == "Torsdagscafé 1"
        read(service(1, alert="Lukket i uge 7"), at=NEXT_DAY)
        assert Offer.objects.get().alert == "Lukket i uge 7"

    def test_a_yes_after_the_reading_was_forgotten_ties_the_offer_all_the_same(
        self, source: Source, read: Reader
    ) -> None:
        read(service(1))
        offer = apply_draft(actor=SYSTEM, draft_id=Draft.objects.get().id, at=NOON)
        Thing.objects.update(offer=None)
        Origin.objects.all().delete()
        Outcome.objects.all().delete()

        assert link_reviewed(actor=SYSTEM, source=source, at=NOON) == 1
        assert Thing.objects.get().offer_id == offer.id
        assert not Origin.objects.exists()

    def test_what_a_reviewer_would_miss_is_told(self, read: Reader) -> None:
        read(service(1, phones=None))

        outcome = Outcome.objects.get()
        assert outcome.came in {Came.FAILED, Came.SENT}


class TestOwner:
    def test_a_towns_source_stays_in_its_town(self, source: Source, odense: Municipality, read: Reader) -> None:
        source.municipality = odense
        source.save()

        read(service(1, service_areas=[{"id": str(uuid4()), "name": "Hele landet"}]))

        offer = Offer.objects.for_page().get()
        assert not offer.is_national
        assert [town.code for town in offer.served_municipalities.all()] == ["0461"]
        assert offer.organisation.municipality_id == "0461"

    def test_an_organisations_source_writes_for_it_alone(self, source: Source, read: Reader) -> None:
        source.organisation = OrganisationFactory.create(name="Sindet")
        source.save()

        read(service(1), {"kind": "organization", "thing": {"id": str(uuid4()), "name": "En anden"}})

        assert Offer.objects.get().organisation.name == "Sindet"
        assert Organisation.objects.count() == 1

    def test_what_is_here_by_its_id_is_never_touched(self, read: Reader) -> None:
        ours = published(name="Vores egen")

        read(service(1, id=str(ours.id)))

        assert Outcome.objects.get().why == "Tilbuddet er her i forvejen og har samme id."
        assert Offer.objects.get().name == "Vores egen"

    def test_two_sources_do_not_share_a_thing(self, read: Reader, source: Source, odense: Municipality) -> None:
        read(service(1))
        Thing.objects.update(source=SourceFactory.create())

        _, counts = read(service(1), at=NEXT_DAY)

        assert (counts.left_out, Offer.objects.count()) == (1, 1)


class TestOrganisations:
    def test_one_with_the_same_number_is_used_and_not_touched(self, read: Reader) -> None:
        here = OrganisationFactory.create(name="Håbet i Odense", cvr="12345674")
        number = {"id": str(uuid4()), "identifier_scheme": "DK-CVR", "identifier": "12345674"}

        read(service(1, organization={"id": "x", "name": "HÅBET", "organization_identifiers": [number]}))

        assert Offer.objects.get().organisation_id == here.id
        assert Organisation.objects.get().name == "Håbet i Odense"
        assert not Origin.objects.of(Kind.ORGANIZATION, [here.id]).exists()

    def test_what_is_said_of_one_that_is_anothers_is_not_published(self, read: Reader) -> None:
        here = OrganisationFactory.create(name="Håbet i Odense", cvr="12345674")
        number = {"id": str(uuid4()), "identifier_scheme": "DK-CVR", "identifier": "12345674"}
        lies = {"id": str(here.id), "name": "Ondt navn", "website": "https://ond.example"}

        read(service(1, organization={**lies, "organization_identifiers": [number]}), service(2, organization=lies))

        told = [record.full + record.brief for record in Record.objects.of_kind(Kind.SERVICE).here()]
        assert len(told) == 2
        assert "Håbet i Odense" in "".join(told)
        # The second is a new organisation, under an id of its own.
        assert sum("Ondt navn" in text and str(here.id) not in text for text in told) == 1
        assert not any("Ondt navn" in text and str(here.id) in text for text in told)

    def test_branches_with_one_number_are_told_apart_by_name(self, read: Reader) -> None:
        OrganisationFactory.create(name="Håbet Aalborg", cvr="12345674")
        branch = OrganisationFactory.create(name="Håbet Odense", cvr="12345674")
        number = {"id": str(uuid4()), "identifier_scheme": "DK-CVR", "identifier": "12345674"}

        read(service(1, organization={"id": "x", "name": "håbet odense", "organization_identifiers": [number]}))

        assert Offer.objects.get().organisation_id == branch.id

    def test_the_same_name_with_another_number_is_another(self, read: Reader) -> None:
        OrganisationFactory.create(name="Håbet", cvr="12345674", municipality=None)
        number = {"id": str(uuid4()), "identifier_scheme": "DK-CVR", "identifier": "87654321"}

        read(service(1, organization={"id": "x", "name": "Håbet", "organization_identifiers": [number]}))

        assert Organisation.objects.get(cvr="87654321").name == "Håbet (87654321)"

    def test_what_the_source_says_anew_fills_what_nobody_has_changed(self, read: Reader) -> None:
        read(service(1))
        Organisation.objects.update(website="https://vores.example")
        whole = {**service(1)["organization"], "website": "https://deres.example", "email": "post@haabet.example"}

        read({"kind": "organization", "thing": whole}, service(1), at=NEXT_DAY)

        organisation = Organisation.objects.get()
        assert (organisation.email, organisation.website) == ("post@haabet.example", "https://vores.example")
        _, counts = read({"kind": "organization", "thing": whole}, service(1), at=NEXT_DAY + timedelta(days=1))
        assert counts.to_write == 0

    def test_without_a_name_it_is_told(self, read: Reader) -> None:
        read(service(1, organization=None), {"kind": "organization", "thing": {"id": "y"}})

        assert "hvem der står bag" in Outcome.objects.get(came=Came.FAILED).why
        assert Outcome.objects.get(kind="organization").why == "Organisationen har ikke noget navn."


class TestWhatStopsOne:
    def test_stops_no_other(self, read: Reader) -> None:
        _, counts = read(
            service(1, description="Ring til 010150-1234."), service(2, minimum_age=50, maximum_age=20), service(3)
        )

        assert (counts.left_out, counts.done) == (2, 1)
        assert "CPR" in Outcome.objects.in_order()[0].why
        assert Outcome.objects.in_order()[1].why == "Fra-alderen er højere end til-alderen."

    def test_a_failed_handful_is_put_in_one_by_one(self, read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(**_values: Any) -> None:
            raise NotAllowed

        monkeypatch.setattr(writing, "take_in_offers", refuse)

        _, counts = read(service(1), service(2))

        assert counts.done == 2
        assert Offer.objects.published().count() == 2

    def test_what_is_taken_down_here_stays_down(self, read: Reader) -> None:
        read(service(1))
        remove_offer(actor=SYSTEM, offer_id=Offer.objects.get().id, at=NOON)

        _, counts = read(service(1, name="Nyt navn"), at=NEXT_DAY)

        assert counts.left_out == 1
        assert Offer.objects.get().status == Status.REMOVED

    def test_what_is_hidden_here_stays_hidden(self, read: Reader) -> None:
        read(service(1), *OTHERS)
        hide_offer(actor=SYSTEM, offer_id=Offer.objects.get(name="Torsdagscafé 1").id, at=NOON)
        read(*OTHERS, at=NEXT_DAY)
        read(*OTHERS, at=FORTNIGHT)

        read(service(1), *OTHERS, at=FORTNIGHT + timedelta(days=1))

        assert Offer.objects.get(name="Torsdagscafé 1").status == Status.HIDDEN


class TestKilledInTheMiddle:
    def test_goes_on_where_it_was(self, read: Reader, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(writing, "THINGS_AT_A_TIME", 2)
        run, _ = read(*(service(number) for number in range(5)), is_dry=True)
        apply_run(actor=SYSTEM, run_id=run.id, at=NOON)
        real, handfuls = writing.write_some, iter(range(9))

        def dies(**values: Any) -> None:
            if next(handfuls) == 1:
                raise KeyboardInterrupt
            real(**values)

        monkeypatch.setattr(writing, "write_some", dies)
        with pytest.raises(KeyboardInterrupt):
            work_on_run(actor=SYSTEM, run_id=run.id, at=NOON)
        assert Offer.objects.count() == 2

        work_on_run(actor=SYSTEM, run_id=run.id, at=NOON)

        assert Offer.objects.published().count() == 5
        assert Run.objects.get().state == RunState.WRITTEN
        assert Outcome.objects.that_came(Came.DONE).count() == 5

    def test_nobody_else_takes_what_somebody_works_on(self, source: Source) -> None:
        run = start_run(actor=SYSTEM, source_id=source.id, at=NOON)
        Run.objects.update(leased_until=NOON + timedelta(minutes=5))

        assert not work_on_run(actor=SYSTEM, run_id=run.id, at=NOON)

    def test_one_at_a_time(self, source: Source) -> None:
        start_run(actor=SYSTEM, source_id=source.id, at=NOON)

        with pytest.raises(AlreadyRunning):
            start_run(actor=SYSTEM, source_id=source.id, at=NOON)


class TestBelieveRun:
    def test_hides_after_all_when_somebody_says_so(self, read: Reader) -> None:
        read(service(1), service(2))
        run, _ = read(service(2), at=NEXT_DAY)

        believe_run(actor=SYSTEM, run_id=run.id, at=NEXT_DAY)
        work_on_run(actor=SYSTEM, run_id=run.id, at=NEXT_DAY)

        assert Thing.objects.exclude(missing_since=None).count() == 1
        with pytest.raises(NotNow):
            believe_run(actor=SYSTEM, run_id=run.id, at=NEXT_DAY)


class TestDropRun:
    def test_is_too_late_for_what_is_put_in(self, read: Reader) -> None:
        run, _ = read(service(1))

        with pytest.raises(NotNow):
            drop_run(actor=SYSTEM, run_id=run.id, at=NOON)


class TestDue:
    def test_are_begun_once_and_again_next_day(self, source: Source) -> None:
        Source.objects.update(rhythm=Rhythm.DAILY, next_read_at=NOON)

        assert begin_due_runs(actor=SYSTEM, at=NOON) == 1
        assert begin_due_runs(actor=SYSTEM, at=NOON) == 0
        assert Source.objects.get().next_read_at == NEXT_DAY

    def test_are_the_machines_alone(self, source: Source) -> None:
        with pytest.raises(NotAllowed):
            begin_due_runs(actor=VISITOR, at=NOON)

    def test_are_nobody_elses(self, source: Source) -> None:
        with pytest.raises(NotFound):
            start_run(actor=VISITOR, source_id=source.id, at=NOON)
        run = start_run(actor=SYSTEM, source_id=source.id, at=NOON)
        with pytest.raises(NotFound):
            work_on_run(actor=VISITOR, run_id=run.id, at=NOON)


class TestBroken:
    def test_is_told_once_and_again_when_it_broke_anew(self, read: Reader) -> None:
        UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR, municipality_codes=[])

        for day in range(3):
            read(service(1), breaks_after=0, at=NOON + timedelta(days=day))
        assert Message.objects.count() == 1

        read(service(1), at=NOON + timedelta(days=4))
        assert Source.objects.get().broken_since is None
        read(service(1), breaks_after=0, at=NOON + timedelta(days=5))
        assert Message.objects.count() == 2


class TestUnchanged:
    def test_costs_one_question_and_still_hides_what_is_long_gone(self, read: Reader) -> None:
        read(service(1), *OTHERS)
        assert Source.objects.get().etag == "etag-1"
        read(*OTHERS, at=NEXT_DAY)

        _, counts = read(is_unchanged=True, at=FORTNIGHT)

        assert (counts.same, counts.hidden) == (4, 1)
        assert Offer.objects.get(name="Torsdagscafé 1").status == Status.HIDDEN


class TestWhatComesOut:
    def test_is_what_came_in(self, read: Reader) -> None:
        told = service(1, fees_description="20 kr.", programs=[{"id": "p", "name": "Et program"}])

        read(told)

        record = Record.objects.one(Kind.SERVICE, Thing.objects.get().thing_id).get()
        published_now = json.loads(record.full)
        assert {key: published_now[key] for key in told if key != "organization"} == {
            key: value for key, value in told.items() if key != "organization"
        }
        assert published_now["organization"]["id"] == told["organization"]["id"]
