"""What was worked out once and is kept in a file, so that only the first process does the work."""

from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import structlog

log = structlog.get_logger("brobygger.meaning")


def keep(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Let a file be written: whole or not at all. A folder that cannot be written to only costs the work again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f"{path.stem}-", suffix=".part", delete=False) as file:
            part = Path(file.name)
            try:
                write(file)
                file.flush()
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
    except OSError as error:
        log.warning("likeness_not_kept", kind=type(error).__name__)
