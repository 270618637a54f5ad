"""A throw-away installation: measure other offers without touching the operator's own data or database."""

import os
import subprocess
import sys
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, OutputWrapper

from brobygger.meaning.selectors import model_folder

#: The file that says that a data folder may be filled with whatever is to be measured.
_MARK = "throw-away"


def is_elsewhere() -> bool:
    """Test whether this process runs in a throw-away installation."""
    return (Path(settings.DATA) / _MARK).exists()


def run_elsewhere(arguments: Sequence[str], *, stdout: OutputWrapper, stderr: OutputWrapper) -> None:
    """Run ourselves with these arguments in a new folder and database, which are gone afterwards.

    How far it is comes on ``stderr`` as it goes, what it answers on ``stdout`` when it is done. Raises ``CommandError``
    with its last words when it fails.
    """
    with TemporaryDirectory(prefix="brobygger-") as folder:
        (Path(folder) / _MARK).touch()
        answer = Path(folder) / "answer"
        with answer.open("wb") as out:
            ours = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-m", "brobygger", *arguments],
                env=_environment(folder),
                stdout=out,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
            last_words = _pass_on(ours, stderr=stderr)
        if ours.wait():
            raise CommandError(last_words.removeprefix("CommandError: ") or "Målingen gik i stå.", returncode=1)
        stdout.write(answer.read_text(encoding="utf-8"), ending="")


def _pass_on(ours: "subprocess.Popen[str]", *, stderr: OutputWrapper) -> str:
    """Write what it says as it says it; return the last line, which is not written when it was the reason to stop."""
    last = ""
    for line in ours.stderr or ():
        if last:
            stderr.write(last)
        last = line.rstrip()
    if last and not ours.wait():
        stderr.write(last)
    return last


def load_here(offers: Path, *, with_meaning: bool, stderr: OutputWrapper) -> None:
    """Fill the throw-away installation with places, concepts and offers, and index them."""
    index = ("build",) if with_meaning else ("build", "--without-meaning")
    for label, command, arguments in (
        ("Databasen", "migrate", ("--verbosity=0", "--no-input")),
        ("Kommuner og postnumre", "load-places", ()),
        ("Begreber", "load-concepts", ()),
        (f"Tilbud: {offers.name}", "load-offers", (str(offers),)),
        ("Indeks", "index", index),
    ):
        stderr.write(f"→ {label}")
        call_command(command, *arguments, stdout=StringIO(), stderr=stderr)


def _environment(folder: str) -> dict[str, str]:
    model = model_folder()
    chosen = {"BROBYGGER_MODEL": str(model)} if model and model.is_dir() else {}
    return {
        **os.environ,
        **chosen,
        "DJANGO_SETTINGS_MODULE": "brobygger.config.settings",
        "PYTHONPATH": str(Path(settings.PACKAGE).parent),
        "BROBYGGER_DATA": folder,
        "BROBYGGER_DATABASE_URL": f"sqlite:///{Path(folder) / 'brobygger.sqlite3'}",
    }
