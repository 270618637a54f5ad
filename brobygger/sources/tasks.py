"""The door that time opens: the worker reads the sources whose day it is, and those somebody waits for."""

from django.utils import timezone

from brobygger.notifications.schedule import whenever
from brobygger.sources.selectors.runs import runs_at_work
from brobygger.sources.selectors.sources import due_sources


def are_sources_waiting() -> bool:
    """Test whether a source is to be read now."""
    at = timezone.now()
    return bool(runs_at_work(at=at) or due_sources(at=at))


whenever("sources", command=("sources", "due"), is_awaited=are_sources_waiting)
