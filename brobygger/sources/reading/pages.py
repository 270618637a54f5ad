"""The pages of a list, as the standard has them and as others write them."""

from dataclasses import dataclass
from typing import Any

from brobygger.sources.reading.json_texts import spread

#: "size" is how many a page may hold; what is counted is what is in it.
_TOTAL_ITEMS = ("total_items", "totalElements", "total_elements", "total", "count")
_TOTAL_PAGES = ("total_pages", "totalPages", "pages", "page_count")
_NUMBER = ("page_number", "number", "page", "current_page")
_IS_FIRST, _IS_LAST = ("first_page", "first"), ("last_page", "last")
_ITEMS = ("contents", "content", "items", "data", "results", "records", "services", "organizations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page. None where it does not say, or says something that cannot be."""

    items: list[Any]
    total_items: int | None = None
    total_pages: int | None = None
    number: int | None = None
    is_first: bool | None = None
    is_last: bool | None = None
    #: It says that there are more pages than itself, or that there are none: it is a page and no file.
    is_page: bool = False


def page_of(value: Any) -> Page:
    """Return an answer as a page; a bare list is the only one there is."""
    if not isinstance(value, dict):
        return Page(items=value if isinstance(value, list) else [], is_last=True)
    total_pages, total_items = _whole(value, _TOTAL_PAGES), _whole(value, _TOTAL_ITEMS)
    held = next((value[name] for name in _ITEMS if isinstance(value.get(name), list)), None)
    return Page(
        items=held if held is not None else [item for _table, item in spread(value)] if "id" in value else [],
        total_items=total_items,
        total_pages=total_pages,
        number=_whole(value, _NUMBER),
        is_first=_yes(value, _IS_FIRST),
        is_last=_yes(value, _IS_LAST),
        is_page=total_pages is not None or (held is not None and total_items is not None),
    )


def _whole(value: dict[str, Any], names: tuple[str, ...]) -> int | None:
    """Return a count that somebody wrote, also as text."""
    for name in names:
        said = value.get(name)
        if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) < 12:
            said = int(said)
        if isinstance(said, int) and not isinstance(said, bool) and 0 <= said < 10**12:
            return said
    return None


def _yes(value: dict[str, Any], names: tuple[str, ...]) -> bool | None:
    for name in names:
        said = value.get(name)
        if isinstance(said, bool):
            return said
        if said in ("true", "false"):
            return bool(said == "true")
    return None
