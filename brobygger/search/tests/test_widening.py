"""When nothing is found, what is offered instead suits anybody."""

from datetime import datetime

import pytest

from brobygger.search.queries import Filters
from brobygger.search.selectors import find
from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import make_document

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
