"""A whole copy of an installation, and the way back: the database and the uploaded files, nothing that is derived.

SQLite is copied through its own backup interface, which is safe while the portal runs; PostgreSQL through ``pg_dump``
and ``pg_restore`` of the same or a newer version than the server.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db import connection

from brobygger.kernel.errors import BadData

SQLITE_FILE = "brobygger.sqlite3"
POSTGRESQL_FILE = "brobygger.dump"
MEDIA_FOLDER = "media"


class BackupFailed(BadData):
    """Sikkerhedskopien kunne ikke laves eller læses."""

    code = "backup_failed"


def back_up(folder: Path) -> Path:
    """Write a copy into a new folder and return it. Raises ``BackupFailed`` when the folder is not empty."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupFailed(f"{folder} er ikke tom.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if connection.vendor == "sqlite":
        _copy_sqlite(Path(str(connection.settings_dict["NAME"])), folder / SQLITE_FILE)
    else:
        _run_postgresql("pg_dump", ["--format=custom", f"--file={folder / POSTGRESQL_FILE}", "--no-owner"])
    if settings.MEDIA_ROOT.exists():
        shutil.copytree(settings.MEDIA_ROOT, folder / MEDIA_FOLDER)
    return folder


def restore(folder: Path) -> None:
    """Put a copy in place of what this installation holds now. Raises ``BackupFailed`` when it does not fit."""
    wanted = SQLITE_FILE if connection.vendor == "sqlite" else POSTGRESQL_FILE
    if not (folder / wanted).exists():
        raise BackupFailed(f"{folder / wanted} findes ikke.")
    connection.close()
    if connection.vendor == "sqlite":
        target = Path(str(connection.settings_dict["NAME"]))
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy_sqlite(folder / SQLITE_FILE, target)
    else:
        name = str(connection.settings_dict["NAME"])
        arguments = ["--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={name}"]
        _run_postgresql("pg_restore", [*arguments, str(folder / POSTGRESQL_FILE)])
    if (folder / MEDIA_FOLDER).exists():
        shutil.copytree(folder / MEDIA_FOLDER, settings.MEDIA_ROOT, dirs_exist_ok=True)


def _copy_sqlite(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)


def _run_postgresql(program: str, arguments: Sequence[str]) -> None:
    """Run one of PostgreSQL's own programs on our database; the password goes by environment, never by argument."""
    database = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    env = os.environ | {variable: str(database[key]) for variable, key in names.items() if database.get(key)}
    done = subprocess.run([_find(program), *arguments], env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupFailed(f"{program}: {done.stderr.strip()}")


def _find(program: str) -> str:
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which(program)
    if found is None:
        raise BackupFailed(f"{program} findes ikke på denne maskine.")
    return found
