"""Rows of the room."""

from brobygger.opendata.models.origins import Origin
from brobygger.opendata.models.records import Area, Head, Kind, Place, Record, RecordQuerySet, SideQuerySet, Term, Time

__all__ = ["Area", "Head", "Kind", "Origin", "Place", "Record", "RecordQuerySet", "SideQuerySet", "Term", "Time"]
