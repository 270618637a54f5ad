"""Placeholder until the map is built."""


def map_with_borders_svg() -> str | None:
    """Return nothing yet."""
    return None
