"""Collect every Danish sentence of the code into the English catalogue: ``make messages``.

The sentences themselves are the message ids. Translations already there are kept; sentences no longer used are
removed; what still lacks an English text is listed, and a test fails until it has one.

Refusals (``DomainError``) speak with their docstring, or with the sentence they are raised with; gettext does not
look there, so those are handed to it.
"""

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
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
    refusals = (f"gettext_noop({sentence!r})" for sentence in sorted(spoken_by_refusals(package)))
    (package / "refusals.py").write_text("\n".join(refusals), encoding="utf-8")
    command = [
        sys.executable, "-m", "django", "makemessages", "--locale=en", "--no-location", "--no-wrap", "--no-obsolete",
    ]  # fmt: skip
    env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=package, check=True, env=env, stdout=subprocess.DEVNULL)
    return package / "locale/en/LC_MESSAGES/django.po"


def spoken_by_refusals(package: Path) -> set[str]:
    """Return the sentences of every class of ``DomainError`` and of the places that raise one with its own words."""
    nodes = [node for path in package.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    bases = {
        node.name: [base.id for base in node.bases if isinstance(base, ast.Name)]
        for node in nodes
        if isinstance(node, ast.ClassDef)
    }
    refusals = {name for name in bases if "DomainError" in _ancestors(name, bases)}
    docs = {
        (ast.get_docstring(node) or "").split("\n", 1)[0]
        for node in nodes
        if isinstance(node, ast.ClassDef) and node.name in refusals
    }
    calls = {sentence for node in nodes if isinstance(node, ast.Raise) for sentence in _own_words(node, refusals)}
    return {sentence for sentence in docs | calls if sentence}


def _ancestors(name: str, bases: dict[str, list[str]]) -> set[str]:
    return {name}.union(*(_ancestors(base, bases) for base in bases.get(name, ())))


def _own_words(node: ast.Raise, refusals: set[str]) -> Iterator[str]:
    call = node.exc
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in refusals:
        yield from (word.value for word in call.args if isinstance(word, ast.Constant) and isinstance(word.value, str))


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
