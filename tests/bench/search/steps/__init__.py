"""Programs that each do one thing on a stage and print what they measured as one line of JSON.

Importing this starts Django, so that a step's own imports can be of the portal's rooms.
"""

import json
import os
import sys
from datetime import UTC, datetime
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")
django.setup()

#: The clock of everything measured: generated offers have their next times from here on.
BENCH_DAY = datetime(2026, 11, 22, 11, tzinfo=UTC)


def begin() -> dict[str, Any]:
    """Return the step's arguments."""
    return json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}


def tell(result: object) -> None:
    """Print the result, the step's last line."""
    print(json.dumps(result), flush=True)


def progress(text: str) -> None:
    """Say how far it is, for the person who waits."""
    print(f"    {text}", file=sys.stderr, flush=True)
