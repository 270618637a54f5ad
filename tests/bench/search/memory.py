"""What the workers of a portal hold for themselves, as the kernel counts it."""

import os
from pathlib import Path


def family_of(port: int) -> list[int]:
    """Return the processes of the server on a port: the first is the master, the others its workers."""
    mark = f"--port={port}\0".encode()
    found = {pid: _parent(pid) for pid in _processes() if mark in _read(pid, "cmdline")}
    return sorted(found, key=lambda pid: (found[pid] in found, pid))


def private_megabytes(pid: int) -> dict[str, float]:
    """Return what only this process holds: ``dirty`` is its own, ``clean`` it could drop (files it alone has read)."""
    sizes = {}
    for line in _read(pid, "smaps_rollup").decode().splitlines()[1:]:
        name, _, rest = line.partition(":")
        sizes[name] = int(rest.split()[0]) / 1000
    return {"dirty": sizes["Private_Dirty"], "clean": sizes["Private_Clean"], "resident": sizes["Rss"]}


def _processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:  # it has ended meanwhile
        return b""


def _parent(pid: int) -> int:
    return int(_read(pid, "stat").rpartition(b")")[2].split()[1])
