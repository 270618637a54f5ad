"""Every mail of every room: a subject, a plain text and an HTML form, in the same frame."""

from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2]
SUBJECTS = sorted(PACKAGE.glob("*/templates/*/mail/*.subject.txt"))


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda path: f"{path.parts[-3]}-{path.name.partition('.')[0]}")
class TestAMail:
    def test_has_all_its_forms(self, subject: Path) -> None:
        name = subject.name.removesuffix(".subject.txt")
        text, html = subject.with_name(f"{name}.txt"), subject.with_name(f"{name}.html")

        assert text.read_text(encoding="utf-8").startswith('{% extends "notifications/mail/base.txt" %}')
        assert html.read_text(encoding="utf-8").startswith('{% extends "notifications/mail/base.html" %}')

    def test_speaks_in_sentences_that_can_be_translated(self, subject: Path) -> None:
        assert "translate" in subject.read_text(encoding="utf-8")
