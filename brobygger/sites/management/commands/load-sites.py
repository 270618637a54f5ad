"""``brobygger load-sites``: give the country and each municipality a front door with its first words."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from brobygger.kernel.actors import SYSTEM
from brobygger.sites.services import load_sites


class Command(BaseCommand):
    """Run ``load_sites`` and say how many were made."""

    help = "Laver den nationale forside og en lokalside til hver kommune. Sider, der er der i forvejen, røres ikke."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how many."""
        loaded = load_sites(actor=SYSTEM, at=timezone.now())
        self.stdout.write(f"{loaded.created} nye sider, {loaded.kept} stod der i forvejen.")
