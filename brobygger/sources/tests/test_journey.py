"""From a real server on this machine to a public page: registered, tried, said yes to, shown, gone and hidden."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.directory.models import Offer, Status
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.models import Municipality
from brobygger.sources.models import Run, RunState, Source, Thing
from brobygger.sources.tasks import are_sources_waiting
from brobygger.sources.tests.factories import service
from brobygger.sources.tests.feed_server import FeedServer, as_json, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def local(settings: Any) -> None:
    settings.SOURCES_MAY_BE_LOCAL = True


def command(*words: str) -> Any:
    out = StringIO()
    call_command("sources", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


class TestTheWayOfAnOffer:
    def test_is_from_another_register_to_the_public_page_and_out_of_sight(
        self, odense: Municipality, server: FeedServer
    ) -> None:
        told = [service(number) for number in range(5)]
        address = server.at("/feed.json", lambda _asked: as_json(told))
        keeper = Client()
        sign_in(keeper, UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"]))
        keeper.post(
            reverse("sources:new"),
            {"name": "Byens register", "owner": "0461", "address": address, "trust": "shown", "edits": "ours",
             "rhythm": "daily", "grace_days": "0"},
        )  # fmt: skip
        Source.objects.update(next_read_at=None)

        begun = keeper.post(reverse("sources:read", args=["byens-register"]))
        assert are_sources_waiting()
        assert command("due") == {"begun": 0, "runs": 1}
        assert "Torsdagscafé 3" in keeper.get(begun["Location"]).content.decode()
        keeper.post(reverse("sources:act_on_run", args=[Run.objects.get().id]), {"go": "laeg-ind"})
        command("due")

        offer = Offer.objects.get(name="Torsdagscafé 3")
        assert "Torsdagscafé 3" in Client().get(reverse("web:offer", args=[offer.key])).content.decode()

        del told[3]
        Source.objects.update(next_read_at=timezone.now() - timedelta(minutes=1))
        assert command("due")["begun"] == 1
        assert Thing.objects.exclude(missing_since=None).count() == 1
        assert Offer.objects.get(id=offer.id).status == Status.HIDDEN


class TestTheCommand:
    def test_adds_lists_and_runs(self, odense: Municipality, tmp_path: Any) -> None:
        OrganisationFactory.create(key="haabet")
        path = tmp_path / "feed.json"
        path.write_text(json.dumps([service(1)]), encoding="utf-8")

        assert command("add", "haabets", "--organisation", "haabet", "--trust", "shown", "--file", str(path)) == {
            "key": "haabets"
        }
        assert command("run", "haabets", "--dry")["new"] == 1
        told = command("run", "haabets")
        assert (told["state"], told["done"]) == (RunState.WRITTEN, 1)
        assert command("list")[0]["things"] == 1
        out = StringIO()
        call_command("sources", "list", stdout=out)
        assert "haabets" in out.getvalue()

    def test_says_why_not(self, odense: Municipality, tmp_path: Any) -> None:
        path = tmp_path / "feed.json"
        path.write_text("<html>", encoding="utf-8")
        command("add", "side", "--kommune", "0461")

        for words in (
            ("run", "side", "--file", str(path)),
            ("run", "findes-ikke"),
            ("add", "x", "--organisation", "y"),
        ):
            with pytest.raises(CommandError):
                call_command("sources", *words, stdout=StringIO())
