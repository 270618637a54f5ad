"""What every object is put together with: ids of parts that have none, moments, addresses, no empty values."""

import re
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import translation

#: One HSDS object, ready to be written as JSON.
Thing = dict[str, Any]

#: Of parts that are not rows of their own.
_PARTS = uuid5(NAMESPACE_URL, "urn:brobygger:opendata")
#: What may stand in an address beside letters and digits (RFC 3986); a percent sign is kept as it is written.
_SAFE = "!#$%&'()*+,/:;=?@[]~"
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?")


def without_empty(**values: Any) -> Thing:
    """Return an object of what has a value; zero and false are values."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {}, ())}


def part_id(owner: UUID | str, *what: object) -> str:
    """Return the id of a part that has no row: always the same for the same owner and content."""
    return str(uuid5(_PARTS, "\n".join([str(owner), *map(str, what)])))


def moment(at: datetime) -> str:
    """Return a moment as the standard asks for: universal time with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def web_address(text: str) -> str:
    """Return an address as RFC 3986 writes it, with Danish letters escaped; empty when it cannot be one."""
    try:
        parts = urlsplit(text.strip())
        host = parts.netloc.encode("idna").decode("ascii") if parts.netloc else ""
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host):
        return ""
    path, query, fragment = (_PERCENT.sub("%25", quote(part, safe=_SAFE.replace("#", "").replace("[]", ""))) for part in
                             (parts.path, parts.query, parts.fragment))  # fmt: skip
    return urlunsplit((parts.scheme, host, path, query, fragment))


def page(door: str, *args: str) -> str:
    """Return the whole address of one of our Danish pages."""
    return settings.BASE_URL + _path(door, len(args)).format(*args)


@cache
def _path(door: str, count: int) -> str:
    """Return the path of a page with holes for its parts; asking Django each time is slow for a whole register."""
    with translation.override("da"):
        path = reverse(door, args=[f"zzz{number}zzz" for number in range(count)])
    for number in range(count):
        path = path.replace(f"zzz{number}zzz", f"{{{number}}}")
    return path
