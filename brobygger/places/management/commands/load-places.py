"""``brobygger load-places``: make the country's municipalities and postcodes as the package has them."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from brobygger.kernel.actors import SYSTEM
from brobygger.places.services import load_places


class Command(BaseCommand):
    """Run ``load_places`` and say what there is now."""

    help = "Indlæs regioner, kommuner, postnumre og naboer. Kan køres igen og igen."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        loaded = load_places(actor=SYSTEM, at=timezone.now())
        self.stdout.write(
            f"{loaded.regions} regioner, {loaded.municipalities} kommuner, {loaded.postcodes} postnumre, "
            f"{loaded.neighbours} naboskaber."
        )
