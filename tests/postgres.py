"""Run a command beside a throw-away PostgreSQL: ``python -m tests.postgres pytest …``.

The cluster lives in a new folder on a free loopback port, never runs as root (as root, ``initdb`` and ``pg_ctl`` run
as the user ``postgres``) and is gone when the command ends. The command finds it in ``BROBYGGER_DATABASE_URL``.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class PostgresMissing(SystemExit):
    """PostgreSQL is not installed on this machine."""


def binaries() -> Path:
    """Return the folder with ``initdb`` and ``pg_ctl``, the newest version first."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True
    )
    for folder in versions:
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    if found is None:
        raise PostgresMissing("PostgreSQL (initdb, pg_ctl) mangler: på Debian 'apt-get install postgresql'.")
    return Path(found).resolve().parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(*command: str | Path) -> None:
    """Run one PostgreSQL program, as ``postgres`` when we are root; show its output only when it fails."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*as_postgres, *map(str, command)],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd="/",
    )
    if done.returncode:
        raise SystemExit(done.stdout)


@contextmanager
def cluster() -> Iterator[str]:
    """Give the address of a running, empty database cluster; stop and delete it afterwards."""
    tools, port = binaries(), _free_port()
    home = Path(tempfile.mkdtemp(prefix="brobygger-pg-"))
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(home, owner.pw_uid, owner.pw_gid)
    data = home / "data"
    # Durability is of no use to a database that lives for one test run.
    options = f"-h 127.0.0.1 -p {port} -k {home} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    try:
        _run(tools / "initdb", "-D", data, "-U", "brobygger", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        _run(tools / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start")
        try:
            yield f"postgresql://brobygger@127.0.0.1:{port}/postgres"
        finally:
            _run(tools / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    """Run the command line after ``python -m tests.postgres`` and return its exit code."""
    with cluster() as url:
        return subprocess.call(sys.argv[1:], env={**os.environ, "BROBYGGER_DATABASE_URL": url})


if __name__ == "__main__":
    sys.exit(main())
