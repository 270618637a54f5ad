"""What we publish ourselves, read by ourselves over the net: it comes back as it is."""

import json
from typing import Any

import pytest

from brobygger.opendata.entries import entry_of
from brobygger.opendata.models import Kind, Record
from brobygger.opendata.tests.rich import shown
from brobygger.sources.reading import Fetcher, Found, Report, open_feed


def read(origin: Any, **options: Any) -> tuple[list[Found], Report]:
    with open_feed(origin, fetcher=Fetcher(may_be_local=True, sleep=[].append), **options) as feed:
        return list(feed.things()), feed.report


def published(kind: Kind) -> list[dict[str, Any]]:
    return [json.loads(record.full) for record in Record.objects.of_kind(kind).here().order_by("number")]


@pytest.mark.django_db(transaction=True)
class TestOurOwnDoors:
    def test_are_read_whole(self, live_server: Any) -> None:
        for number in range(3):
            shown(key=f"tilbud-{number}", name=f"Tilbud {number}")

        found, report = read(f"{live_server.url}/hsds/3/")

        assert [one.thing for one in found if one.kind == "service"] == published(Kind.SERVICE)
        assert not report.remarks
        assert report.is_whole
        again, unchanged = read(f"{live_server.url}/hsds/3/", known_etag=report.etag)
        assert again == []
        assert unchanged.is_unchanged

    def test_are_read_line_by_line_too(self, live_server: Any) -> None:
        shown(key="et-tilbud")

        found, report = read(f"{live_server.url}/hsds/3/services?format=ndjson&full=true")

        assert [one.thing for one in found] == published(Kind.SERVICE)
        assert not report.remarks


@pytest.mark.django_db
class TestOurOwnFiles:
    def test_of_the_whole_register_are_read(self) -> None:
        shown(key="et-tilbud")
        shown(key="et-andet")
        gone = {"sequence": 99, "kind": "service", "id": "x", "action": "delete", "changed_at": "x"}
        records = [entry_of(record) for record in Record.objects.here().order_by("number")]
        lines = [json.dumps({"about": {"title": "x"}}), *records, json.dumps(gone)]

        found, report = read("\n".join(lines).encode())

        assert [one.thing for one in found if one.kind == "service"] == published(Kind.SERVICE)
        assert [one.thing for one in found if one.kind == "organization"] == published(Kind.ORGANIZATION)
        assert not report.remarks
        assert report.left_out == 0
