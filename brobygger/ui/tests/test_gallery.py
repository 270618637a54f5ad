"""The gallery shows every component to anybody."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
class TestGallery:
    def test_shows_every_component_to_anybody(self, client: Client) -> None:
        response = client.get(reverse("ui:gallery"))

        assert response.status_code == 200
        for part in ("button-primary", "error-summary", "view-switch", "quick-exit", "crisis", "filter-group"):
            assert part in response.content.decode()

    def test_sets_no_cookie(self, client: Client) -> None:
        assert not client.get(reverse("ui:gallery")).cookies

    def test_speaks_english_too(self, client: Client) -> None:
        assert '<html lang="en">' in client.get("/en/ui/").content.decode()

    def test_has_no_link_that_leads_nowhere(self, client: Client) -> None:
        html = client.get(reverse("ui:gallery")).content.decode()

        assert 'href=""' not in html
