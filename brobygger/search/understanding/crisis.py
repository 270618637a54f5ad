"""Does this text smell of crisis, and which needs are near one? Pure questions, asked before anything is searched.

The answer is a set of topics ("suicide", "violence" …); what help belongs to a topic is the knowledge room's.
The rules are data (``data/crisis_wording.toml``, in the language of ``wording.py``), so that somebody who knows people
in crisis, not code, can mend them. Better to show help once too often than once too little.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from brobygger.search.understanding.wording import MASK, STOP, Wording, foldings

_WORDING = Path(__file__).parents[1] / "data" / "crisis_wording.toml"
_MAX_CHARACTERS = 10_000
_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*|[.!?;\n]")
_STRETCHED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True, slots=True)
class _Rules:
    fillers: frozenset[str]
    spellings: dict[str, str]
    repairs: dict[str, str]
    known: frozenset[str]
    harmless: Wording
    crisis: Wording
    only_with_others: frozenset[str]
    near: Mapping[str, str]
    never_missed: frozenset[str]


def crisis_topics(text: str) -> frozenset[str]:
    """Return the crisis topics the text touches; empty when it touches none."""
    if not text:
        return frozenset()
    rules = _rules()
    tokens = _tokens(text[:_MAX_CHARACTERS], rules)
    for _, first, last in list(rules.harmless.matches(tokens)):
        tokens[first : last + 1] = [STOP if t == STOP else MASK for t in tokens[first : last + 1]]
    found = {topic for topic, _, _ in rules.crisis.matches(tokens)}
    if found <= rules.only_with_others:
        return frozenset()
    return frozenset(found)


def topics_near(needs: Iterable[str]) -> frozenset[str]:
    """Return the crisis topics that some needs (concepts' keys) are near; empty for nearly all needs."""
    near = _rules().near
    return frozenset(near[need] for need in needs if need in near)


def topics_understood(concepts: Iterable[str]) -> frozenset[str]:
    """Return the crisis topics of concepts that were only understood, perhaps by likeness of meaning alone.

    A guess counts for what must never be missed. The other topics have wordings of their own, and to make more of a
    guess would too often put help in a crisis above what was asked for.
    """
    return topics_near(concepts) & _rules().never_missed


def _tokens(text: str, rules: _Rules) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).lower().replace("i̇", "i").replace("’", "'").replace("ʼ", "'")
    tokens = [STOP]
    for raw in _TOKEN.findall(_STRETCHED.sub(r"\1", plain)):
        token = STOP if raw in ".!?;\n" else _spelled(raw, rules)
        if token not in rules.fillers:
            tokens.append(token)
    tokens.append(STOP)
    return tokens


def _spelled(token: str, rules: _Rules) -> str:
    """Return the word meant: slang written out, slips in the words that matter most repaired."""
    token = rules.spellings.get(token, token)
    if token in rules.known:
        return token
    if repaired := rules.repairs.get(token):
        return repaired
    if 6 <= len(token) <= 20:
        for cut in _shortened(token):
            if repaired := rules.repairs.get(cut):
                return repaired
    return token


def _shortened(word: str) -> Iterator[str]:
    """Give the word with one letter left out, once for each place."""
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


@cache
def _rules() -> _Rules:
    """Read the wording once for the life of the process."""
    data = tomllib.loads(_WORDING.read_text(encoding="utf-8"))
    harmless = Wording(data["classes"], data["common"])
    crisis = Wording(data["classes"], data["common"])
    known = set(data["leave_alone"])
    for line in data["harmless"]:
        known |= harmless.add("harmless", line)
    for topic, lines in data["topics"].items():
        for line in lines:
            known |= crisis.add(topic, line)
    return _Rules(
        fillers=frozenset(data["fillers"]),
        spellings=data["spellings"],
        repairs=_repairs(data["repair"]),
        known=frozenset(known),
        harmless=harmless,
        crisis=crisis,
        only_with_others=frozenset(data["only_with_others"]),
        near=data["near"],
        never_missed=frozenset(data["never_missed"]),
    )


def _repairs(keywords: list[str]) -> dict[str, str]:
    """Map slips (a letter missing, extra, wrong or swapped) to the word they were meant to be."""
    repairs: dict[str, str] = {}
    for word in keywords:
        for place in range(1, len(word) - 1):
            swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
            repairs.setdefault(swapped, word)
        if len(word) >= 7:
            for form in foldings(word):
                repairs[form] = word
                for cut in _shortened(form):
                    repairs.setdefault(cut, word)
    return repairs
