"""Who is right when both the source and somebody here have changed a field: the rule of the source, field by field."""

from dataclasses import replace
from datetime import timedelta

import pytest

from brobygger.directory.models import Offer
from brobygger.directory.rows import data_of
from brobygger.directory.services import save_offer
from brobygger.directory.tests.factories import published
from brobygger.kernel.actors import SYSTEM
from brobygger.sources.models import Edits, Outcome, Source
from brobygger.sources.selectors.provenance import provenance_of
from brobygger.sources.tests.conftest import Reader
from brobygger.sources.tests.factories import NOON, service

pytestmark = pytest.mark.django_db
NEXT_DAY = NOON + timedelta(days=1)


def the_offer() -> Offer:
    return Offer.objects.for_page().get()


def edit(**values: object) -> None:
    """Change an offer as somebody here would."""
    save_offer(actor=SYSTEM, at=NOON, data=replace(data_of(the_offer()), **values))


def rule(source: Source, edits: Edits, *our_fields: str) -> None:
    source.edits, source.our_fields = edits, list(our_fields)
    source.save()


class TestEdits:
    def test_ours_stands_and_the_difference_says_so(self, source: Source, read: Reader) -> None:
        read(service(1))
        edit(name="Vores navn")

        read(service(1, name="Deres nye navn"), at=NEXT_DAY)

        assert the_offer().name == "Vores navn"
        kept = [line for line in Outcome.objects.get(result="changed").differences if line.get("kept")]
        assert [line["after"] for line in kept] == ["Deres nye navn"]

    def test_a_field_the_source_did_not_change_is_never_touched(self, source: Source, read: Reader) -> None:
        rule(source, Edits.THEIRS)
        read(service(1))
        edit(name="Vores navn")

        read(service(1, description="Nye ord."), at=NEXT_DAY)

        assert (the_offer().name, the_offer().description) == ("Vores navn", "Nye ord.")

    def test_theirs_wins_when_that_is_the_rule(self, source: Source, read: Reader) -> None:
        rule(source, Edits.THEIRS)
        read(service(1))
        edit(name="Vores navn")

        read(service(1, name="Deres nye navn"), at=NEXT_DAY)

        assert the_offer().name == "Deres nye navn"

    def test_some_fields_may_be_ours_whatever_they_say(self, source: Source, read: Reader) -> None:
        rule(source, Edits.THEIRS_EXCEPT, "name")
        read(service(1))
        edit(description="Vores ord.")

        read(service(1, name="Deres nye navn", description="Deres nye ord."), at=NEXT_DAY)

        assert the_offer().name == "Torsdagscafé 1"
        assert the_offer().description == "Deres nye ord."

    def test_what_the_source_does_not_speak_of_stays(self, read: Reader) -> None:
        read(service(1))
        edit(first_visit="Ring på hos Kurt.")

        read(service(1, alert="Lukket i uge 7"), at=NEXT_DAY)

        assert (the_offer().first_visit, the_offer().alert) == ("Ring på hos Kurt.", "Lukket i uge 7")


class TestProvenance:
    def test_says_which_source_said_a_field_and_when(self, read: Reader) -> None:
        read(service(1))
        read(service(1, alert="Lukket i uge 7"), at=NEXT_DAY)
        edit(name="Vores navn")

        found = provenance_of(offer_id=the_offer().id)

        assert found is not None
        fields = {field.name: field for field in found.fields}
        assert (fields["name"].said_at, fields["alert"].said_at) == (NOON, NEXT_DAY)
        assert fields["name"].is_changed_here
        assert not fields["alert"].is_changed_here
        assert found.source_name == "Frivilligjob"

    def test_says_nothing_of_what_was_written_here(self, read: Reader) -> None:
        assert provenance_of(offer_id=published().id) is None
