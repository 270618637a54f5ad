"""The crisis lines that come with the package, as unsaved rows."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from brobygger.knowledge.models import CrisisLine

PACKAGED = Path(__file__).parent / "data" / "crisis_lines.toml"
_SHARED = ("owner", "last_checked_on", "next_check_on")


def read_crisis_lines(path: Path) -> tuple[CrisisLine, ...]:
    """Return the file's lines as rows that have not been saved. A field the row does not have is a TypeError."""
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    shared = {name: data[name] for name in _SHARED}
    return tuple(CrisisLine(**{**shared, **entry}) for entry in data["line"])


@cache
def packaged_crisis_lines() -> tuple[CrisisLine, ...]:
    """Return the package's own lines, in the order of their priority: the help that is there before any database."""
    return tuple(sorted(read_crisis_lines(PACKAGED), key=lambda line: (line.priority, line.key)))
