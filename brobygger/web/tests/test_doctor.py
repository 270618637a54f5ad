"""Whatever is wrong with an installation, the doctor sees it and says what to do."""

import json
from collections import namedtuple
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor
from pytest_django.fixtures import Settings

from brobygger.audit.services import record
from brobygger.audit.tests.test_services import tamper
from brobygger.directory.tests.factories import OfferFactory, published
from brobygger.kernel.actors import SYSTEM
from brobygger.notifications.tests.factories import queued
from brobygger.web import doctor
from brobygger.web.doctor import Finding, examine

pytestmark = pytest.mark.django_db

Usage = namedtuple("Usage", "total used free")


def finding(check: str, *, at: datetime) -> Finding:
    return next(found for found in examine(at=at) if found.check == check)


@pytest.fixture
def real(settings: Settings) -> Settings:
    """A real installation with everything in place."""
    settings.DEMO, settings.IS_HTTPS, settings.DEBUG, settings.BEHIND_PROXY = False, True, False, True
    settings.BASE_URL, settings.ALLOWED_HOSTS = "https://brobygger.example", ["brobygger.example"]
    settings.OPERATOR_NAME, settings.OPERATOR_EMAIL = "Odense Kommune", "kontakt@odense.example"
    settings.SECURITY_CONTACT = "sikkerhed@odense.example"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.MAIL_IS_SHELVED = "127.0.0.1", 1, False
    return settings


class TestExamine:
    def test_gives_every_unwell_finding_an_advice(self, real: Settings, noon: datetime) -> None:
        unwell = [found for found in examine(at=noon) if not found.is_well]

        assert unwell
        assert all(found.advice and found.saw for found in unwell)

    @pytest.mark.parametrize(
        ("name", "value", "check", "advice"),
        [
            ("IS_HTTPS", False, "settings.https", "BROBYGGER_BASE_URL"),
            ("DEBUG", True, "settings.debug", "BROBYGGER_DEBUG"),
            ("BEHIND_PROXY", False, "settings.proxy", "BROBYGGER_BEHIND_PROXY=1"),
            ("OPERATOR_EMAIL", "", "settings.operator", "BROBYGGER_OPERATOR_EMAIL"),
            ("SECURITY_CONTACT", "", "settings.operator", "BROBYGGER_OPERATOR_NAME"),
            ("ALLOWED_HOSTS", ["localhost"], "settings.hosts", "BROBYGGER_HOSTS=brobygger.example"),
        ],
    )
    def test_sees_a_wrong_setting(
        self, real: Settings, noon: datetime, name: str, value: object, check: str, advice: str
    ) -> None:
        assert finding(check, at=noon).is_well

        setattr(real, name, value)

        assert advice in finding(check, at=noon).advice

    def test_sees_that_nobody_answers_mail(self, real: Settings, noon: datetime) -> None:
        assert "BROBYGGER_SMTP_HOST" in finding("mail", at=noon).advice

    def test_sees_that_nobody_sends_mail(self, real: Settings, noon: datetime) -> None:
        assert finding("outbox.mail", at=noon).is_well
        queued(noon - timedelta(hours=2))

        assert "brobygger worker" in finding("outbox.worker", at=noon).advice
        assert "120 minutter" in finding("outbox.mail", at=noon).saw
        assert "brobygger outbox" in finding("outbox.mail", at=noon).advice

    def test_sees_tables_that_are_missing(self, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *args, **kwargs: ["web.0001"])

        assert finding("database", at=noon).advice == "Kør: brobygger migrate"

    def test_sees_a_database_that_does_not_answer(self, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*args: object, **kwargs: object) -> None:
            raise OperationalError("connection refused\nIs the server running?")

        monkeypatch.setattr(doctor, "MigrationExecutor", refuse)

        found = finding("database", at=noon)
        assert found.saw == "OperationalError: connection refused"
        assert "BROBYGGER_DATABASE_URL" in found.advice

    def test_sees_that_somebody_changed_the_book(self, noon: datetime) -> None:
        for act in ("a.b.one", "a.b.two"):
            record(actor=SYSTEM, act=act, subject_kind="x", subject_id=None, at=noon)
        tamper("UPDATE audit_entry SET act = 'a.b.other' WHERE act = 'a.b.one'")

        found = finding("audit", at=noon)

        assert not found.is_well
        assert "sikkerhedskopi" in found.advice

    def test_sees_an_empty_register(self, noon: datetime) -> None:
        assert "load-offers" in finding("index", at=noon).advice

    def test_sees_offers_that_cannot_be_found(self, noon: datetime) -> None:
        published(key="cafe")
        OfferFactory()

        found = finding("index", at=noon)

        assert "1 af 2" in found.saw
        assert "refresh-search" in found.advice

    def test_sees_nights_that_were_missed(self, noon: datetime) -> None:
        published(key="cafe")

        assert finding("refresh", at=noon + timedelta(days=1)).is_well
        assert "nightly" in finding("refresh", at=noon + timedelta(days=3)).advice

    def test_sees_a_full_disk(self, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(1, 1, 1024))

        assert "plads" in finding("disk", at=noon).advice

    def test_sees_a_data_folder_it_may_not_use(self, noon: datetime, settings: Settings, tmp_path: Path) -> None:
        settings.DATA = tmp_path / "none"

        assert "lov til at skrive" in finding("disk", at=noon).advice

    def test_sees_that_nothing_was_built(self, noon: datetime) -> None:
        assert "npm run build" in finding("assets", at=noon).advice

    def test_does_not_stop_at_a_check_that_cannot_run(self, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(at: datetime) -> list[Finding]:
            raise ValueError("noget andet")

        monkeypatch.setitem(doctor._CHECKS, "audit", refuse)

        assert "docs/operations.md" in finding("audit", at=noon).advice
        assert finding("assets", at=noon).check == "assets"


class TestCommand:
    def test_ends_with_1_and_says_what_to_do(self) -> None:
        out = StringIO()

        with pytest.raises(SystemExit) as ended:
            call_command("doctor", stdout=out)

        assert ended.value.code == 1
        assert "→ Kør: npm run build" in out.getvalue()

    def test_answers_programs_in_the_documented_shape(self) -> None:
        out = StringIO()

        with pytest.raises(SystemExit):
            call_command("doctor", "--json", stdout=out)

        report = json.loads(out.getvalue())
        assert set(report) == {"well", "findings"}
        assert report["well"] is False
        for found in report["findings"]:
            assert set(found) == {"check", "is_well", "saw", "advice"}
