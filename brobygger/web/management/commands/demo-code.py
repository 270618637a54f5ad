"""``brobygger demo-code``: what the app on a demo account's phone would show now."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brobygger.accounts.demo_accounts import DEMO_APP_SECRET
from brobygger.accounts.selectors.own_account import code_of_account
from brobygger.web.demo_people import DEMO_ACCOUNTS


class Command(BaseCommand):
    """Shows the code of a demo account, so that a demonstration needs no phone."""

    help = "Viser den kode, en demokontos app ville vise lige nu. Kun i demo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose code to show."""
        parser.add_argument("email", nargs="?", default=DEMO_ACCOUNTS[0].email, help="demokontoens e-mail")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Print six digits and nothing else, so that a script can use them."""
        if not settings.DEMO:
            raise CommandError("Koder vises kun, når BROBYGGER_DEMO=1 er sat.")
        code = code_of_account(email=email, secret=DEMO_APP_SECRET, at=timezone.now())
        if not code:
            raise CommandError("Der er ingen demokonto med den e-mail og demoens app.")
        self.stdout.write(code)
