"""Pages of a long list, as the pagination shows them."""

from collections.abc import Callable
from dataclasses import dataclass

#: Beside the page shown, and at each end.
_AROUND = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLinks:
    """Where the pages are: numbers with addresses, None for a gap; ``previous`` and ``next`` are empty at the ends."""

    current: int
    total: int
    previous: str
    next: str
    pages: tuple[tuple[int | None, str], ...]


def page_links(current: int, total: int, *, url: Callable[[int], str]) -> PageLinks:
    """Return the links of a page in a long list."""
    near = {1, total, *range(current - _AROUND, current + _AROUND + 1)}
    numbers = sorted(number for number in near if 1 <= number <= total)
    pages: list[tuple[int | None, str]] = []
    for before, number in zip([0, *numbers], numbers, strict=False):
        if number - before > 1:
            pages.append((None, ""))
        pages.append((number, url(number)))
    return PageLinks(
        current=current,
        total=total,
        previous=url(current - 1) if current > 1 else "",
        next=url(current + 1) if current < total else "",
        pages=tuple(pages),
    )
