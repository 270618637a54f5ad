"""``brobygger doctor``: is this installation well? Exit 1 with what to do when it is not."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from brobygger.web.doctor import examine


class Command(BaseCommand):
    """Look at everything, and say what to do about what is wrong."""

    help = "Undersøger installationen: indstillinger, database, indeks, mail, disk."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to answer as JSON."""
        parser.add_argument("--json", action="store_true", help="svar som JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every finding; exit 1 when one is not well."""
        findings = examine(at=timezone.now())
        is_well = all(finding.is_well for finding in findings)
        if options["json"]:
            self.stdout.write(
                json.dumps({"well": is_well, "findings": [asdict(finding) for finding in findings]}, ensure_ascii=False)
            )
        else:
            for finding in findings:
                mark = self.style.SUCCESS("ok ") if finding.is_well else self.style.ERROR("NEJ")
                self.stdout.write(f"{mark} {finding.check:16} {finding.saw}")
                if finding.advice:
                    self.stdout.write(f"    {'':16} → {finding.advice}")
        if not is_well:
            sys.exit(1)
