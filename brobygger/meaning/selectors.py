"""Reads: the encoder, when there is one."""

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from time import monotonic

import structlog

from brobygger.meaning.conversion import MODEL
from brobygger.meaning.encoder import Encoder
from brobygger.meaning.errors import BrokenModel, NoModel, PackagesMissing
from brobygger.meaning.folders import chosen_folder, is_off, models_folder
from brobygger.meaning.manifest import MANIFEST

log = structlog.get_logger("brobygger.meaning")

#: Seconds between two looks at whether a model has come, gone or been replaced.
LOOK_AGAIN = 3.0
Stamp = tuple[str, int]


@dataclass(slots=True)
class _Desk:
    """What this process has opened."""

    encoder: Encoder | None = None
    stamp: Stamp | None = None
    look_again_at: float = 0.0
    lock: Lock = field(default_factory=Lock)


_desk = _Desk()


def model_folder() -> Path | None:
    """Return the folder where the model is or would be; None when meaning is turned off."""
    return None if is_off() else chosen_folder() or models_folder() / MODEL


def current_encoder() -> Encoder | None:
    """Return the encoder, opened once in each process; None when there is no model, and the log says why.

    A model that is set up later is seen within some seconds. Never raises, and costs nothing when there is none.
    """
    now = monotonic()
    if now < _desk.look_again_at:
        return _desk.encoder
    with _desk.lock:
        if now >= _desk.look_again_at:
            _look(model_folder())
            _desk.look_again_at = monotonic() + LOOK_AGAIN
    return _desk.encoder


def forget_encoder() -> None:
    """Let go of the encoder, so that the next who asks opens it anew: for tests, and after a set-up."""
    _desk.encoder, _desk.stamp, _desk.look_again_at = None, None, 0.0


def _look(folder: Path | None) -> None:
    """Open the model when it is another than before."""
    stamp = _stamp(folder)
    if stamp == _desk.stamp:
        return
    _desk.stamp, _desk.encoder = stamp, None
    if folder is None:
        log.info("meaning_off")
        return
    try:
        _desk.encoder = Encoder(folder)
    except (NoModel, BrokenModel, PackagesMissing) as error:
        log.warning("meaning_unavailable", code=error.code, advice=error.message)
    else:
        log.info("meaning_ready", model=_desk.encoder.model)


def _stamp(folder: Path | None) -> Stamp:
    if folder is None:
        return ("", 0)
    try:
        return (str(folder), (folder / MANIFEST).stat().st_mtime_ns)
    except OSError:
        return (str(folder), 0)
