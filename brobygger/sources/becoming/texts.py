"""Texts and lists out of objects that may be anything: never an exception, always bounded."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext

from brobygger.kernel.addresses import is_web_address

_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
_SPACES = re.compile(r"[^\S\n]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PHONE = re.compile(r"[^0-9+()/ -]")
_LONGEST_EMAIL = 254
_LONGEST_PHONE = 30


def text_of(thing: Any, name: str) -> str:
    """Return a text of an object without control characters and double spaces; empty for everything else."""
    value = thing.get(name) if isinstance(thing, dict) else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, str) and value.isprintable() and "  " not in value:
        return value.strip()
    return _SPACES.sub(" ", _CONTROL.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))).strip()


def line_of(thing: Any, name: str) -> str:
    """Return a text of an object as one line."""
    return " ".join(text_of(thing, name).split())


def rows_of(thing: Any, name: str) -> Iterator[dict[str, Any]]:
    """Yield the objects in a list of an object."""
    value = thing.get(name) if isinstance(thing, dict) else None
    if isinstance(value, list):
        yield from (row for row in value if isinstance(row, dict))


def part_of(thing: Any, name: str) -> dict[str, Any]:
    """Return an object inside an object; an empty one when there is none."""
    value = thing.get(name) if isinstance(thing, dict) else None
    return value if isinstance(value, dict) else {}


def number_of(thing: Any, name: str) -> float | None:
    """Return a number of an object."""
    value = thing.get(name) if isinstance(thing, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e9 else None


def cut(text: str, longest: int) -> str:
    """Return a text that fits: cut after a word, with an ellipsis."""
    if len(text) <= longest:
        return text
    short = text[: longest - 1]
    return f"{short.rpartition(' ')[0] or short}…"


def summary_of(text: str, longest: int) -> str:
    """Return the first sentences of a text that fit together."""
    words = " ".join(text.split())
    summary = ""
    for sentence in _SENTENCE_ENDS.split(words):
        longer = f"{summary} {sentence}".strip()
        if len(longer) > longest:
            break
        summary = longer
    return summary or cut(words, longest)


def email_of(thing: Any, name: str = "email") -> str:
    """Return an e-mail address that can be written to; empty when it cannot."""
    address = line_of(thing, name)
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address if len(address) <= _LONGEST_EMAIL else ""


def url_of(thing: Any, name: str, longest: int = 600) -> str:
    """Return a web address that can be opened; empty when it cannot."""
    address = line_of(thing, name)
    if address.startswith("www."):
        address = f"https://{address}"
    return address if len(address) <= longest and is_web_address(address) else ""


def phone_of(thing: Any) -> str:
    """Return a telephone number with its extension; empty when it holds too few digits to be one."""
    number = " ".join(_PHONE.sub("", line_of(thing, "number")).split())
    extension = line_of(thing, "extension")
    if sum(character.isdigit() for character in number) < 3 or len(number) > _LONGEST_PHONE:
        return ""
    whole = gettext("%(number)s lokal %(extension)s") % {"number": number, "extension": extension}
    return whole if extension.isdigit() and len(whole) <= _LONGEST_PHONE else number
