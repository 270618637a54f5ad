"""The form a reader sends asks for little and says kindly what is missing."""

import pytest

from brobygger.curation.forms import ErrorReportForm


class TestErrorReportForm:
    def test_a_reason_is_enough(self) -> None:
        assert ErrorReportForm({"reason": "closed"}).is_valid()

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            ({}, "reason"),
            ({"reason": "other", "text": " "}, "text"),
            ({"reason": "time", "text": "Jeg hedder 010203-1234"}, "text"),
            ({"reason": "time", "reply_to": "ikke en mail"}, "reply_to"),
        ],
    )
    def test_says_what_is_missing(self, data: dict[str, str], field: str) -> None:
        form = ErrorReportForm(data)

        assert not form.is_valid()
        assert field in form.errors

    def test_says_one_thing_at_a_time_about_a_text_that_was_refused(self) -> None:
        form = ErrorReportForm({"reason": "other", "text": "Jeg hedder 010203-1234"})

        assert len(form.errors["text"]) == 1
