"""When little is found: what is offered instead suits anybody, and what does not fit is shown in moderation."""

from datetime import datetime

import pytest

from brobygger.search.queries import Filters
from brobygger.search.selectors import find
from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import make_document
from brobygger.search.weights import using_weights

pytestmark = pytest.mark.django_db


class TestSomebodyToTalkTo:
    def test_begins_with_lines_for_anybody(self, publish: Publish, noon: datetime) -> None:
        line = {"is_national": True, "municipality_codes": (), "delivery": ("phone",), "spots": ()}
        publish(
            make_document("vold", concepts=("vold", "telefonraadgivning"), **line),
            make_document("alle", concepts=("ensomhed", "telefonraadgivning"), **line),
        )

        found = find(filters=Filters(text="xyzzyq"), at=noon)

        assert [hit.document.key for hit in found.widenings[0].hits] == ["alle", "vold"]


class TestMisfits:
    def test_are_the_best_few_however_many_match(self, publish: Publish, noon: datetime) -> None:
        publish(
            *(make_document(f"d-{n}", summary="Sorg.", concepts=("sorg",), age_max=25) for n in range(3)),
            make_document("bedst", title="Sorg sorg sorg", concepts=("sorg",), age_max=25),
        )

        with using_weights({"page": {"misfits": 2}}):
            (misfits,) = find(filters=Filters(text="sorg", age=60), at=noon).widenings

        assert misfits.kind == "misfits"
        assert len(misfits.hits) == 2
        assert misfits.hits[0].document.key == "bedst"
