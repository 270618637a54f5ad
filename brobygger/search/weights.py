"""The reviewed weights (``data/weights.toml``), read once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "weights.toml"


@cache
def weights(section: str) -> Mapping[str, float]:
    """Return one section: ``terms``, ``fit``, ``area``, ``small`` or ``page``."""
    found: Mapping[str, float] = tomllib.loads(_FILE.read_text(encoding="utf-8"))[section]
    return found
