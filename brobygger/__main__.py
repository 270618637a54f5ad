"""The command line: ``brobygger <command>``, also as ``python -m brobygger``.

It is Django's management utility under our own name, so that every room can offer commands of its own.
"""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command and end the process with its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")
    execute_from_command_line(["brobygger", *sys.argv[1:]])


if __name__ == "__main__":
    main()
