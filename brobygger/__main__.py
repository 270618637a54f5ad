"""The command line: ``brobygger <command>``, also as ``python -m brobygger``.

It is Django's management utility under our own name, so that every room can offer commands of its own.
"""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError
from environs import EnvError


def main() -> None:
    """Run one command and end the process with its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")
    try:
        execute_from_command_line(["brobygger", *sys.argv[1:]])
    except (ImproperlyConfigured, EnvError) as error:
        sys.exit(f"Indstillingerne passer ikke: {error}\nSe docs/operations.md.")
    except (OperationalError, ProgrammingError) as error:
        sys.exit(f"Databasen er ikke klar ({error}). Kør først: brobygger demo (eller: brobygger migrate)")


if __name__ == "__main__":
    main()
