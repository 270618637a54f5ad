"""What nobody answers for any more comes after what is alike, and can be told by its mark."""

from datetime import datetime

import pytest

from brobygger.search.keeping.codec import decode
from brobygger.search.models import IndexedDocument
from brobygger.search.services import mark_unanswered, publish
from brobygger.search.tests.factories import make_document

pytestmark = pytest.mark.django_db


class TestMarkUnanswered:
    def test_marks_what_is_there_and_leaves_the_rest_as_it_was(self, noon: datetime) -> None:
        one, other = make_document("den-ene"), make_document("den-anden")
        publish(document=one, at=noon)
        gone = make_document("ukendt").id

        mark_unanswered(document_ids=[one.id, gone], at=noon)
        publish(document=other, at=noon)

        marked = {row.id: decode(row.content) for row in IndexedDocument.objects.all()}
        assert (marked[one.id].is_unanswered, marked[one.id].assured_day) == (True, 1.0)
        assert marked[one.id].title == one.title
        assert not marked[other.id].is_unanswered
        assert gone not in marked
