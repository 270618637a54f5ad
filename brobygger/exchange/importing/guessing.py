"""Which of our columns each column of a file is: by its name, before anybody has said so."""

from collections.abc import Sequence

from brobygger.exchange.columns import bare, columns_by_name


def guess(header: Sequence[str]) -> list[str]:
    """Return our column's key for each of a file's, empty where no name is known; each of ours at most once."""
    found: list[str] = []
    for name in header:
        column = columns_by_name().get(bare(name))
        found.append(column.key if column and column.key not in found else "")
    return found
