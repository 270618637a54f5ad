"""What acts, rows and actors are called, for people who read the book."""

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parent / "data" / "acts.toml"
_Words = dict[str, dict[str, str]]


def act_label(act: str, *, language: str) -> str:
    """Return what an act is called; its own name when nobody has given it words."""
    return _said("acts", act, language)


def subject_label(kind: str, *, language: str) -> str:
    """Return what a kind of row is called."""
    return _said("subjects", kind, language)


def actor_label(kind: str, *, language: str) -> str:
    """Return what a kind of actor is called."""
    return _said("actors", kind, language)


def has_words(act: str) -> bool:
    """Test whether an act has words."""
    return act in _words()["acts"]


def acts_by_room(*, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every act as (act, words), gathered under what its room is called, in alphabetical order."""
    rooms = {room: _said("rooms", room, language) for room in _words()["rooms"]}
    found: dict[str, list[tuple[str, str]]] = {}
    for act in _words()["acts"]:
        found.setdefault(rooms[act.partition(".")[0]], []).append((act, act_label(act, language=language)))
    return [(room, sorted(acts, key=lambda pair: pair[1])) for room, acts in sorted(found.items())]


def subjects(*, language: str) -> list[tuple[str, str]]:
    """Return every kind of row as (kind, words), in alphabetical order."""
    pairs = [(kind, subject_label(kind, language=language)) for kind in _words()["subjects"]]
    return sorted(pairs, key=lambda pair: pair[1])


def _said(table: str, key: str, language: str) -> str:
    words = _words()[table].get(key)
    return words["en" if language == "en" else "da"] if words else key


@cache
def _words() -> dict[str, _Words]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
