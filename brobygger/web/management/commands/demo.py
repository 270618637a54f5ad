"""``brobygger demo``: fill this installation with the demo register, ready to look at. Safe to repeat."""

import hashlib
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brobygger.accounts.demo_accounts import DEMO_APP_SECRET
from brobygger.accounts.permissions import needs_second_factor
from brobygger.accounts.services import ensure_account
from brobygger.accounts.services.own_account import give_app_secret
from brobygger.directory import selectors as directory
from brobygger.kernel.actors import SYSTEM
from brobygger.opendata.selectors.state import feed_state
from brobygger.web.demo_associations import make_free_association, make_member
from brobygger.web.demo_people import DEMO_ACCOUNTS, DEMO_PASSWORD


class Command(BaseCommand):
    """Fill an installation with everything a demo shows."""

    help = "Lægger demodata ind: kommuner, begreber, hjælpelinjer, lokalsider, rigtige tilbud og demokonti."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to empty the database first."""
        parser.add_argument("--reset", action="store_true", help="tøm databasen først")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every step; each says how long it took."""
        if not settings.DEMO:
            raise CommandError("Demodata lægges kun ind, når BROBYGGER_DEMO=1 er sat.")
        settings.DATA.mkdir(parents=True, exist_ok=True)
        self._step("Databasen gøres klar", lambda: call_command("migrate", verbosity=0, interactive=False))
        if options["reset"]:
            self._step("Databasen tømmes", lambda: call_command("flush", verbosity=0, interactive=False))
        if options["reset"] or not _is_loaded():
            self._load()
        else:
            self.stdout.write("  Demodata er lagt ind i forvejen.")
        if not feed_state().here.get("taxonomy"):
            self._step("Åbne data", lambda: call_command("opendata", "rebuild", stdout=self.stdout))
        self._step("Søgningens indeks", lambda: call_command("index", "build", stdout=self.stdout))
        self._step("Demokonti", _make_accounts)
        self.stdout.write("\nDemokonti (adgangskode til dem alle: " + DEMO_PASSWORD + ")")
        for account in DEMO_ACCOUNTS:
            codes = ", ".join(account.municipality_codes)
            self.stdout.write(f"  {account.email:32} {account.role}{' ' + codes if codes else ''}")
        self.stdout.write(f"  Log ind på {settings.BASE_URL}/log-ind/")
        self.stdout.write("  Koden til det andet trin står på siden. Den kommer også med: brobygger demo-code EMAIL")
        self.stdout.write(f"  Har du en app til koder, så er nøglen til dem alle {DEMO_APP_SECRET}")

    def _load(self) -> None:
        self._step("Kommuner og postnumre", lambda: call_command("load-places", stdout=self.stdout))
        self._step("Begreber og hverdagsord", lambda: call_command("load-concepts", stdout=self.stdout))
        self._step("Hjælpelinjer", lambda: call_command("load-crisis-lines", stdout=self.stdout))
        self._step("Lokalsider", lambda: call_command("load-sites", stdout=self.stdout))
        self._step("Rigtige tilbud fra offentlige sider", self._load_offers)
        _stamp().write_text(_digest(), encoding="utf-8")

    def _load_offers(self) -> None:
        path = settings.PACKAGE / "directory" / "data" / "real_offers.jsonl"
        call_command("load-offers", str(path), stdout=self.stdout)

    def _step(self, label: str, act: Callable[[], object]) -> None:
        started = perf_counter()
        self.stdout.write(self.style.MIGRATE_HEADING(f"→ {label}"))
        act()
        self.stdout.write(f"  {perf_counter() - started:.1f} s")


def _stamp() -> Path:
    return settings.DATA / "demo-data"


def _is_loaded() -> bool:
    """Test whether exactly this package's data was loaded here before, and is still there."""
    is_same = _stamp().exists() and _stamp().read_text(encoding="utf-8") == _digest()
    return is_same and directory.freshness_figures(at=timezone.now()).offers > 0


def _digest() -> str:
    """Return a fingerprint of every data file the package ships."""
    seen = hashlib.sha256()
    for path in sorted(Path(settings.PACKAGE).glob("*/data/**/*")):
        if path.is_file():
            seen.update(path.read_bytes())
    return seen.hexdigest()


def _make_accounts() -> None:
    """Make an account for each role, with a known app where the role needs a second factor."""
    make_free_association(at=timezone.now())
    for wanted in DEMO_ACCOUNTS:
        user = ensure_account(
            actor=SYSTEM,
            email=wanted.email,
            password=DEMO_PASSWORD,
            role=wanted.role,
            at=timezone.now(),
            municipality_codes=wanted.municipality_codes,
            name=wanted.name,
        )
        make_member(user_id=user.id, account=wanted, at=timezone.now())
        if needs_second_factor(wanted.role):
            give_app_secret(actor=SYSTEM, user=user, secret=DEMO_APP_SECRET, at=timezone.now())
