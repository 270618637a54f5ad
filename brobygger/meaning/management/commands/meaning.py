"""``brobygger meaning set-up|status``: the optional language model that lets the search see what words mean."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from brobygger.kernel.errors import DomainError
from brobygger.meaning.errors import NotOurModel
from brobygger.meaning.selectors import current_encoder, forget_encoder, model_folder
from brobygger.meaning.services import set_up_model


class Command(BaseCommand):
    """Set the model up, or say how it is."""

    help = "Sprogmodellen, der lader søgningen forstå meningen bag ordene: sæt den op, eller se, om den virker."

    #: It runs before the database and everything else is ready.
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which of the two."""
        parser.add_argument("step", choices=["set-up", "status"], help="sæt op, eller se hvordan det står til")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say in one sentence why not."""
        if options["step"] == "set-up":
            self._set_up()
        self._status()

    def _set_up(self) -> None:
        started = perf_counter()
        try:
            set_up_model(say=lambda line: self.stdout.write(f"  {line}"))
        except NotOurModel as error:
            self.stdout.write(f"  {error.message}")
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"  {perf_counter() - started:.1f} s")
        forget_encoder()

    def _status(self) -> None:
        folder = model_folder()
        if folder is None:
            self.stdout.write("  Sprogmodellen er slået fra (BROBYGGER_MODEL=off). Søgningen virker uden.")
            return
        encoder = current_encoder()
        if encoder is None:
            raise CommandError(
                f"Sprogmodellen virker ikke (se loggen). Den skulle ligge i {folder}. Søgningen virker uden."
            )
        self.stdout.write(f"  Sprogmodel {encoder.model} er klar i {folder}.")
