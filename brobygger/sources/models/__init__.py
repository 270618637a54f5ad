"""Rows of the room."""

from brobygger.sources.models.mappings import TermMapping, TermState
from brobygger.sources.models.outcomes import Came, Outcome, Result
from brobygger.sources.models.runs import AT_WORK, RUN_TRANSITIONS, Run, RunState
from brobygger.sources.models.sources import Edits, Rhythm, Source, SourceFile, Trust
from brobygger.sources.models.things import Thing

__all__ = [
    "AT_WORK",
    "RUN_TRANSITIONS",
    "Came",
    "Edits",
    "Outcome",
    "Result",
    "Rhythm",
    "Run",
    "RunState",
    "Source",
    "SourceFile",
    "TermMapping",
    "TermState",
    "Thing",
    "Trust",
]
