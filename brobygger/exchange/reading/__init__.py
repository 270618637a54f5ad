"""Files from other people's spreadsheets as rows of text, whatever they were saved as; what may harm us is refused."""

from brobygger.exchange.reading.refusals import FileRefused
from brobygger.exchange.reading.tables import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Table, read_table

__all__ = ["LONGEST_CELL", "MOST_BYTES", "MOST_COLUMNS", "MOST_ROWS", "FileRefused", "Table", "read_table"]
