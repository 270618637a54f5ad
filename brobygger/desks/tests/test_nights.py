"""The night's work: each step on its own, and the command says whether all of it was done."""

import json
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from brobygger.desks import nights
from brobygger.desks.nights import work_through
from brobygger.directory.models import Check
from brobygger.directory.tests.factories import NOON, published
from brobygger.notifications.schedule import jobs

pytestmark = pytest.mark.django_db


def breaks(**_values: Any) -> int:
    raise RuntimeError("nej")


def counts(*, actor: object, at: datetime) -> int:
    return 3


def run(*words: str) -> str:
    out = StringIO()
    call_command("nightly", *words, stdout=out)
    return out.getvalue()


class TestWorkThrough:
    def test_one_that_fails_does_not_stop_the_others(self) -> None:
        done = list(work_through(at=NOON, steps={"first": breaks, "second": counts}))

        assert [(one.step, one.is_done, one.figures, one.problem) for one in done] == [
            ("first", False, {}, "RuntimeError"),
            ("second", True, {"rows": 3}, ""),
        ]


class TestNightly:
    def test_does_every_step_and_tells_what_came_of_it(self) -> None:
        offer = published()

        told = json.loads(run("--json"))

        assert told["well"]
        assert [one["step"] for one in told["steps"]] == list(nights.STEPS)
        assert told["steps"][0]["figures"]["planned"] == 1
        assert Check.objects.get().offer_id == offer.id

    def test_says_it_in_lines_for_people(self) -> None:
        published()

        assert "planned 1" in run("--only", "freshness")
        assert "intet" in run("--only", "freshness")

    def test_exits_with_1_when_a_step_failed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(nights.STEPS, "forget", breaks)

        with pytest.raises(SystemExit) as ended:
            run()

        assert ended.value.code == 1

    def test_knows_its_own_steps(self) -> None:
        with pytest.raises(CommandError):
            run("--only", "findes-ikke")

    def test_is_the_workers_once_a_night(self) -> None:
        assert [job.command for job in jobs() if job.name == "nightly"] == [("nightly",)]
