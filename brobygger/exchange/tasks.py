"""The door that time opens: the worker looks after files that wait."""

from django.utils import timezone

from brobygger.exchange.selectors.imports import imports_at_work
from brobygger.exchange.selectors.register import are_files_behind
from brobygger.notifications.schedule import whenever


def are_files_waiting() -> bool:
    """Test whether a file waits for the machine."""
    return bool(imports_at_work(at=timezone.now()))


def are_register_files_behind() -> bool:
    """Test whether the files of the whole register should be made anew."""
    return are_files_behind(at=timezone.now())


whenever("register", command=("export-register",), is_awaited=are_register_files_behind)
whenever("imports", command=("imports",), is_awaited=are_files_waiting)
