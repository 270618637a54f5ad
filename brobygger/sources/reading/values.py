"""Single values: each as the standard wants it, with a word for what was done, or ``Unusable``.

A value that is right already is given back as it is, so that what comes in unchanged can go out unchanged.
"""

import html
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import nh3

from brobygger.opendata.mapping.parts import web_address
from brobygger.sources.reading.reports import RemarkKind
from brobygger.sources.reading.shapes import WORDS

Read = tuple[Any, RemarkKind | None]
Reader = Callable[[Any], Read]


class Unusable(Exception):
    """Nothing can be made of the value."""


#: What nobody sees, and what makes text run backwards.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
#: What may be HTML, or have something invisible in it.
_SUSPECT = re.compile("[<&\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LONG, _LONGEST = 10_000, 200_000
_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TAG = re.compile(
    r"</?(?:p|br|hr|div|span|a|b|strong|em|i|u|s|ul|ol|li|dl|dt|dd|h[1-6]|table|tbody|thead|tr|td|th|img|script|style"
    r"|font|html|body|head|iframe|svg|form|input|object|embed|link|meta|section|article|small|sup|sub|blockquote|pre|code)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|[A-Z][a-z]{2,7}|#\d{1,6}|#x[0-9a-f]{1,5});")
_NEW_LINE = re.compile(r"<(?:br|hr|/p|/div|/li|/tr|/h[1-6]|/ul|/ol)\b[^<>]*>", re.IGNORECASE)
_MANY_LINES = re.compile(r"\s*\n\s*\n\s*")
_NUMBER = re.compile(r"(-?\d{1,15}(?:[.,]\d{1,10})?)\s*(?:years?|yrs?|år|kr\.?|dkk|gbp|£|€)?", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})(?:[ T].*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.-]?(\d{2})[/.-]?(\d{2})(?:[ T].*)?")
_IS_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_IS_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_IS_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64})*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,60}"
)
_WEB = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_BARE_WEB = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?")
_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]{1,30}:(?:[\w.~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"
    r"(?:#(?:[\w.~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?",
    re.ASCII,
)
_PATTERNS: Mapping[str, re.Pattern[str]] = {"key": _KEY, "time": _IS_TIME, "email": _EMAIL}
_RUNS = {"javascript", "data", "vbscript", "file", "blob"}
_RUNNABLE = re.compile(r"[\x00-\x20]*(?:(?:javascript|vbscript)[\x00-\x20]*:|data:text/html)", re.IGNORECASE)
_TOO_LARGE = 10**15
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY_WORDS: Mapping[str, str] = {
    **{
        word[:2]: day
        for words in ("mo tu we th fr sa su", "ma ti on to fr lø sø")
        for word, day in zip(words.split(), _DAYS, strict=True)
    },
    **{str(number): day for number, day in enumerate(_DAYS, start=1)},
}
#: Seconds since 1970 are taken for that from 1990 on; before it, they are more likely something else.
_EARLIEST_SECONDS, _LATEST_SECONDS, _LATEST_MILLISECONDS = 631_152_000, 4_102_444_800, 4_102_444_800_000


def is_right(holds: str, value: Any) -> bool:
    """Test, quickly, whether nothing has to be done to a value; False says only that it must be looked at."""
    kind = type(value)
    if kind is str:
        if holds == "text":
            return _SUSPECT.search(value) is None and 0 < len(value) < _LONG and not value.isspace()
        pattern = _PATTERNS.get(holds)
        return pattern is not None and pattern.fullmatch(value) is not None
    return holds == "number" and (kind is int or kind is float) and abs(value) < _TOO_LARGE


def is_runnable(value: str) -> bool:
    """Test whether a text is an address that a browser would run: a program that makes a link of it is attacked."""
    return _RUNNABLE.match(value) is not None


def text(value: Any) -> Read:
    """Read a text: without what nobody sees, and without HTML."""
    if not isinstance(value, str):
        return _as_text(value), RemarkKind.MADE_TEXT
    if len(value) > _LONGEST:
        return text(value[:_LONGEST])[0], RemarkKind.CUT_SHORT
    if _INVISIBLE.search(value):
        clean = _INVISIBLE.sub("", value)
        return (text(clean)[0] if clean.strip() else ""), RemarkKind.SIGNS_TAKEN_OUT
    if "<" in value and _TAG.search(value):
        return plain_text(value), RemarkKind.HTML_TAKEN_OUT
    if "&" in value and _ENTITY.search(value):
        clean = _INVISIBLE.sub("", html.unescape(value))
        return (clean, RemarkKind.HTML_TAKEN_OUT) if clean != value else (value, None)
    return value, None


def plain_text(value: str) -> str:
    """Return what somebody would read of HTML."""
    lines = _NEW_LINE.sub("\n", value)
    bare = html.unescape(nh3.clean(lines, tags=set(), clean_content_tags={"script", "style"}))
    return _INVISIBLE.sub("", _MANY_LINES.sub("\n\n", bare)).strip()


def _as_text(value: Any) -> str:
    """Return what is no text as one; lists in lists and objects are none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _plain_number(value)
    if isinstance(value, list) and not any(isinstance(part, list | dict) for part in value):
        return "; ".join(str(text(part)[0]) for part in value[:1000] if part not in ("", None))
    raise Unusable


def _plain_number(value: float) -> str:
    if not abs(value) < _TOO_LARGE:  # Also what is no number at all.
        raise Unusable
    return str(int(value)) if value == int(value) else str(value)


def number(value: Any) -> Read:
    """Read a number; "12", "12,5" and "12 år" are numbers too."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        _plain_number(value)
        return value, None
    match = _NUMBER.fullmatch(value.strip()) if isinstance(value, str) and len(value) < 60 else None
    if match is None:
        raise Unusable
    found = float(match[1].replace(",", "."))
    return (int(found) if found.is_integer() else found), RemarkKind.MADE_NUMBER


def numbers(value: Any) -> Read:
    """Read numbers with commas between."""
    if isinstance(value, list):
        return ",".join(str(number(part)[0]) for part in value[:400]), RemarkKind.MADE_TEXT
    return text(value)


def day(value: Any) -> Read:
    """Read a date; seconds since 1970 and days first are dates too."""
    if isinstance(value, str):
        said = value.strip()
        if _IS_DATE.fullmatch(said) or _IS_MOMENT.fullmatch(said):
            _moment(said)
            return value if said == value else said, None
        return _odd_date(said).isoformat(), RemarkKind.MADE_DATE
    return _since_1970(value).date().isoformat(), RemarkKind.MADE_DATE


def moment(value: Any) -> Read:
    """Read a date and time, with where its clock is."""
    if not isinstance(value, str):
        return _written(_since_1970(value)), RemarkKind.MADE_DATE
    said = value.strip()
    if _IS_MOMENT.fullmatch(said):
        _moment(said)
        return said, None
    try:
        found = _moment(said)
    except Unusable:
        odd = _odd_date(said)
        found = datetime(odd.year, odd.month, odd.day, tzinfo=UTC)
    return _written(found if found.tzinfo else found.replace(tzinfo=UTC)), RemarkKind.MADE_DATE


def _written(at: datetime) -> str:
    try:
        return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except (ValueError, OverflowError) as error:
        raise Unusable from error


def _moment(said: str) -> datetime:
    try:
        return datetime.fromisoformat(said[:40])
    except ValueError as error:
        raise Unusable from error


def _odd_date(said: str) -> date:
    said = said[:60]
    try:
        if match := _YEAR_FIRST.fullmatch(said):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.fullmatch(said):
            first, second, year = int(match[1]), int(match[2]), int(match[3])
            is_month_first = first <= 12 < second
            return date(year, first, second) if is_month_first else date(year, second, first)
        if said.isascii() and said.isdigit() and 9 <= len(said) <= 13:
            return _since_1970(int(said)).date()
    except ValueError as error:
        raise Unusable from error
    raise Unusable


def _since_1970(value: Any) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unusable
    if _EARLIEST_SECONDS <= value <= _LATEST_SECONDS:
        return datetime.fromtimestamp(value, UTC)
    if _EARLIEST_SECONDS * 1000 <= value <= _LATEST_MILLISECONDS:
        return datetime.fromtimestamp(value / 1000, UTC)
    raise Unusable


def clock(value: Any) -> Read:
    """Read a time of day."""
    if isinstance(value, str) and _IS_TIME.fullmatch(value):
        return value, None
    said = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    match = _TIME.fullmatch(said[:20])
    if match is None:
        if "T" in said and _IS_MOMENT.fullmatch(said):
            return said[11:16], RemarkKind.MADE_TIME
        raise Unusable
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[4] or "").lower()[:1]
    hour = (hour % 12) + (12 if half == "p" else 0) if half else hour % 24 if hour == 24 else hour
    try:
        return time(hour, minute).isoformat(timespec="minutes"), RemarkKind.MADE_TIME
    except ValueError as error:
        raise Unusable from error


def days(value: Any) -> Read:
    """Read days of the week, "MO,TH"; with a number first ("1MO") they are days of the month."""
    if isinstance(value, str) and re.fullmatch(
        r"[+-]?\d?(?:MO|TU|WE|TH|FR|SA|SU)(?:,[+-]?\d?(?:MO|TU|WE|TH|FR|SA|SU))*", value
    ):
        return value, None
    said = value if isinstance(value, list) else re.split(r"[\s,;/]+", str(value)[:200])
    found = [_DAY_WORDS.get(str(word).strip().lower()[:2], "") for word in said[:14] if str(word).strip()]
    if not found or not all(found):
        return text(value)
    return ",".join(dict.fromkeys(found)), RemarkKind.MADE_WORD


def email(value: Any) -> Read:
    """Read a mail address."""
    if not isinstance(value, str) or len(value) > 300:
        raise Unusable
    if _EMAIL.fullmatch(value):
        return value, None
    match = _EMAIL.search(value)
    if match is None:
        raise Unusable
    return match[0], RemarkKind.MADE_ADDRESS


def url(value: Any) -> Read:
    """Read the address of a web page."""
    if not isinstance(value, str) or len(value) > 2000:
        raise Unusable
    said = _INVISIBLE.sub("", value).strip()
    found = web_address(said if _WEB.fullmatch(said) else f"https://{said}" if _BARE_WEB.fullmatch(said) else "")
    if not found or not _URI.fullmatch(found):
        raise Unusable
    return found, None if found == value else RemarkKind.MADE_ADDRESS


def uri(value: Any) -> Read:
    """Read the name of something on the net, which need not be a page."""
    if isinstance(value, str) and len(value) <= 2000 and _URI.fullmatch(value):
        if value.partition(":")[0].lower() in _RUNS:
            raise Unusable
        return value, None
    return url(value)


def word(value: Any, *, field: str) -> Read:
    """Read one of a field's words, or what others write for it."""
    known = WORDS[field]
    if isinstance(value, str) and value in known.values():
        return value, None
    said = (
        " ".join(str(value)[:60].lower().replace("_", " ").replace("-", " ").split()) if isinstance(value, str) else ""
    )
    found = known.get(said) or known.get("")
    if found is None:
        raise Unusable
    return found, RemarkKind.MADE_WORD


READERS: Mapping[str, Reader] = {
    "text": text, "number": number, "numbers": numbers, "date": day, "moment": moment, "time": clock, "days": days,
    "email": email, "url": url, "uri": uri,
}  # fmt: skip
