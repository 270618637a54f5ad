"""Links that do not answer twice in a week are told of; a dead net of our own holds nothing against anybody."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from brobygger.accounts.selectors import actor_for
from brobygger.audit.models import Entry
from brobygger.directory.link_fetching import Answer
from brobygger.directory.models import Check, LinkCheck, LinkState, Location, Offer, OfferAtLocation, Stage
from brobygger.directory.selectors.links_shown import broken_links_for, broken_links_in, has_broken_link, shown_urls
from brobygger.directory.services.freshness import confirm_offer
from brobygger.directory.services.link_checks import check_links, gather_links
from brobygger.directory.tests.factories import NOON, published
from brobygger.directory.values import LinkData
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.kernel.errors import NotAllowed
from brobygger.organisations.tests.factories import MembershipFactory, OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
URL, OTHER, WELL = "https://cafe.example/", "https://cafe.example/kontakt/", "https://kor.example/"
GONE, NOBODY, OK = Answer(code=404), Answer(problem="unknown_name"), Answer(code=200)


class Net:
    """What answers what."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers, self.asked = answers, list[str]()

    def look(self, url: str) -> Answer:
        self.asked.append(url)
        return self.answers.get(url, OK)


@pytest.fixture
def offer() -> Offer:
    MunicipalityFactory(code="0461", name="Odense")
    return published(
        organisation_id=OrganisationFactory.create(website=WELL, key="kor").id, is_national=False,
        municipality_codes=frozenset({"0461"}), links=(LinkData(label="Læs mere", url=URL),),
    )  # fmt: skip


def run(net: Net, at: datetime = NOON, **values: Any) -> Any:
    gather_links(actor=SYSTEM, at=at)
    return check_links(actor=SYSTEM, at=at, fetcher=net, pause=lambda _seconds: None, **values)


def state(url: str = URL) -> str:
    return LinkCheck.objects.get(url=url).state


class TestGatherLinks:
    def test_queues_what_is_shown_and_forgets_the_rest(self, offer: Offer) -> None:
        place = Location.objects.create(kind="virtual", url=OTHER)
        OfferAtLocation.objects.create(offer=offer, location=place)
        LinkCheck.objects.create(url="https://glemt.example/", due_at=NOON)

        assert gather_links(actor=SYSTEM, at=NOON) == 3
        assert set(LinkCheck.objects.values_list("url", flat=True)) == shown_urls() == {URL, OTHER, WELL}

    def test_is_the_operators(self) -> None:
        with pytest.raises(NotAllowed):
            gather_links(actor=VISITOR, at=NOON)
        with pytest.raises(NotAllowed):
            check_links(actor=VISITOR, at=NOON, fetcher=Net({}))


class TestCheckLinks:
    def test_keeps_what_is_well_and_comes_again_in_a_fortnight(self, offer: Offer) -> None:
        seen = run(Net({URL: Answer(code=200, moved_to="https://ny.example/")}))

        assert (seen.looked_at, seen.ok, seen.moved, seen.broken) == (2, 1, 1, 0)
        assert (state(), state(WELL)) == (LinkState.MOVED, LinkState.OK)
        assert run(Net({}), NOON + timedelta(days=13)).looked_at == 0
        assert Entry.objects.get(act="directory.links.checked").changes == {"ok": 1, "moved": 1}

    def test_calls_a_link_broken_the_second_time_only(self, offer: Offer) -> None:
        net = Net({URL: GONE})

        assert run(net).newly_broken == 0
        assert state() == LinkState.DOUBTFUL
        assert run(net, NOON + timedelta(days=3)).newly_broken == 1
        assert run(net, NOON + timedelta(days=6)).newly_broken == 0
        assert LinkCheck.objects.get(url=URL).failed_since == NOON
        assert has_broken_link(offer_id=offer.id)

        run(Net({}), NOON + timedelta(days=9))
        assert state() == LinkState.OK
        assert not has_broken_link(offer_id=offer.id)

    def test_forgets_a_doubt_that_is_older_than_a_week(self, offer: Offer) -> None:
        run(Net({URL: GONE}))
        run(Net({URL: GONE}), NOON + timedelta(days=8))

        assert state() == LinkState.DOUBTFUL

    @pytest.mark.parametrize("code", [401, 403, 429, 503])
    def test_does_not_mind_those_who_are_closed_to_programs(self, offer: Offer, code: int) -> None:
        run(Net({URL: Answer(code=code)}))

        assert state() == LinkState.OK

    def test_holds_nothing_against_anybody_when_our_own_net_is_down(self, offer: Offer) -> None:
        seen = run(Net({URL: NOBODY, WELL: NOBODY}))

        assert seen.is_net_down
        assert state() == LinkState.WAITING

    def test_knows_a_dead_link_from_a_dead_net_by_those_who_answered_before(self, offer: Offer) -> None:
        net = Net({URL: NOBODY})
        run(net)

        seen = run(net, NOON + timedelta(days=3))

        assert (seen.looked_at, seen.is_net_down, seen.newly_broken) == (1, False, 1)

    def test_never_asks_the_same_host_twice_in_a_second(self, offer: Offer) -> None:
        published(key="to", name="To", organisation_id=offer.organisation_id, links=(LinkData(label="Se", url=OTHER),))
        gather_links(actor=SYSTEM, at=NOON)
        waited: list[float] = []

        check_links(actor=SYSTEM, at=NOON, fetcher=Net({}), pause=waited.append)

        assert len(waited) == 1
        assert 0.5 < waited[0] <= 1.0

    def test_takes_no_more_than_it_is_told(self, offer: Offer) -> None:
        assert run(Net({}), limit=1).looked_at == 1

    def test_asks_those_behind_the_offer_sooner(self, offer: Offer) -> None:
        Check.objects.update_or_create(
            offer=offer, defaults={"due_on": date(2027, 6, 1), "stage": Stage.WAITING, "reasons": ["ordinary"]}
        )
        for days in (0, 3):
            run(Net({URL: GONE}), NOON + timedelta(days=days))

        row = Check.objects.get(offer=offer)
        assert row.due_on == (NOON + timedelta(days=10)).date()
        assert row.reasons == ["broken_link", "ordinary"]

    def test_makes_the_next_check_come_sooner_too(self, offer: Offer) -> None:
        for days in (0, 3):
            run(Net({URL: GONE}), NOON + timedelta(days=days))

        confirm_offer(actor=SYSTEM, offer_id=offer.id, at=NOON + timedelta(days=4), by_label="foreningen selv")

        assert "broken_link" in Check.objects.get(offer=offer).reasons


class TestBrokenLinks:
    def test_are_told_to_their_own_association_and_municipality(self, offer: Offer) -> None:
        for days in (0, 3):
            run(Net({URL: GONE}), NOON + timedelta(days=days))
        own = actor_for(MembershipFactory.create(organisation=offer.organisation).user, has_second_factor=True)
        other = actor_for(MembershipFactory.create().user, has_second_factor=True)

        assert [link.url for link in broken_links_for(actor=own)] == [URL]
        assert broken_links_for(actor=other) == ()
        assert [link.offer_key for link in broken_links_in(municipality_code="0461")] == [offer.key]
        assert broken_links_in(municipality_code="0851") == ()


class TestCommand:
    def test_says_what_came_of_it(
        self, offer: Offer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("brobygger.directory.link_fetching.Fetcher.look", lambda _self, _url: OK)
        call_command("check-links", "--limit", "1", "--json")
        assert json.loads(capsys.readouterr().out) == {
            "links": 2, "looked_at": 1, "ok": 1, "moved": 0, "doubtful": 0, "broken": 0, "newly_broken": 0,
            "is_net_down": False,
        }  # fmt: skip
        call_command("check-links")
        assert "1 af 2 adresser er set efter" in capsys.readouterr().out

        LinkCheck.objects.all().delete()
        monkeypatch.setattr("brobygger.directory.link_fetching.Fetcher.look", lambda _self, _url: NOBODY)
        call_command("check-links")
        assert "vores eget net" in capsys.readouterr().out
