"""Files that go out: every cell harmless, and a few rows in memory at a time."""

from brobygger.exchange.writing.lines import csv_lines, json_lines
from brobygger.exchange.writing.packages import write_package
from brobygger.exchange.writing.workbooks import write_workbook

__all__ = ["csv_lines", "json_lines", "write_package", "write_workbook"]
