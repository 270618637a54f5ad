"""The posting rules and the reasons for saying no, as the package's data: asked, answered, explained."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

_DATA = Path(__file__).parent / "data"


class Answer(models.TextChoices):
    """What can be answered to a rule."""

    YES = "yes", _("ja")
    NO = "no", _("nej")
    IRRELEVANT = "irrelevant", _("ikke relevant her")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One posting rule as a question; the texts are in Danish and English by language code."""

    key: str
    may_be_irrelevant: bool
    question: dict[str, str]
    help: dict[str, str]
    refusal: dict[str, str]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers this question can have."""
        return tuple(Answer) if self.may_be_irrelevant else (Answer.YES, Answer.NO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why somebody said no, as the association reads it."""

    key: str
    words: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The rules in the order they are asked, where they come from, and when that was last looked at."""

    rules: tuple[Rule, ...]
    source: str
    checked_on: date


@cache
def rulebook() -> Rulebook:
    """Return the posting rules."""
    content = _read("posting_rules.toml")
    return Rulebook(
        rules=tuple(_rule(row) for row in content["rule"]), source=content["source"], checked_on=content["checked_on"]
    )


@cache
def reasons_for(scope: str) -> tuple[Reason, ...]:
    """Return the reasons for a no that a reviewer can choose; nationally the broken rules come first."""
    rules = rulebook().rules if scope == "national" else ()
    others = [row for row in _read("refusal_reasons.toml")["reason"] if scope in row["scope"]]
    return (
        *(Reason(key=rule.key, words=rule.refusal) for rule in rules),
        *(Reason(key=row["key"], words=_both(row)) for row in others),
    )


def reason_words(*, key: str, language: str) -> str:
    """Return a reason as the association reads it; one that has left the list is its own key."""
    for reason in (*reasons_for("national"), *reasons_for("local")):
        if reason.key == key:
            return reason.words[language]
    return key


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        key=row["key"],
        may_be_irrelevant=row["may_be_irrelevant"],
        question=_both(row),
        help=_both(row, "help_"),
        refusal=_both(row, "refusal_"),
    )


def _both(row: dict[str, Any], prefix: str = "") -> dict[str, str]:
    return {language: row[f"{prefix}{language}"] for language in ("da", "en")}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))
