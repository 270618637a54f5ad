"""``brobygger forget``: erase what may be forgotten. Run it every night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from brobygger.kernel.actors import SYSTEM
from brobygger.privacy.services import erase_expired


class Command(BaseCommand):
    """Run ``erase_expired`` and say how many rows of each kind are gone."""

    help = "Sletter personoplysninger, hvis frist er udløbet."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        for label, erased in erase_expired(actor=SYSTEM, at=timezone.now()).items():
            self.stdout.write(f"{label}: {erased}")
