"""New offers as Atom, read by a program that is not ours."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from feedparser.api import parse

from brobygger.audit.models import Entry
from brobygger.directory.models import Offer
from brobygger.directory.services.offers import hide_offer, publish_offer, save_offer
from brobygger.directory.tests.factories import NOON, OfferFactory, offer_data, published
from brobygger.kernel.actors import SYSTEM
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.syndication import selectors
from brobygger.syndication.scopes import everything
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


def feed(client: Client, path: str = "/nyt/tilbud.atom") -> Any:
    response = client.get(path)
    assert response.status_code == 200
    parsed = parse(response.content)
    assert not parsed.bozo
    assert parsed.version == "atom10"
    return parsed


def titles(client: Client, path: str) -> set[str]:
    return {entry.title for entry in feed(client, path).entries}


class TestNews:
    def test_says_what_is_new_and_whose_it_is(self, client: Client) -> None:
        concept = ConceptFactory(key="sorg", pref_da="Sorg", pref_en="Grief")
        published(name="Café <Sol>", summary="Kaffe & snak <b>", concepts=frozenset({concept.key}))

        read = feed(client)
        [entry] = read.entries

        assert entry.title == "Café <Sol>"
        assert entry.summary == "Kaffe &amp; snak &lt;b&gt;"
        assert entry.link.endswith("/tilbud/cafe/")
        assert entry.id.startswith("tag:")
        assert entry.author
        assert [tag.term for tag in entry.tags] == ["Sorg"]
        assert {link.rel for link in read.feed.links} == {"self", "alternate"}
        assert read.feed.language == "da"

    def test_is_a_feed_whatever_somebody_has_written(self, client: Client) -> None:
        concept = ConceptFactory(key="sorg", pref_da="So\x08rg")
        offer = published(concepts=frozenset({concept.key}))
        Offer.objects.update(name="Ca\x01f\x0cé", summary="Kaffe\x0b og\ufffe snak\x1f.")
        type(offer.organisation).objects.update(name="Huset\x0e")

        [entry] = feed(client).entries

        assert (entry.title, entry.summary, entry.author) == ("Café", "Kaffe og snak.", "Huset")
        assert [tag.term for tag in entry.tags] == ["Sorg"]

    def test_is_in_english_too_with_the_same_ids(self, client: Client) -> None:
        published(concepts=frozenset({ConceptFactory(key="sorg", pref_da="Sorg", pref_en="Grief").key}))

        danish, english = feed(client), feed(client, "/en/nyt/tilbud.atom")

        assert english.feed.language == "en"
        assert english.feed.id != danish.feed.id
        assert english.entries[0].id == danish.entries[0].id
        assert [tag.term for tag in english.entries[0].tags] == ["Grief"]
        assert "/en/nyt/tilbud.atom" in {link.href.removeprefix("http://localhost:8000") for link in danish.feed.links}

    def test_that_is_empty_is_the_same_each_time(self, client: Client) -> None:
        first, again = client.get("/nyt/tilbud.atom"), client.get("/nyt/tilbud.atom")

        assert first.content == again.content

    def test_is_about_one_place_or_one_need(self, client: Client) -> None:
        here, there = MunicipalityFactory(code="0461"), MunicipalityFactory(code="0101")
        sorrow = ConceptFactory(key="sorg")
        for key, place, needs in (("a", here, {sorrow.key}), ("b", here, set()), ("c", there, {sorrow.key})):
            published(key=key, name=key, is_national=False, municipality_codes=frozenset({place.code}),
                      concepts=frozenset(needs))  # fmt: skip

        assert titles(client, "/nyt/kommune/0461.atom") == {"a", "b"}
        assert titles(client, "/nyt/kommune/0461.atom?behov=sorg") == {"a"}
        assert titles(client, "/nyt/behov/sorg.atom") == {"a", "c"}
        assert titles(client, "/nyt/tilbud.atom") == {"a", "b", "c"}
        assert titles(client, "/nyt/tilbud.atom?behov=sorg") == {"a", "c"}

    def test_is_not_sent_twice(self, client: Client) -> None:
        published()
        mark = client.get("/nyt/tilbud.atom")["ETag"]

        assert client.get("/nyt/tilbud.atom", headers={"if-none-match": mark}).status_code == 304


class TestNewOffers:
    def test_counts_from_the_first_time_it_was_shown(self) -> None:
        offer = published()
        hide_offer(actor=SYSTEM, offer_id=offer.id, at=NOON + timedelta(days=1))
        publish_offer(actor=SYSTEM, offer_id=offer.id, at=NOON + timedelta(days=2))

        [new] = selectors.new_offers(scope=everything(), at=NOON + timedelta(days=3))

        assert new.first_shown_at == NOON

    def test_has_what_was_written_long_ago_and_shown_now(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(selectors, "MOST_IN_NEWS", 1)
        old = save_offer(actor=SYSTEM, at=NOON - timedelta(days=200), data=offer_data(key="gammel")).offer
        published(key="ny")
        publish_offer(actor=SYSTEM, offer_id=old.id, at=NOON + timedelta(days=1))

        [new] = selectors.new_offers(scope=everything(), at=NOON + timedelta(days=1))

        assert new.offer == old

    def test_counts_from_when_it_was_written_where_the_book_says_nothing(self) -> None:
        OfferFactory()

        [new] = selectors.new_offers(scope=everything(), at=NOON)

        assert not Entry.objects.exists()
        assert new.first_shown_at == NOON

    def test_leaves_out_what_is_not_shown(self) -> None:
        hide_offer(actor=SYSTEM, offer_id=published().id, at=NOON)

        assert Offer.objects.exists()
        assert selectors.new_offers(scope=everything(), at=NOON) == ()
