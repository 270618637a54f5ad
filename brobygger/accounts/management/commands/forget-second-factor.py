"""``brobygger forget-second-factor``: for somebody who has lost both phone and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brobygger.accounts.services.own_account import forget_second_factor
from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.errors import NotFound


class Command(BaseCommand):
    """Takes somebody's second step away, so that they can set up a new one."""

    help = "Fjerner det andet trin fra en konto, når telefon og nødkoder er væk. Sørg først for, at det er den rigtige."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose second step it is."""
        parser.add_argument("email", help="kontoens e-mail")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Do it, and say what happens next."""
        try:
            forget_second_factor(actor=SYSTEM, email=email, at=timezone.now())
        except NotFound as error:
            raise CommandError("Der er ingen konto med den e-mail.") from error
        self.stdout.write(
            "Det andet trin er fjernet. Personen er logget ud, har fået en mail og laver et nyt næste gang."
        )
