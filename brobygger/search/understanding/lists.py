"""The reviewed word lists about people (``data/people.toml``), read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent.parent / "data" / "people.toml"


@cache
def people_words() -> dict[str, Any]:
    """Return the reviewed word lists."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def word_set(name: str) -> frozenset[str]:
    """Return one list of words."""
    return frozenset(people_words()[name].split())
