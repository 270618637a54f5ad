"""Confirmations are kept; a reader's word reaches somebody, with a date to be looked at."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from brobygger.accounts.permissions import Permission
from brobygger.audit.models import Entry
from brobygger.curation.models import ErrorReport
from brobygger.curation.selectors import latest_assurance, open_reports
from brobygger.curation.services import (
    AlreadyClosed,
    ReportInvalid,
    assure,
    close_report,
    report_error,
)
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import BadData, NotAllowed, NotFound
from brobygger.privacy.cpr import TextLooksLikeCpr

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HANDLER = Actor(
    kind=ActorKind.USER,
    id=uuid4(),
    permissions=frozenset({Permission.ERROR_REPORT_HANDLE, Permission.EVERYWHERE}),
)


def report(**changes: Any) -> ErrorReport:
    values = {"reason": "closed", "text": "Døren var låst", "reply_to": "", "subject_label": "Cafeen", **changes}
    return report_error(actor=VISITOR, subject_kind="offer", subject_id=uuid4(), at=NOON, **values)


class TestAssure:
    def test_says_when_to_look_again(self) -> None:
        subject_id = uuid4()

        assurance = assure(actor=SYSTEM, subject_kind="offer", subject_id=subject_id, by_label="foreningen", at=NOON)

        assert assurance.next_check_on == date(2027, 5, 23)
        assert latest_assurance(subject_kind="offer", subject_id=subject_id) == assurance
        assert Entry.objects.get().act == "curation.offer.assured"

    def test_refuses_those_who_may_not(self) -> None:
        with pytest.raises(NotAllowed):
            assure(actor=VISITOR, subject_kind="offer", subject_id=uuid4(), by_label="mig", at=NOON)

    @pytest.mark.parametrize(("by_label", "refusal"), [(" ", BadData), ("010203-1234", TextLooksLikeCpr)])
    def test_wants_a_function_in_words(self, by_label: str, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            assure(actor=SYSTEM, subject_kind="offer", subject_id=uuid4(), by_label=by_label, at=NOON)


class TestReportError:
    def test_is_to_be_looked_at_within_a_fortnight(self) -> None:
        assert report().answer_by == date(2026, 12, 6)

    def test_something_unsafe_within_three_days(self) -> None:
        assert report(reason="unsafe").answer_by == date(2026, 11, 25)

    def test_keeps_the_words_out_of_the_book(self) -> None:
        report(text="Min mor Karen var der")

        assert "Karen" not in str(Entry.objects.get().changes)

    @pytest.mark.parametrize("wrong", [{"reason": "vred"}, {"reason": "other", "text": "  "}])
    def test_wants_to_know_what_is_wrong(self, wrong: dict[str, str]) -> None:
        with pytest.raises(ReportInvalid):
            report(**wrong)

    @pytest.mark.parametrize("wrong", [{"text": "Jeg er 010203-1234"}, {"reply_to": "0102031234@example.org"}])
    def test_refuses_a_cpr_number(self, wrong: dict[str, str]) -> None:
        with pytest.raises(TextLooksLikeCpr):
            report(**wrong)

        assert not ErrorReport.objects.exists()


class TestCloseReport:
    def test_closes_once(self) -> None:
        open_one = report()

        closed = close_report(actor=HANDLER, report_id=open_one.id, status="fixed", note="Ny adresse", at=NOON)

        assert closed.closed_at == NOON
        with pytest.raises(AlreadyClosed):
            close_report(actor=HANDLER, report_id=open_one.id, status="rejected", note="", at=NOON)

    def test_does_not_exist_for_those_who_may_not_read_it(self) -> None:
        open_one = report()

        with pytest.raises(NotFound):
            close_report(actor=VISITOR, report_id=open_one.id, status="fixed", note="", at=NOON)

    @pytest.mark.parametrize(
        ("status", "note", "refusal"), [("open", "", BadData), ("fixed", "010203-1234", TextLooksLikeCpr)]
    )
    def test_refuses_other_steps_and_cpr_numbers(self, status: str, note: str, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            close_report(actor=HANDLER, report_id=report().id, status=status, note=note, at=NOON)


class TestOpenReports:
    def test_shows_the_queue_to_those_who_handle_it(self) -> None:
        waiting = report()
        close_report(actor=HANDLER, report_id=report().id, status="fixed", note="", at=NOON)

        assert list(open_reports(actor=HANDLER)) == [waiting]
        assert not open_reports(actor=VISITOR)
