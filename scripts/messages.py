"""Collect every Danish sentence of the code into the English catalogue: ``make messages``.

The sentences themselves are the message ids. Translations already there are kept; sentences no longer used are
removed; what still lacks an English text is listed, and a test fails until it has one.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "brobygger/locale/en/LC_MESSAGES/django.po"


def collect(into: Path) -> Path:
    """Write a fresh catalogue from a copy of the package in the folder ``into`` and return its path."""
    package = into / "brobygger"
    leave_out = shutil.ignore_patterns("static", "tests", "__pycache__", "migrations")
    shutil.copytree(ROOT / "brobygger", package, ignore=leave_out)
    (package / "locale/en/LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, "-m", "django", "makemessages", "--locale=en", "--no-location", "--no-wrap", "--no-obsolete",
    ]  # fmt: skip
    env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=package, check=True, env=env, stdout=subprocess.DEVNULL)
    return package / "locale/en/LC_MESSAGES/django.po"


def untranslated(catalogue: Path) -> list[str]:
    """Return the sentences that have no English text, or only a guessed one."""
    with catalogue.open("rb") as file:
        messages = read_po(file, locale="en")
    return [_as_text(message) for message in messages if message.id and (message.fuzzy or not _is_whole(message))]


def sentences(catalogue: Path) -> set[str]:
    """Return every message id of a catalogue."""
    with catalogue.open("rb") as file:
        return {_as_text(message) for message in read_po(file, locale="en") if message.id}


def _is_whole(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def _as_text(message: Message) -> str:
    return " / ".join(message.id) if isinstance(message.id, tuple | list) else str(message.id)


def main() -> None:
    """Refresh the committed catalogue and list what lacks a translation."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = collect(Path(folder))
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        kept = "\n".join(
            line for line in fresh.read_text(encoding="utf-8").splitlines() if "POT-Creation-Date" not in line
        )
        CATALOGUE.write_text(kept + "\n", encoding="utf-8")
    missing = untranslated(CATALOGUE)
    for sentence in missing:
        print(f"mangler engelsk: {sentence[:110]}")
    print(f"{len(sentences(CATALOGUE))} sætninger, {len(missing)} uden engelsk")


if __name__ == "__main__":
    main()
