"""Guides ready to hand out: made once, kept on this machine by what is in them, and never two at a time."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

from brobygger.guides.selectors import guide_of
from brobygger.guides.setting import content_of, digest_of, set_pdf
from brobygger.guides.values import Wanted
from brobygger.kernel.errors import DomainError

#: Some 60 MB at most; the oldest go first.
MOST_KEPT = 80
#: A guide that was made a moment ago is not made again to see whether it has changed.
SECONDS = 60
_PATIENCE = 20
_press = Lock()


class PressBusy(DomainError):
    """Der bliver lavet mange hæfter lige nu. Prøv igen om et øjeblik."""

    code = "press_busy"
    status = 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A guide as a file; ``digest`` is the same as long as the guide is."""

    digest: str
    path: Path
    filename: str

    @property
    def pdf(self) -> bytes:
        """The file itself."""
        return self.path.read_bytes()


def printed(wanted: Wanted, *, at: datetime) -> Printed:
    """Return a guide, from the shelf when it is there. Raises ``GuideTooBig`` and ``PressBusy``."""
    known = f"guide:{filename_of(wanted)}:{timezone.localdate(at)}"
    digest = caches["memory"].get(known)
    if digest is None or not _path(digest).exists():
        with _press_free():
            digest = _print(wanted, at=at)
        caches["memory"].set(known, digest, timeout=SECONDS)
    return Printed(digest=digest, path=_path(digest), filename=filename_of(wanted))


def filename_of(wanted: Wanted) -> str:
    """Return what to call the file."""
    parts = ("hæfte", wanted.municipality_slug, wanted.need_key, wanted.paper, "stor-skrift" if wanted.is_large else "")
    return "-".join(part for part in parts if part) + ".pdf"


@contextmanager
def _press_free() -> Iterator[None]:
    """Wait until nobody else in this process makes a guide; raises ``PressBusy`` when that takes long."""
    if not _press.acquire(timeout=_PATIENCE):
        raise PressBusy
    try:
        yield
    finally:
        _press.release()


def _print(wanted: Wanted, *, at: datetime) -> str:
    """Make sure that a guide is on the shelf; return its digest."""
    content = content_of(guide_of(wanted, at=at), wanted)
    digest = digest_of(content)
    if not _path(digest).exists():
        _shelve(_path(digest), set_pdf(content, at=at))
    return digest


def _path(digest: str) -> Path:
    return Path(settings.DATA) / "guides" / f"{digest}.pdf"


def _shelve(path: Path, pdf: bytes) -> None:
    """Put a file on the shelf whole, and clear away the oldest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, half = tempfile.mkstemp(dir=path.parent, suffix=".half")
    with os.fdopen(handle, "wb") as file:
        file.write(pdf)
    Path(half).replace(path)
    kept = sorted(path.parent.glob("*.pdf"), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in kept[MOST_KEPT:]:
        old.unlink(missing_ok=True)
