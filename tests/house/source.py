"""What the house tests read: the package's own modules as syntax trees, room by room."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "brobygger"

#: From the ground up; rooms in one tuple are neighbours. The same plan as import-linter's in pyproject.toml.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("kernel",),
    ("ui",),
    ("audit",),
    ("privacy",),
    ("accounts", "places", "taxonomy", "meaning"),
    ("search", "notifications", "curation", "sites"),
    ("organisations",),
    ("directory",),
    ("duplicates",),
    ("knowledge", "opendata"),
    ("web",),
    ("desks", "api", "exchange", "sources", "syndication", "guides"),
    ("config",),
)
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One Python file: its room, its path inside the room, its text and its tree."""

    room: str
    path: Path
    inner: str
    text: str
    tree: ast.Module

    @property
    def is_test(self) -> bool:
        """Tests follow their own habits."""
        return self.inner.startswith("tests/")

    @property
    def is_migration(self) -> bool:
        """Migrations are written by Django."""
        return self.inner.startswith("migrations/")

    def is_part_of(self, name: str) -> bool:
        """Test whether this file is ``name.py`` or lies in the package ``name``."""
        return self.inner == f"{name}.py" or self.inner.startswith(f"{name}/")

    def where(self, node: ast.AST) -> str:
        """Return ``path:line`` for a message."""
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


@cache
def modules() -> tuple[Module, ...]:
    """Return every Python file of the package, migrations included."""
    return tuple(_read())


def own_modules() -> Iterator[Module]:
    """Yield the files we write by hand and ship: no migrations, no tests."""
    return (module for module in modules() if not module.is_migration and not module.is_test)


def _read() -> Iterator[Module]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        if len(parts) == 1 or "static" in parts:
            continue
        text = path.read_text(encoding="utf-8")
        yield Module(
            room=parts[0], path=path, inner="/".join(parts[1:]), text=text, tree=ast.parse(text, filename=str(path))
        )
