"""The back office is for the national technical staff; it writes through the services, as the editors' own pages do."""

from datetime import datetime

import pytest
from django.forms import model_to_dict
from django.test import Client
from django.urls import reverse

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import sign_in
from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM
from brobygger.knowledge.models import CrisisLine
from brobygger.knowledge.services import load_crisis_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(noon: datetime) -> None:
    """The package's lines as rows."""
    load_crisis_lines(actor=SYSTEM, at=noon)


def _sign_in(client: Client, role: Role) -> None:
    user = User.objects.create_user("a@example.org", "et langt kodeord", role=role, is_staff=True, is_superuser=True)
    sign_in(client, user)


class TestCrisisLineAdmin:
    def test_changes_a_line_through_the_service(self, client: Client, lines: None) -> None:
        _sign_in(client, Role.NATIONAL_ADMINISTRATOR)
        line = CrisisLine.objects.get(key="livslinien")
        values = {name: value for name, value in model_to_dict(line).items() if value is not None}

        answer = client.post(
            reverse("admin:knowledge_crisisline_change", args=[line.id]), {**values, "hours_da": "Kl. 11-4"}
        )

        assert answer.status_code == 302
        line.refresh_from_db()
        assert (line.hours_da, line.is_edited) == ("Kl. 11-4", True)
        assert Entry.objects.filter(act="knowledge.crisis_line.changed").count() == 1

    def test_adds_a_line_through_the_service(self, client: Client, lines: None) -> None:
        _sign_in(client, Role.NATIONAL_ADMINISTRATOR)
        values = {n: v for n, v in model_to_dict(CrisisLine.objects.get(key="nefos")).items() if v is not None}

        answer = client.post(reverse("admin:knowledge_crisisline_add"), {**values, "key": "ny-linje"})

        assert answer.status_code == 302
        assert CrisisLine.objects.get(key="ny-linje").is_edited

    @pytest.mark.parametrize("name", ["changelist", "add"])
    @pytest.mark.parametrize("role", [Role.LOCAL_ADMINISTRATOR, Role.EDITOR])
    def test_is_closed_to_others(self, client: Client, lines: None, name: str, role: Role) -> None:
        _sign_in(client, role)

        assert client.get(reverse(f"admin:knowledge_crisisline_{name}")).status_code == 302

    def test_deletes_nothing(self, client: Client, lines: None) -> None:
        _sign_in(client, Role.NATIONAL_ADMINISTRATOR)
        line = CrisisLine.objects.get(key="livslinien")

        assert (
            client.post(reverse("admin:knowledge_crisisline_delete", args=[line.id]), {"post": "yes"}).status_code
            == 403
        )
        assert CrisisLine.objects.filter(id=line.id).exists()
