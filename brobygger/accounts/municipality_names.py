"""What municipalities are called: a room above, which knows the places, says so; accounts itself knows codes only.

The room registers one function with ``@names_source``; it returns every municipality's name by code, in the order to
show them in.
"""

from collections.abc import Callable, Collection, Mapping

Source = Callable[[], Mapping[str, str]]

_sources: list[Source] = []


def names_source(source: Source) -> Source:
    """Register a function that returns every municipality's name by its code."""
    if source not in _sources:
        _sources.append(source)
    return source


def municipality_names() -> dict[str, str]:
    """Return the name of every municipality by code."""
    names: dict[str, str] = {}
    for source in _sources:
        names.update(source())
    return names


def in_words(codes: Collection[str], *, names: Mapping[str, str] | None = None) -> str:
    """Return some municipalities as a person would write them; a code that nobody has a name for stays a code."""
    if not codes:
        return ""
    known = municipality_names() if names is None else names
    return ", ".join(sorted(known.get(code, code) for code in codes))
