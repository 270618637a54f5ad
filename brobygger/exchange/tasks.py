"""The door that time opens: the worker looks after files that wait."""

from django.utils import timezone

from brobygger.exchange.selectors.imports import imports_at_work
from brobygger.notifications.schedule import whenever


def are_files_waiting() -> bool:
    """Test whether a file waits for the machine."""
    return bool(imports_at_work(at=timezone.now()))


whenever("imports", command=("imports",), is_awaited=are_files_waiting)
