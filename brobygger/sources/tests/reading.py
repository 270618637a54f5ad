"""What the tests of reading share: the standard's own files, small feeds, and how one is read or refused."""

import io
import os
import zipfile
from typing import Any
from uuid import UUID

import pytest

from brobygger.kernel.tests.shared import SHARED
from brobygger.sources.reading import FeedRefused, Found, Limits, Reason, RemarkKind, Report, open_feed

STANDARD = SHARED / "standards" / "hsds"
VERSIONS = ("3.0", "3.1", "uk-3.0")
needs_standard = pytest.mark.skipif(
    not STANDARD.exists() and not os.environ.get("CI"), reason="BROBYGGER_SHARED holds no standards"
)


def uid(number: int) -> str:
    return str(UUID(int=number + 2**100))


def service(number: int, **said: Any) -> dict[str, Any]:
    return {"id": uid(number), "name": f"Tilbud {number}", "status": "active", **said}


def read(origin: Any, **limits: Any) -> tuple[list[Found], Report]:
    with open_feed(origin, namespace="test", limits=Limits(**limits)) as feed:
        return list(feed.things()), feed.report


def refused(origin: Any, **limits: Any) -> Reason:
    with pytest.raises(FeedRefused) as error:
        read(origin, **limits)
    assert error.value.message
    return error.value.reason


def kinds(report: Report) -> set[RemarkKind]:
    return {tally.kind for tally in report.remarks}


def package(**files: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in files.items():
            whole.writestr(name.replace("__", "."), content)
    return packed.getvalue()
