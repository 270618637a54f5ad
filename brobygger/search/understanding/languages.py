"""In which language a text is written, by its letters and its small words (``data/languages.toml``)."""

import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from brobygger.search.analysis.language import danish

_FILE = Path(__file__).parent.parent / "data" / "languages.toml"
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzæøåéü")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """A language other than Danish: its small words, and what those who write it most likely seek."""

    code: str
    small_words: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    is_latin: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    tongue: Tongue
    common: frozenset[str]
    telling: frozenset[str]
    letters: frozenset[str]


def language_of(text: str, tokens: Sequence[str]) -> Tongue | None:
    """Return the language of a text when it is certainly not Danish."""
    has_other_letters = not _PLAIN.issuperset(letter for letter in text.lower() if letter.isalpha())
    if has_other_letters and (script := _script(text.lower())):
        return script
    own = danish().stop_words - _borrowed()
    as_danish = sum(token in own for token in tokens)
    best, most = None, 0
    for known in _latin():
        common = sum(token in known.common for token in tokens)
        sure = sum(token in known.telling for token in tokens)
        by_letters = has_other_letters and not known.letters.isdisjoint(text.lower())
        score = common + 2 * sure + 2 * by_letters
        if score > most and (common * 3 >= len(tokens) or sure or by_letters) and score > as_danish:
            best, most = known.tongue, score
    return best if most > 1 or (len(tokens) == 1 and most) else None


def _script(text: str) -> Tongue | None:
    """Return the language that half of the letters belong to, with one of its telling letters if any are named."""
    alphabetic = [letter for letter in text if letter.isalpha()]
    blocks = [unicodedata.name(letter, "").split(" ", 1)[0] for letter in alphabetic]
    for row in _data()["scripts"].values():
        own = sum(block == row["block"] for block in blocks)
        if 2 * own > len(blocks) and (not row["letters"] or any(letter in text for letter in row["letters"])):
            return _tongue(row, is_latin=False)
    return None


def _tongue(row: dict[str, Any], *, is_latin: bool) -> Tongue:
    return Tongue(code=row["language"], words=tuple(row["words"]), concepts=tuple(row["concepts"]), is_latin=is_latin)


@cache
def _latin() -> tuple[_Known, ...]:
    return tuple(
        _Known(
            tongue=_tongue(row, is_latin=True),
            common=frozenset((*row["common"].split(), *row.get("content", "").split())),
            telling=frozenset(row["telling"].split()),
            letters=frozenset(row.get("letters", "")),
        )
        for row in _data()["latin"].values()
    )


@cache
def _borrowed() -> frozenset[str]:
    """Return the words that stand among the Danish ones only because questions come in English too."""
    return _latin()[0].common - frozenset("i for at her an".split())


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
