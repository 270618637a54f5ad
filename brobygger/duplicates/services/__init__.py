"""Acts of the room: finding pairs, answering them, merging and parting."""

from brobygger.duplicates.services.answering import AlreadyAnswered, refuse_pair, reopen_pair
from brobygger.duplicates.services.finding import Found, find_pairs
from brobygger.duplicates.services.merging import InTheWay, OutOfReach, merge_pair
from brobygger.duplicates.services.parting import AlreadyParted, MergedFurther, Parted, UndoForgotten, undo_merge

__all__ = [
    "AlreadyAnswered",
    "AlreadyParted",
    "Found",
    "InTheWay",
    "MergedFurther",
    "OutOfReach",
    "Parted",
    "UndoForgotten",
    "find_pairs",
    "merge_pair",
    "refuse_pair",
    "reopen_pair",
    "undo_merge",
]
