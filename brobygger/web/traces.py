"""What a log may tell about a failure: where it happened and of what kind, never the words somebody wrote."""

import traceback
from pathlib import Path

_INNERMOST = 12


def where_it_went_wrong(error: BaseException) -> list[str]:
    """Return the innermost places, deepest last; never the message, which may hold what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-_INNERMOST:]]
