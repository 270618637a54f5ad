"""The back office changes sites through the services, with a line in the book."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.forms import model_to_dict
from django.test import Client
from django.urls import reverse

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.sites.models import Site
from brobygger.sites.services import SiteData, save_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    """Odense's front door."""
    data = SiteData(
        municipality_id=MunicipalityFactory(code="0461").code, title="Odense", welcome_da="Kom ind",
        owner="Redaktionen", checked_on=date(2026, 11, 22), next_check_on=date(2027, 11, 22),
    )  # fmt: skip
    return save_site(actor=SYSTEM, at=datetime(2026, 11, 22, 12, tzinfo=UTC), data=data)


@pytest.fixture
def national(client: Client) -> Client:
    sign_in(client, UserFactory(role=Role.NATIONAL_ADMINISTRATOR, is_staff=True, is_superuser=True))
    return client


def send(client: Client, site: Site, **changed: str) -> Any:
    values = {name: value for name, value in model_to_dict(site).items() if value is not None}
    return client.post(reverse("admin:sites_site_change", args=[site.id]), {**values, **changed})


class TestSiteAdmin:
    def test_changes_a_site_through_the_service(self, national: Client, site: Site) -> None:
        assert send(national, site, title="Velkommen til Odense").status_code == 302

        site.refresh_from_db()
        assert site.title == "Velkommen til Odense"
        entry = Entry.objects.get(act="sites.site.changed")
        assert entry.changes == {"title": ["Odense", "Velkommen til Odense"]}

    def test_says_why_the_service_refuses(self, national: Client, site: Site) -> None:
        answer = send(national, site, title="Ring til 010190-1234")

        assert answer.status_code == 422
        assert "CPR-nummer" in answer.content.decode()
        site.refresh_from_db()
        assert site.title == "Odense"

    def test_writes_nothing_for_somebody_elses_administrator(self, client: Client, site: Site) -> None:
        sign_in(client, UserFactory(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0851"], is_staff=True))

        assert send(client, site, title="Overtaget").status_code in {302, 403}

        site.refresh_from_db()
        assert site.title == "Odense"
