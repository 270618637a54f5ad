"""Where the model is, and one set-up at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

OFF = "off"
LOCK = "lock"


def models_folder() -> Path:
    """Return the folder of the models that we make ourselves."""
    return Path(settings.DATA) / "models"


def chosen_folder() -> Path | None:
    """Return the operator's own model's folder; None when there is none."""
    return Path(settings.MODEL) if settings.MODEL not in {"", OFF} else None


def is_off() -> bool:
    """Test whether the operator has turned meaning off."""
    return bool(settings.MODEL == OFF)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait until no other process sets up in this folder; the lock goes with the process that holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
