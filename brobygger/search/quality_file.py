"""The file of the measured quality: ``brobygger search eval`` writes it, the public page of the order reads it."""

import json
from pathlib import Path
from typing import Any

QUALITY_FILE = Path(__file__).parent / "data" / "quality.json"


def read_quality() -> dict[str, Any]:
    """Return what was measured last; empty when nobody has."""
    if not QUALITY_FILE.exists():
        return {}
    found: dict[str, Any] = json.loads(QUALITY_FILE.read_text(encoding="utf-8"))
    return found


def write_quality(found: dict[str, Any]) -> None:
    """Put what was measured in the place of what was measured before."""
    QUALITY_FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
