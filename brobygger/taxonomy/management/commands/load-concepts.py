"""``brobygger load-concepts``: make the concept scheme as the package has it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brobygger.kernel.actors import SYSTEM
from brobygger.taxonomy.concept_file import ConceptsUnreadable
from brobygger.taxonomy.services import load_concepts


class Command(BaseCommand):
    """Run ``load_concepts`` and say what there is now."""

    help = "Indlæs begreberne: udfordringer, målgrupper, aktiviteter og måder at mødes på. Kan køres igen og igen."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        try:
            loaded = load_concepts(actor=SYSTEM, at=timezone.now())
        except ConceptsUnreadable as error:
            raise CommandError(error.message) from error
        if loaded.is_changed:
            self.stdout.write(
                f"{loaded.concepts} begreber, heraf {loaded.created} nye; {loaded.retired} er gået ud af brug."
            )
        else:
            self.stdout.write(f"{loaded.concepts} begreber, alle som før.")
