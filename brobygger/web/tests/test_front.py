"""The front page."""

import json
import re

import pytest
from django.test import Client

from brobygger.taxonomy.selectors import concepts_by_key
from brobygger.web.presenters.situations import SITUATIONS

pytestmark = pytest.mark.django_db


class TestFront:
    def test_asks_one_large_question(self, client: Client) -> None:
        page = client.get("/").content.decode()

        assert "Hvad har du brug for?" in page
        assert 'action="/soeg/"' in page
        assert 'formmethod="post"' in page

    def test_is_the_same_for_everybody(self, client: Client) -> None:
        response = client.get("/")

        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")

    def test_speaks_english_too(self, client: Client) -> None:
        assert 'action="/en/soeg/"' in client.get("/en/").content.decode()

    def test_tells_search_engines_how_to_search(self, client: Client) -> None:
        data = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get("/").content.decode())

        assert data
        assert json.loads(data[1])["potentialAction"]["target"].endswith("/soeg/?q={search_term_string}")

    def test_counts_what_there_is(self, client: Client, register: None) -> None:
        page = client.get("/").content.decode()

        assert re.search(r"<dt>tilbud</dt><dd>15</dd>", page)
        assert re.search(r"<dt>bekræftet det seneste år</dt><dd>0</dd>", page)


class TestSituations:
    def test_lead_to_needs_that_exist(self, denmark: None) -> None:
        known = concepts_by_key()

        assert [situation.need for situation in SITUATIONS if situation.need not in known] == []
