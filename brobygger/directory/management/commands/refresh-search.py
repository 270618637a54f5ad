"""``brobygger refresh-search``: hand every shown offer to the search again, with its next times. Run it every night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from brobygger.directory.services import republish_all
from brobygger.kernel.actors import SYSTEM


class Command(BaseCommand):
    """Run ``republish_all`` and say how many."""

    help = "Opdaterer søgningen med tilbuddenes næste tidspunkter. Køres hver nat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refresh, and say how many."""
        count = republish_all(actor=SYSTEM, at=timezone.now())
        self.stdout.write(f"{count} tilbud er opdateret i søgningen.")
