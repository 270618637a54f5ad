"""The gate: worse answers than these stop a release. Each limit is a little below what was measured (quality.json).

Measured as an operator does: ``brobygger search eval --offers`` in a throw-away installation.
"""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from brobygger.meaning.tests.models import kept_model

ROOT = Path(__file__).resolve().parents[2]
OFFERS = ROOT / "brobygger" / "directory" / "data" / "real_offers.jsonl"

WITHOUT, WITH = {"dev": 0.82, "open": 0.80}, {"dev": 0.90, "open": 0.85}


@cache
def measured(model: Path | None) -> dict[str, Any]:
    """Return the figures of our own sets, with a language model or without; measured once for all tests."""
    options = [] if model else ["--no-vectors"]
    done = subprocess.run(
        [sys.executable, "-m", "brobygger", "search", "eval", "--offers", str(OFFERS), "--json", *options],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "brobygger.config.settings",
            "PYTHONPATH": str(ROOT),
            "BROBYGGER_MODEL": str(model or "off"),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert not done.returncode, done.stderr
    sets: dict[str, Any] = json.loads(done.stdout)["sets"]
    return sets


def violations(figures: dict[str, Any]) -> dict[str, list[str]]:
    """Return the questions with an answer that must never be shown first."""
    return {key: one["violations"] for key, one in figures["by_question"].items() if one["violations"]}


class TestWithoutMeaning:
    """Words and rules alone: an installation without the language model."""

    @pytest.mark.parametrize("name", WITHOUT)
    def test_answers_well(self, name: str) -> None:
        assert measured(None)[name]["ndcg_at_10"] >= WITHOUT[name]

    @pytest.mark.parametrize("name", ["dev", "never"])
    def test_never_shows_first_what_would_hurt(self, name: str) -> None:
        assert not violations(measured(None)[name])


class TestWithMeaning:
    """As it comes: words, meaning and rules."""

    @pytest.mark.parametrize("name", WITH)
    def test_answers_well(self, name: str) -> None:
        assert measured(kept_model())[name]["ndcg_at_10"] >= WITH[name]

    @pytest.mark.parametrize("name", ["dev", "never"])
    def test_never_shows_first_what_would_hurt(self, name: str) -> None:
        assert not violations(measured(kept_model())[name])
