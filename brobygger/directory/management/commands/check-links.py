"""``brobygger check-links``: see whether the addresses we show still answer. The worker runs it every night."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from brobygger.directory.link_fetching import Fetcher
from brobygger.directory.services.link_checks import check_links, gather_links
from brobygger.kernel.actors import SYSTEM


class Command(BaseCommand):
    """Queue what is new, look at those that have waited longest, and say what came of it."""

    help = "Ser efter, om de internetadresser, vi viser, stadig svarer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many to look at, and whether to answer as JSON."""
        parser.add_argument("--limit", type=int, default=500, metavar="N", help="højst så mange (500)")
        parser.add_argument("--json", action="store_true", help="svar som JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, and tell."""
        contact = settings.OPERATOR_EMAIL or settings.BASE_URL
        fetcher = Fetcher(user_agent=f"Brobygger-linktjek/1.0 (+{settings.BASE_URL}/om/; {contact})")
        total = gather_links(actor=SYSTEM, at=timezone.now())
        seen = check_links(actor=SYSTEM, at=timezone.now(), fetcher=fetcher, limit=max(0, options["limit"]))
        if options["json"]:
            self.stdout.write(json.dumps({"links": total, **asdict(seen)}))
            return
        if seen.is_net_down:
            self.stdout.write("Ingen adresser svarede. Det er nok vores eget net, så vi har ikke skrevet noget ned.")
            return
        self.stdout.write(
            f"{seen.looked_at} af {total} adresser er set efter: {seen.ok} virker, {seen.moved} er flyttet, "
            f"{seen.doubtful} svarede ikke, {seen.broken} virker ikke."
        )
