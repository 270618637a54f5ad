"""The examples as the page for developers shows them: the very files that are tested, with this portal's address."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

FOLDER = Path(__file__).parent / "examples"
CLIENT = "brobygger_client.py"
_WRITTEN_FOR = "http://localhost:8000"
_NAMES = (("services.sh", "curl"), ("services.py", "Python"), ("services.mjs", "JavaScript"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One example; ``language`` is what it is written in."""

    name: str
    language: str
    text: str


def short_examples() -> tuple[Example, ...]:
    """Return the examples that fit on the page."""
    return tuple(Example(name=name, language=language, text=_text(name)) for name, language in _NAMES)


def client() -> Example:
    """Return the client in Python."""
    return Example(name=CLIENT, language="Python", text=_text(CLIENT))


@cache
def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8").replace(_WRITTEN_FOR, settings.BASE_URL)
