"""Acts on files on their way in: taking one in, choosing its columns, looking it through, putting it in, undoing it."""

from brobygger.exchange.services.imports.steps import (
    NotNow,
    choose_columns,
    confirm_import,
    start_import,
    throw_away_import,
    undo_import,
)
from brobygger.exchange.services.imports.working import work_a_bit

__all__ = [
    "NotNow",
    "choose_columns",
    "confirm_import",
    "start_import",
    "throw_away_import",
    "undo_import",
    "work_a_bit",
]
