"""One workbook, opened in a process of its own, which is given so much memory and so much time and no more.

A sheet with something in its first and its last cell fills 6 kB, and the library makes room for all the cells between:
half a terabyte. Whatever is wrong with a file, only this process ends. It is run as a file, knows nothing of the
portal, has none of its settings or connections, and writes the rows as lines of JSON.
"""

import json
import resource
import sys
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineWorkbook

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 60


def main(*, most_rows: int, most_columns: int) -> None:
    """Write the rows of the first sheet that has any; nothing when there is none."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with CalamineWorkbook.from_filelike(sys.stdin.buffer) as book:
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height > most_rows or sheet.width > most_columns:
                raise MemoryError
            if sheet.height:
                for row in sheet.iter_rows():
                    sys.stdout.write(json.dumps([_text(cell) for cell in row]) + "\n")
                return


def _text(cell: Any) -> str:
    """Return a cell as people write it."""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat(timespec="minutes")
    return str(cell).strip()


if __name__ == "__main__":
    main(most_rows=int(sys.argv[1]), most_columns=int(sys.argv[2]))
