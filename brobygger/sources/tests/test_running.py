"""Reading a source: what is new, changed, gone and back; nothing before the end is reached, nothing twice."""

from datetime import timedelta

import pytest

from brobygger.directory.models import Offer, Status
from brobygger.organisations.models import Organisation
from brobygger.sources.models import Outcome, RunState, Source, Thing
from brobygger.sources.tests.conftest import Reader
from brobygger.sources.tests.factories import NOON, service

pytestmark = pytest.mark.django_db


class TestRunSource:
    def test_puts_what_is_new_in_and_shows_it(self, read: Reader) -> None:
        run, counts = read(service(1), service(2))

        assert (run.state, counts.new, counts.done) == (RunState.WRITTEN, 2, 2)
        offer = Offer.objects.for_page().get(name="Torsdagscafé 1")
        assert offer.status == Status.PUBLISHED
        assert [town.code for town in offer.served_municipalities.all()] == ["0461"]
        assert Organisation.objects.get().name == "Håbet"

    def test_dry_writes_nothing_in_the_register(self, read: Reader) -> None:
        run, counts = read(service(1), is_dry=True)

        assert (run.state, counts.new, counts.done) == (RunState.READ, 1, 0)
        assert not Offer.objects.exists()
        assert {line["field"] for line in Outcome.objects.get().differences} >= {"name", "summary", "contacts"}

    def test_a_second_time_changes_nothing(self, read: Reader) -> None:
        read(service(1))

        _, counts = read(service(1), at=NOON + timedelta(days=1))

        assert (counts.same, counts.to_write) == (1, 0)

    def test_breaking_off_changes_nothing_and_says_so(self, read: Reader) -> None:
        read(service(1))

        run, counts = read(service(1, name="Nyt navn"), service(2), breaks_after=1, at=NOON + timedelta(days=1))

        assert run.state == RunState.FAILED
        assert "holder op midt i" in run.problem
        assert Offer.objects.get().name == "Torsdagscafé 1"
        assert counts.done == 0

    def test_what_is_gone_is_hidden_after_its_grace_and_comes_back(self, read: Reader) -> None:
        three = [service(2), service(3), service(4)]
        read(service(1), *three)

        read(*three, at=NOON + timedelta(days=1))
        assert Offer.objects.get(name="Torsdagscafé 1").status == Status.PUBLISHED
        read(*three, at=NOON + timedelta(days=15))
        assert Offer.objects.get(name="Torsdagscafé 1").status == Status.HIDDEN

        _, counts = read(service(1), *three, at=NOON + timedelta(days=16))

        assert counts.back == 1
        assert Offer.objects.get(name="Torsdagscafé 1").status == Status.PUBLISHED

    def test_too_much_gone_at_once_hides_nothing(self, read: Reader, source: Source) -> None:
        read(service(1), service(2), service(3))

        run, counts = read(service(3), at=NOON + timedelta(days=1))

        assert run.is_doubted
        assert counts.missing == 2
        assert not Thing.objects.exclude(missing_since=None).exists()
