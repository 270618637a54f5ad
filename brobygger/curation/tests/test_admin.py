"""The back office closes error reports through the services, with a line in the book for each."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.audit.models import Entry
from brobygger.curation.models import ErrorReport, ReportStatus
from brobygger.curation.services import report_error
from brobygger.kernel.actors import VISITOR

pytestmark = pytest.mark.django_db
QUEUE = "admin:curation_errorreport_changelist"


@pytest.fixture
def report(noon: datetime) -> ErrorReport:
    return report_error(
        actor=VISITOR, subject_kind="offer", subject_id=uuid4(), subject_label="Cafeen", reason="closed",
        text="Døren er låst.", reply_to="", at=noon,
    )  # fmt: skip


@pytest.fixture
def national(client: Client) -> Client:
    sign_in(client, UserFactory(role=Role.NATIONAL_ADMINISTRATOR, is_staff=True, is_superuser=True))
    return client


def choose(client: Client, action: str, report: ErrorReport) -> Any:
    return client.post(reverse(QUEUE), {"action": action, "_selected_action": [str(report.id)]}, follow=True)


class TestErrorReportAdmin:
    @pytest.mark.parametrize(
        ("action", "status"),
        [("close_as_fixed", ReportStatus.FIXED), ("close_as_rejected", ReportStatus.REJECTED)],
    )
    def test_closes_through_the_service(
        self, national: Client, report: ErrorReport, action: str, status: ReportStatus
    ) -> None:
        choose(national, action, report)

        report.refresh_from_db()
        assert report.status == status
        assert Entry.objects.filter(act="curation.error_report.closed", subject_id=str(report.id)).count() == 1

    def test_says_which_could_not_be_closed(self, national: Client, report: ErrorReport) -> None:
        choose(national, "close_as_fixed", report)

        answer = choose(national, "close_as_rejected", report)

        assert "Cafeen: Meldingen er allerede lukket." in answer.content.decode()
        report.refresh_from_db()
        assert report.status == ReportStatus.FIXED

    def test_changes_and_deletes_nothing(self, national: Client, report: ErrorReport) -> None:
        for door in ("change", "delete"):
            address = reverse(f"admin:curation_errorreport_{door}", args=[report.id])

            assert national.post(address, {"text": "Noget andet", "post": "yes"}).status_code == 403
        assert ErrorReport.objects.get().text == "Døren er låst."
        assert "close_as_fixed" in national.get(reverse(QUEUE)).content.decode()
        assert "delete_selected" not in national.get(reverse(QUEUE)).content.decode()
