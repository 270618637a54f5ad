"""An error report is somebody's task: the municipality's, with a day, then the national administrators' too."""

from datetime import datetime, timedelta

import pytest

from brobygger.accounts.permissions import Permission, Role
from brobygger.accounts.tests.factories import UserFactory
from brobygger.audit.models import Entry
from brobygger.curation.models import ErrorReport
from brobygger.curation.selectors.reports import get_report, reports_waiting_for
from brobygger.curation.services import close_report, escalate_reports, remind_of_reports
from brobygger.directory.models import Offer
from brobygger.directory.services.reports import report_offer
from brobygger.directory.tests.factories import NOON, published
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import NotAllowed, NotFound
from brobygger.notifications.models import Content
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


def local(*codes: str) -> Actor:
    return Actor(
        kind=ActorKind.USER,
        permissions=frozenset({str(Permission.ERROR_REPORT_HANDLE)}),
        municipality_codes=frozenset(codes),
    )


NATIONAL = Actor(
    kind=ActorKind.USER, permissions=frozenset({str(Permission.ERROR_REPORT_HANDLE), str(Permission.EVERYWHERE)})
)


def reported(*codes: str, reply_to: str = "", reason: str = "closed", at: datetime = NOON) -> ErrorReport:
    for code in codes:
        MunicipalityFactory(code=code, name=f"By {code}", slug=f"by-{'abcdefghij'[int(code) % 10]}")
    offer = published(is_national=not codes, municipality_codes=frozenset(codes))
    return report_offer(
        actor=VISITOR, offer_id=offer.id, reason=reason, text="Døren er låst.", reply_to=reply_to, at=at
    )


def told() -> set[tuple[str, str]]:
    return set(Content.objects.values_list("to", "subject"))


class TestReportOffer:
    def test_is_the_task_of_the_municipality_it_is_for(self) -> None:
        report = reported("0461")

        assert list(reports_waiting_for(actor=local("0461"))) == [report]
        assert not reports_waiting_for(actor=local("0851"))
        assert not reports_waiting_for(actor=NATIONAL)
        with pytest.raises(NotFound):
            get_report(actor=local("0851"), report_id=report.id)

    def test_about_what_is_for_the_whole_country_is_the_national_ones(self) -> None:
        report = reported()

        assert list(reports_waiting_for(actor=NATIONAL)) == [report]
        assert not reports_waiting_for(actor=local("0461"))

    @pytest.mark.parametrize("status", ["removed", "draft"])
    def test_is_about_what_is_there(self, status: str) -> None:
        offer = published()
        Offer.objects.update(status=status)

        with pytest.raises(NotFound):
            report_offer(actor=VISITOR, offer_id=offer.id, reason="closed", text="", reply_to="", at=NOON)


class TestRemindOfReports:
    def test_tells_those_who_have_them_once(self) -> None:
        UserFactory(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"], email="odense@kommune.example")
        UserFactory(role=Role.NATIONAL_ADMINISTRATOR, email="national@brobygger.example")
        reported("0461")
        assert remind_of_reports(actor=SYSTEM, at=NOON) == 0

        counts = [remind_of_reports(actor=SYSTEM, at=NOON + timedelta(days=12)) for _ in range(2)]

        assert counts == [1, 0]
        assert told() == {("odense@kommune.example", "En fejlmelding skal snart have svar")}

    def test_tells_the_national_ones_where_nobody_is_local(self) -> None:
        UserFactory(role=Role.NATIONAL_ADMINISTRATOR, email="national@brobygger.example")
        reported("0461")

        remind_of_reports(actor=SYSTEM, at=NOON + timedelta(days=13))

        assert {to for to, _subject in told()} == {"national@brobygger.example"}

    def test_is_the_operators(self) -> None:
        for act in (remind_of_reports, escalate_reports):
            with pytest.raises(NotAllowed):
                act(actor=NATIONAL, at=NOON)


class TestEscalateReports:
    def test_gives_them_to_the_national_administrators_too(self) -> None:
        UserFactory(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"], email="odense@kommune.example")
        UserFactory(role=Role.NATIONAL_ADMINISTRATOR, email="national@brobygger.example")
        report = reported("0461")
        assert escalate_reports(actor=SYSTEM, at=NOON + timedelta(days=14)) == 0

        counts = [escalate_reports(actor=SYSTEM, at=NOON + timedelta(days=15)) for _ in range(2)]

        assert counts == [1, 0]
        assert {to for to, _subject in told()} == {"odense@kommune.example", "national@brobygger.example"}
        assert list(reports_waiting_for(actor=NATIONAL)) == [report]
        assert list(reports_waiting_for(actor=local("0461"))) == [report]
        assert Entry.objects.filter(act="curation.error_report.escalated").count() == 1

    def test_what_is_for_the_whole_country_is_told_to_the_national_ones(self) -> None:
        UserFactory(role=Role.NATIONAL_ADMINISTRATOR, email="national@brobygger.example")
        reported()

        escalate_reports(actor=SYSTEM, at=NOON + timedelta(days=15))

        assert told() == {("national@brobygger.example", "En fejlmelding er over fristen")}

    def test_what_was_answered_is_left_alone(self) -> None:
        report = reported("0461")
        close_report(actor=local("0461"), report_id=report.id, status="fixed", note="", at=NOON)

        assert escalate_reports(actor=SYSTEM, at=NOON + timedelta(days=30)) == 0


class TestAnswerReader:
    @pytest.mark.parametrize(("status", "words"), [("fixed", "Nu er det rettet"), ("rejected", "passer, det der står")])
    def test_tells_the_reader_who_left_an_address(self, status: str, words: str) -> None:
        report = reported("0461", reply_to="laeser@mail.example")

        close_report(
            actor=local("0461"), report_id=report.id, status=status, note="intern", answer="Ny tid: 18.", at=NOON
        )

        letter = Content.objects.get()
        assert letter.to == "laeser@mail.example"
        assert words.split(",")[0] in letter.text
        assert "Ny tid: 18." in letter.text
        assert "intern" not in letter.text
        assert "/tilbud/cafe/" in letter.text

    def test_tells_nobody_when_there_is_no_address(self) -> None:
        report = reported("0461")

        close_report(actor=local("0461"), report_id=report.id, status="fixed", note="", at=NOON)

        assert not Content.objects.exists()

    def test_has_no_link_to_what_is_no_longer_shown(self) -> None:
        report = reported("0461", reply_to="laeser@mail.example")
        Offer.objects.update(status="hidden")

        close_report(actor=local("0461"), report_id=report.id, status="fixed", note="", at=NOON)

        assert "/tilbud/" not in Content.objects.get().text
