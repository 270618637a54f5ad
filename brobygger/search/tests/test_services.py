"""Publishing, withdrawing and noting what was missed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.privacy.cpr import TextLooksLikeCpr
from brobygger.privacy.services import erase_expired
from brobygger.search.models import Generation, IndexedDocument, UnmetNeed
from brobygger.search.queries import Filters
from brobygger.search.selectors import figures, find
from brobygger.search.services import (
    NeedIsEmpty,
    note_unmet_need,
    publish,
    publish_many,
    withdraw,
)
from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import make_document


def keys(text: str, at: datetime) -> list[str]:
    return [hit.document.key for hit in find(filters=Filters(text=text, widen=False), at=at).hits]


@pytest.mark.django_db
class TestPublish:
    def test_makes_a_document_findable_at_once(self, noon: datetime) -> None:
        publish(document=make_document("a", title="Strikkeklubben"), at=noon)

        assert keys("strikkeklub", noon) == ["a"]

    def test_again_replaces_it(self, noon: datetime) -> None:
        document = make_document("a", title="Strikkeklubben")
        publish(document=document, at=noon)
        assert keys("strikkeklub", noon) == ["a"]

        publish(document=replace(document, title="Petanque"), at=noon)

        assert IndexedDocument.objects.count() == 1
        assert keys("strikkeklub", noon) == []
        assert keys("petanque", noon) == ["a"]

    def test_gives_the_generation_a_new_stamp(self, noon: datetime) -> None:
        publish(document=make_document("a"), at=noon)
        before = Generation.objects.get()

        publish(document=make_document("b"), at=noon)

        after = Generation.objects.get()
        assert after.stamp != before.stamp
        assert after.number == before.number + 1


@pytest.mark.django_db
class TestPublishMany:
    def test_takes_more_than_a_batch(self, noon: datetime) -> None:
        count = publish_many(documents=(make_document(f"d-{n}") for n in range(450)), at=noon)

        assert count == IndexedDocument.objects.count() == figures().documents == 450

    def test_of_two_with_one_id_the_last_counts(self, noon: datetime) -> None:
        first, last = make_document("a", title="Først"), make_document("a", title="Sidst")

        publish_many(documents=[first, last], at=noon)

        assert keys("sidst", noon) == ["a"]

    def test_of_nothing_changes_nothing(self, noon: datetime) -> None:
        assert publish_many(documents=[], at=noon) == 0
        assert not Generation.objects.exists()


@pytest.mark.django_db
class TestWithdraw:
    def test_takes_a_document_out_at_once(self, noon: datetime) -> None:
        document = make_document("a", title="Strikkeklubben")
        publish(document=document, at=noon)

        withdraw(document_id=document.id, at=noon)

        assert keys("strikkeklub", noon) == []

    def test_of_what_is_not_there_changes_nothing(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("a"))
        before = Generation.objects.get().stamp

        withdraw(document_id=make_document("b").id, at=noon)

        assert Generation.objects.get().stamp == before


@pytest.mark.django_db
class TestNoteUnmetNeed:
    def test_keeps_the_text(self, noon: datetime) -> None:
        need = note_unmet_need(actor=VISITOR, text=" En sangaften\0 ", municipality_code="0461", at=noon)

        assert UnmetNeed.objects.get() == need
        assert need.text == "En sangaften"

    def test_refuses_nothing_and_cpr_numbers(self, noon: datetime) -> None:
        with pytest.raises(NeedIsEmpty):
            note_unmet_need(actor=VISITOR, text="  ", at=noon)
        with pytest.raises(TextLooksLikeCpr):
            note_unmet_need(actor=VISITOR, text="jeg er 010203-1234", at=noon)

        assert not UnmetNeed.objects.exists()

    def test_is_forgotten_after_180_days(self, noon: datetime) -> None:
        note_unmet_need(actor=VISITOR, text="En sangaften", at=noon)

        erase_expired(actor=SYSTEM, at=noon + timedelta(days=181))

        assert not UnmetNeed.objects.exists()
