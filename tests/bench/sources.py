"""Another register of 20,000 services: read and put in, and looked through once more when nothing in it is new."""

import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tests.bench.figures import Figure
from tests.bench.nightly import environment
from tests.portal import run_command

SERVICES = 20_000
AT_MOST_SECONDS, DRY_AT_MOST_SECONDS = 120, 30
_TOWNS = (("5000", "Odense C"), ("9000", "Aalborg"), ("8000", "Aarhus C"), ("6700", "Esbjerg"), ("4000", "Roskilde"))
_DAYS = ("MO", "TU", "WE", "TH", "FR")


def measure(services: int = SERVICES) -> list[Figure]:
    """Return seconds for the import and for a dry run of the same feed; SQLite, a fresh folder, one process each."""
    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder))
        for command in (("migrate", "--verbosity", "0"), ("load-places",), ("load-concepts",)):
            run_command(env, *command)
        feed = Path(folder) / "feed.ndjson"
        with feed.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(service, ensure_ascii=False) + "\n" for service in _services(services))
        run_command(env, "sources", "add", "kilden", "--name", "Kilden", "--trust", "shown")
        taken_in, counts = _run(env, feed)
        if counts["done"] != services:
            raise RuntimeError(f"Not every service was put in: {counts}")
        looked, again = _run(env, feed, "--dry")
        if again["same"] != services:
            raise RuntimeError(f"Something is new the second time: {again}")
    return [
        Figure(name=f"source of {services} services, put in", value=taken_in, unit="s", at_most=AT_MOST_SECONDS),
        Figure(name="the same again, dry run", value=looked, unit="s", at_most=DRY_AT_MOST_SECONDS),
    ]


def _run(env: dict[str, str], feed: Path, *options: str) -> tuple[float, dict[str, Any]]:
    started = time.monotonic()
    told = run_command(env, "sources", "run", "kilden", "--file", str(feed), "--json", *options)
    return time.monotonic() - started, json.loads(told.splitlines()[-1])


def _id(*words: object) -> str:
    return str(uuid5(NAMESPACE_URL, " ".join(map(str, words))))


def _services(count: int) -> Iterator[dict[str, Any]]:
    """Yield services of the size real registers have: a place, a weekly time, a phone, a term, an organisation."""
    for number in range(count):
        postcode, town = _TOWNS[number % len(_TOWNS)]
        yield {
            "id": _id("service", number),
            "name": f"Torsdagscafé nr. {number}",
            "status": "active",
            "description": f"Kaffe og snak for alle i {town}. Vi hjælper hinanden, spiser sammen og går ture. " * 3,
            "url": f"https://kilde.example/{number}",
            "minimum_age": 18,
            "organization": {
                "id": _id("organization", number // 10),
                "name": f"Forening nr. {number // 10}",
                "description": "En forening, som mange andre.",
            },
            "phones": [{"id": _id("phone", number), "number": f"{20_000_000 + number}"}],
            "service_areas": [{"id": _id("area", number), "name": town.removesuffix(" C")}],
            "attributes": [
                {
                    "id": _id("attribute", number),
                    "link_entity": "service",
                    "taxonomy_term": {
                        "id": _id("term", number % 40),
                        "code": f"E{number % 40}",
                        "name": f"Emne {number % 40}",
                        "description": "Et emne.",
                    },
                }
            ],
            "service_at_locations": [
                {
                    "id": _id("at", number),
                    "location": {
                        "id": _id("location", number),
                        "location_type": "physical",
                        "name": "Huset",
                        "addresses": [
                            {
                                "id": _id("address", number),
                                "address_1": f"Storegade {number % 200}",
                                "city": town,
                                "state_province": "Danmark",
                                "postal_code": postcode,
                                "country": "DK",
                                "address_type": "physical",
                            }
                        ],
                    },
                    "schedules": [
                        {
                            "id": _id("schedule", number),
                            "freq": "WEEKLY",
                            "byday": _DAYS[number % 5],
                            "dtstart": "2026-01-05",
                            "opens_at": "14:00",
                            "closes_at": "16:00",
                        }
                    ],
                }
            ],
        }
