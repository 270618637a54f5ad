"""The reviewed word lists about people (``data/people.toml``) and their wishes (``data/wishes.toml``), read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent.parent / "data"


@cache
def people_words() -> dict[str, Any]:
    """Return the reviewed word lists."""
    return _read("people.toml")


@cache
def wish_words() -> dict[str, Any]:
    """Return the reviewed words for wishes."""
    return _read("wishes.toml")


@cache
def word_set(name: str) -> frozenset[str]:
    """Return one list of words."""
    return frozenset(people_words()[name].split())


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))
