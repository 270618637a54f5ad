"""Feeds with odd signs and broken servers: they stop nobody else, and change nothing here."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.utils import timezone

from brobygger.directory.models import Offer
from brobygger.kernel.actors import SYSTEM
from brobygger.notifications.models import Message
from brobygger.places.models import Municipality
from brobygger.sources.models import Run, RunState, Source, Thing
from brobygger.sources.reading import FeedRefused, Fetcher, Reason, RemarkKind
from brobygger.sources.reading.reports import remark
from brobygger.sources.services import NotNow, apply_run, give_up_run, run_source, start_run, work_on_run, writing
from brobygger.sources.tests.conftest import Reader
from brobygger.sources.tests.factories import NOON, ListedFeed, SourceFactory, found, service
from brobygger.sources.tests.feed_server import FeedServer, Reply, as_json, serving
from brobygger.sources.tests.test_gone import NEXT_DAY

pytestmark = pytest.mark.django_db
PLACE = {"id": "spot", "location": {"id": "place", "location_type": "physical", "addresses": [
    {"id": "address", "address_1": "Vestergade 12", "postal_code": "5000", "city": "Odense", "country": "DK"}
]}}  # fmt: skip


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with serving() as running:
        yield running


@pytest.fixture
def api(odense: Municipality, server: FeedServer, settings: Any) -> Source:
    """A register whose list has little of each service; ``/services/{id}`` has the whole of it."""
    settings.SOURCES_MAY_BE_LOCAL = True
    whole = service(1, service_at_locations=[PLACE])
    server.at("/services", as_json({"contents": [brief()]}))
    server.at(f"/services/{whole['id']}", as_json(whole))
    return SourceFactory.create(address=server.url + "/services", kind="hsds_api")


def brief(**values: Any) -> dict[str, Any]:
    return {**{key: service(1)[key] for key in ("id", "name", "status", "description")}, **values}


def contacts() -> list[str]:
    return list(Offer.objects.get().contacts.values_list("phone", flat=True))


class TestOddSigns:
    @pytest.mark.parametrize("sign", ["\0", "\ud800", "\x1b"])
    def test_in_a_path_are_not_kept(self, sign: str) -> None:
        assert remark(RemarkKind.RENAMED, f"phones.0.ti{sign}tle").path == "phones.0.ti tle"

    @pytest.mark.parametrize("sign", ["\0", "\ud800"])
    def test_in_a_feed_do_not_stop_it(self, source: Source, tmp_path: Path, sign: str) -> None:
        path = tmp_path / "feed.json"
        path.write_text(json.dumps([{**service(1), f"alert{sign}": "Lukket i uge 7"}]))

        run, counts = run_source(actor=SYSTEM, source_id=source.id, at=NOON, is_dry=False, path=path)

        assert (run.state, counts.done) == (RunState.WRITTEN, 1)
        assert "alert " in [line["where"] for line in Run.objects.get().remarks]
        assert Offer.objects.get().alert == "Lukket i uge 7"

    def test_in_an_etag_are_no_etag(self, server: FeedServer) -> None:
        url = server.at("/x", Reply(b"ok", headers={"ETag": '"a\0b"'}))

        with Fetcher(may_be_local=True).get(url) as answer:
            assert answer.etag == ""

    def test_in_what_a_server_says_are_not_told(self) -> None:
        assert FeedRefused(Reason.ENCODING, "x\0y").message.isprintable()


class TestFaultOfOurs:
    def test_ends_its_reading_and_no_other(self, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
        bad, good = source, SourceFactory.create()
        for one in (bad, good):
            start_run(actor=SYSTEM, source_id=one.id, at=timezone.now(), is_dry=False)
        Source.objects.update(etag="before")

        def feed_of(one: Source, **_options: Any) -> ListedFeed:
            if one.id == bad.id:
                raise RuntimeError
            return ListedFeed([found(service(1))])

        monkeypatch.setattr("brobygger.sources.services.running.feed_of", feed_of)
        out = StringIO()

        call_command("sources", "due", "--json", stdout=out)

        assert json.loads(out.getvalue())["runs"] == 2
        stopped = Run.objects.get(source=bad)
        assert (stopped.state, stopped.leased_until) == (RunState.FAILED, None)
        assert stopped.problem == "Noget gik galt hos os. Det er vores fejl, ikke din."
        assert Run.objects.get(source=good).state == RunState.WRITTEN
        bad.refresh_from_db()
        assert (bad.etag, bad.broken_since is None) == ("", False)

    def test_in_the_middle_leaves_the_rest_to_the_next(self, read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
        run, _ = read(service(1), is_dry=True)
        apply_run(actor=SYSTEM, run_id=run.id, at=NOON)
        with monkeypatch.context() as broken:
            broken.setattr(writing, "take_in_offers", lambda **_values: 1 / 0)
            call_command("sources", "due", stdout=StringIO())
        assert (Run.objects.get().state, Offer.objects.exists()) == (RunState.FAILED, False)

        _, counts = read(service(1), at=NEXT_DAY)

        assert counts.done == 1

    def test_is_not_told_of_what_is_done(self, read: Reader) -> None:
        run, _ = read(service(1))

        with pytest.raises(NotNow):
            give_up_run(actor=SYSTEM, run_id=run.id, at=NOON)
        assert not Message.objects.exists()


class TestBrokenServer:
    def test_changes_nothing(self, api: Source, server: FeedServer) -> None:
        run_source(actor=SYSTEM, source_id=api.id, at=NOON, is_dry=False)
        assert contacts()
        server.at(f"/services/{service(1)['id']}", Reply(b"<html>", status=502))

        run, _ = run_source(actor=SYSTEM, source_id=api.id, at=NEXT_DAY, is_dry=False)

        assert run.state == RunState.FAILED
        assert "502" in run.problem
        assert contacts()

    def test_of_organisations_changes_nothing(self, api: Source, server: FeedServer) -> None:
        server.at("/services", as_json([service(1, organization=None, organization_id=str(UUID(int=7)))]))
        server.at("/organizations/", Reply(status=500))

        run, _ = run_source(actor=SYSTEM, source_id=api.id, at=NOON, is_dry=False)

        assert (run.state, Thing.objects.exists()) == (RunState.FAILED, False)


class TestShortForm:
    def test_empties_nothing_that_is_here(self, api: Source, server: FeedServer) -> None:
        run_source(actor=SYSTEM, source_id=api.id, at=NOON, is_dry=False)
        assert Offer.objects.get().at_locations.exists()
        server.at("/services", as_json({"contents": [brief(name="Nyt navn")]}))
        server.at(f"/services/{service(1)['id']}", Reply(status=404))

        _, counts = run_source(actor=SYSTEM, source_id=api.id, at=NEXT_DAY, is_dry=False)

        assert (counts.total, counts.same, counts.to_write) == (1, 1, 0)
        assert Offer.objects.get().at_locations.exists()
        assert contacts()

    def test_is_enough_where_there_never_was_more(self, read: Reader) -> None:
        whole = service(1, status="active")
        read({"thing": whole, "is_brief": True})

        _, counts = read({"thing": {**whole, "name": "Nyt navn"}, "is_brief": True}, at=NEXT_DAY)

        assert (counts.changed, Offer.objects.get().name) == (1, "Nyt navn")


def test_work_goes_on_after_a_broken_reading(read: Reader, source: Source) -> None:
    run = start_run(actor=SYSTEM, source_id=source.id, at=NOON)
    give_up_run(actor=SYSTEM, run_id=run.id, at=NOON)

    assert not work_on_run(actor=SYSTEM, run_id=run.id, at=NOON)
    _, counts = read(service(1), at=NEXT_DAY)
    assert counts.done == 1
