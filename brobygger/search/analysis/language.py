"""What is written down about Danish (``data/danish.toml``), read once for the life of the process."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

#: "cafe" and "café" are one word.
ACCENTS = str.maketrans("éèêáà", "eeeaa")
_FILE = Path(__file__).parent.parent / "data" / "danish.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Word lists and exceptions, all in lower case."""

    stop_words: frozenset[str]
    stems: Mapping[str, str]
    short_parts: frozenset[str]
    never_parts: frozenset[str]
    keep_whole: frozenset[str]
    parts: frozenset[str]
    heads: frozenset[str]
    known: frozenset[str]


@cache
def danish() -> Language:
    """Return the reviewed word lists."""
    data: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    compounds = data["compounds"]
    return Language(
        stop_words=_words(data["stop_words"]),
        stems=dict(_stem_of_form(data["stems"])),
        short_parts=_words(compounds["short_parts"]),
        never_parts=_words(compounds["never_parts"]),
        keep_whole=_words(compounds["keep_whole"]),
        parts=_words(compounds["parts"]) | _words(compounds["nouns"]),
        heads=_words(compounds["heads"]),
        known=_words(data["spelling"]["known"]),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.lower().translate(ACCENTS).split())


def _stem_of_form(text: str) -> Iterator[tuple[str, str]]:
    for line in text.strip().splitlines():
        stem, _, forms = line.partition(":")
        for form in forms.split():
            yield form, stem.strip()
