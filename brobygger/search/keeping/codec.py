"""A document as JSON text and back, without loss: what is kept in the database is what the room handed over."""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

from brobygger.search.documents import Document, Spot

_SPOT_FIELDS = tuple(spot_field.name for spot_field in fields(Spot))
_OWN_TEXT = ("title", "summary", "body", "audience")
_FIELDS = tuple(document_field.name for document_field in fields(Document))
_KNOWN = frozenset(_FIELDS)


def encode(document: Document) -> str:
    """Return the document as one line of JSON (ASCII only, so that every database keeps every character)."""
    return json.dumps(
        {name: _WRITERS.get(name, _plain)(getattr(document, name)) for name in _FIELDS}, separators=(",", ":")
    )


def decode(text: str) -> Document:
    """Return the document that ``encode`` wrote; fields of a later version are left out, missing ones take defaults."""
    content: dict[str, Any] = json.loads(text)
    for name, value in content.items():
        if name in _READERS:
            content[name] = _READERS[name](value)
        elif isinstance(value, list):
            content[name] = tuple(value)
    if not content.keys() <= _KNOWN:
        content = {name: content[name] for name in _KNOWN & content.keys()}
    return Document(**content)


def own_text(document: Document) -> str:
    """Return the document's own words, whose spelling counts as known."""
    return " ".join((*(getattr(document, name) for name in _OWN_TEXT), *document.words))


def own_text_in(content: str) -> str:
    """Return the same of an encoded document, without decoding all the rest."""
    said: dict[str, Any] = json.loads(content)
    return " ".join((*(said.get(name, "") for name in _OWN_TEXT), *said.get("words", ())))


def digest(content: str) -> bytes:
    """Return 16 bytes that tell one encoded document from another."""
    return blake2b(content.encode(), digest_size=16).digest()


def meaning_text(document: Document) -> str:
    """Return the text whose meaning stands for the document's: long enough to say what it is, short enough to read."""
    return f"{document.title}. {document.summary}"


def text_digest(document: Document) -> str:
    """Return 32 letters that tell one ``meaning_text`` from another."""
    return blake2b(meaning_text(document).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _plain(value: Any) -> Any:
    return value


def _write_spots(spots: tuple[Spot, ...]) -> list[list[Any]]:
    return [[getattr(spot, name) for name in _SPOT_FIELDS] for spot in spots]


def _read_spots(rows: list[list[Any]]) -> tuple[Spot, ...]:
    return tuple(Spot(**dict(zip(_SPOT_FIELDS, row, strict=False))) for row in rows)


def _write_moment(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()


def _read_moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


_WRITERS: dict[str, Callable[[Any], Any]] = {
    "id": str,
    "owner_id": str,
    "spots": _write_spots,
    "capacity_expires_at": _write_moment,
    "upcoming": lambda moments: [_write_moment(at) for at in moments],
    "assured_on": lambda on: None if on is None else on.isoformat(),
}
_READERS: dict[str, Callable[[Any], Any]] = {
    "id": UUID,
    "owner_id": UUID,
    "spots": _read_spots,
    "capacity_expires_at": _read_moment,
    "upcoming": lambda moments: tuple(_read_moment(at) for at in moments),
    "assured_on": lambda on: None if on is None else date.fromisoformat(on),
}
