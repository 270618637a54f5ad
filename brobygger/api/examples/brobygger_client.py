"""A small client for Brobygger's open data. Copy it; it needs Python 3.11 and nothing else. Licence: MPL-2.0.

    python brobygger_client.py services --search kaffe
    python brobygger_client.py follow copy.json        # run it again and again: only what has changed is fetched

Be a good guest: say who you are in ``agent``, ask no faster than you must, and show how old each offer is.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

BASE = os.environ.get("BROBYGGER", "http://localhost:8000")
MOST_TRIES = 5


class Gone(Exception):
    """The feed of changes cannot be read on from here: begin again from 0 with an empty copy."""


class Client:
    """Reads what is published, politely: waits when it is told to, and tries again when the network fails."""

    def __init__(self, base: str = BASE, *, agent: str = "brobygger-example/1") -> None:
        self.base = base.rstrip("/")
        self.agent = agent

    def services(self, **asked: str | int) -> Iterator[dict[str, Any]]:
        """Yield every service that answers a question, page by page; see /udviklere/ for what can be asked."""
        yield from self.walk("/hsds/3/services", **asked)

    def walk(self, path: str, **asked: str | int) -> Iterator[dict[str, Any]]:
        """Yield everything in a list."""
        number = 1
        while True:
            page = self.get(path, page=number, **asked)
            yield from page["contents"]
            if page["last_page"] or page["empty"]:
                return
            number += 1

    def service(self, service_id: str) -> dict[str, Any]:
        """Return one service with everything that hangs on it."""
        return self.get(f"/hsds/3/services/{service_id}")

    def changes(self, after: int = 0) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Yield (where to go on from, entries) until there is no more. Raises ``Gone``."""
        while True:
            page = self.get("/hsds/3/changes", after=after, limit=500)
            after = page["next"]
            yield after, page["contents"]
            if not page["has_more"]:
                return

    def get(self, path: str, **asked: str | int) -> dict[str, Any]:
        """Return an answer; waits as long as it is told when it has asked too often."""
        address = f"{self.base}{path}?{urlencode(asked)}" if asked else f"{self.base}{path}"
        for tries in range(1, MOST_TRIES + 1):
            try:
                request = Request(address, headers={"User-Agent": self.agent, "Accept": "application/json"})
                with urlopen(request, timeout=30) as answer:
                    found: dict[str, Any] = json.load(answer)
                    return found
            except HTTPError as error:
                if error.code == HTTPStatus.GONE:
                    raise Gone from error
                is_later = error.code in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
                if not is_later or tries == MOST_TRIES:
                    raise
                time.sleep(float(error.headers.get("Retry-After") or 2**tries))
            except URLError:
                if tries == MOST_TRIES:
                    raise
                time.sleep(2**tries)
        raise AssertionError("never reached: the last try returns or raises")


class Copy:
    """A copy of everything that is published, in one file, kept in step with the feed of changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.next = 0
        self.things: dict[str, dict[str, Any]] = {}
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            self.next, self.things = kept["next"], kept["things"]

    def follow(self, client: Client) -> int:
        """Bring the copy in step; return how many changes there were."""
        try:
            return self._read_on(client)
        except Gone:
            self.next, self.things = 0, {}
            return self._read_on(client)

    def _read_on(self, client: Client) -> int:
        count = 0
        for further, entries in client.changes(self.next):
            for entry in entries:
                self._take(entry)
            self.next, count = further, count + len(entries)
            self._keep()
        return count

    def _take(self, entry: dict[str, Any]) -> None:
        key = f"{entry['kind']}/{entry['id']}"
        if entry["action"] == "upsert":
            self.things[key] = entry["data"]
        else:
            self.things.pop(key, None)

    def _keep(self) -> None:
        """Write the whole file beside the old one and put it in its place, so that it is never half written."""
        half = self.path.with_suffix(".half")
        half.write_text(json.dumps({"next": self.next, "things": self.things}, ensure_ascii=False), encoding="utf-8")
        half.replace(self.path)


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description="Read Brobygger's open data.")
    parser.add_argument("--base", default=BASE, help="the portal's address")
    acts = parser.add_subparsers(dest="act", required=True)
    listing = acts.add_parser("services", help="list services")
    listing.add_argument("--search", default="", help="words")
    copy = acts.add_parser("follow", help="keep a copy in step")
    copy.add_argument("file", type=Path, help="where the copy is kept (JSON)")
    asked = parser.parse_args()
    try:
        run(asked)
    except HTTPError as error:
        sys.exit(f"{error.code}: {problem_of(error)}")
    except URLError as error:
        sys.exit(f"No answer from {asked.base}: {error.reason}")


def problem_of(error: HTTPError) -> str:
    """Return what the portal says was wrong: its errors are problem+json."""
    try:
        return str(json.load(error)["detail"])
    except (ValueError, KeyError):
        return error.reason


def run(asked: argparse.Namespace) -> None:
    """List services, or bring a copy in step."""
    client = Client(asked.base)
    if asked.act == "services":
        for service in client.services(**({"search": asked.search} if asked.search else {})):
            sys.stdout.write(f"{service['id']}  {service['name']}\n")
        return
    kept = Copy(asked.file)
    count = kept.follow(client)
    sys.stdout.write(f"{count} changes; {len(kept.things)} things; next {kept.next}\n")


if __name__ == "__main__":
    main()
