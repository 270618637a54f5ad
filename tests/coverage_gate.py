"""Acts, reads and rules are tested on every branch: ``python -m tests.coverage_gate coverage.json``.

Reads what ``pytest --cov=brobygger --cov-branch --cov-report=json:coverage.json`` wrote, and names each line and
branch of a room's ``services``, ``selectors`` and ``policies`` that no test walked. Elsewhere, judgement.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

GATED = frozenset({"services", "selectors", "policies"})


def is_gated(path: Path) -> bool:
    """Test whether a file is one of a room's acts, reads or rules (a module, or part of a package of that name)."""
    parts = path.with_suffix("").parts
    return len(parts) > 2 and parts[0] == "brobygger" and parts[2] in GATED


def gaps(report: dict[str, Any]) -> Iterator[str]:
    """Return one line for each gated file that has something no test walked."""
    for name, file in sorted(report["files"].items()):
        if not is_gated(Path(name)):
            continue
        lines = [str(line) for line in file["missing_lines"]]
        branches = [f"{start}→{end if end > 0 else 'out'}" for start, end in file["missing_branches"]]
        if lines or branches:
            yield f"  {name}: lines {', '.join(lines) or 'none'}; branches {', '.join(branches) or 'none'}"


def main(path: str) -> int:
    """Print the gaps of one report; return 1 when there are any, or when nothing was measured."""
    report = json.loads(Path(path).read_text(encoding="utf-8"))
    measured = [name for name in report["files"] if is_gated(Path(name))]
    missing = list(gaps(report))
    if not measured or not report["meta"]["branch_coverage"]:
        print("The report does not measure branches of the rooms' services, selectors and policies.")
        return 1
    if missing:
        print("Not every branch of the rooms' acts, reads and rules is tested:", *missing, sep="\n")
        return 1
    print(f"Every branch of {len(measured)} files of acts, reads and rules is tested.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
