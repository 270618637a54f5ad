"""Acts on sources: every write of the room goes through one of these."""

from brobygger.sources.services.keeping import (
    KeyIsTaken,
    SourceData,
    SourceInvalid,
    change_source,
    map_terms,
    register_source,
    take_file,
)
from brobygger.sources.services.linking import link_reviewed
from brobygger.sources.services.running import (
    AlreadyRunning,
    NotNow,
    apply_run,
    begin_due_runs,
    believe_run,
    drop_run,
    give_up_run,
    run_source,
    start_run,
    work_on_run,
)

__all__ = [
    "AlreadyRunning",
    "KeyIsTaken",
    "NotNow",
    "SourceData",
    "SourceInvalid",
    "apply_run",
    "begin_due_runs",
    "believe_run",
    "change_source",
    "drop_run",
    "give_up_run",
    "link_reviewed",
    "map_terms",
    "register_source",
    "run_source",
    "start_run",
    "take_file",
    "work_on_run",
]
