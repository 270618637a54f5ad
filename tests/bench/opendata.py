"""Open data kept in step: publishing a whole register of 100,000 offers, comparing it, and what one act more costs."""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from tests.bench.figures import Figure
from tests.bench.register import rebuild_figures, with_offers
from tests.portal import ROOT, run_command

OFFERS = 100_000
#: The night is five hours long, and this is one of its steps.
AT_MOST_SECONDS = 1800
_PEAK_MEGABYTES = 400


def measure() -> list[Figure]:
    """Return the seconds of the first rebuild, of a night's rebuild that finds nothing new, and of one act."""
    env = with_offers(OFFERS)
    first = rebuild_figures(OFFERS)
    again = json.loads(run_command(dict(env), "opendata", "rebuild", "--json"))
    act = _measured(env)
    return [
        Figure(
            name=f"open data: {OFFERS} offers published anew", value=first["seconds"], unit="s", at_most=AT_MOST_SECONDS
        ),
        Figure(
            name=f"open data: {OFFERS} offers compared at night", value=again["seconds"], unit="s",
            at_most=AT_MOST_SECONDS,
        ),
        Figure(name="open data: the same, things written", value=again["written"], unit="things", at_most=0),
        Figure(name="open data: an act publishes its offer, median", value=act["milliseconds"], unit="ms"),
        Figure(name="open data: memory of keeping 5,000 in step", value=act["megabytes"], unit="MB",
               at_most=_PEAK_MEGABYTES),
    ]  # fmt: skip


def _measured(env: Mapping[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.opendata"]
    told = subprocess.run(command, cwd=ROOT, env=dict(env), check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(told)
    return found


def main() -> None:
    """Measure in the process of the installation: one offer at a time, then some thousand."""
    import os
    import resource
    from itertools import islice
    from statistics import median
    from time import perf_counter

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")
    django.setup()

    from django.utils import timezone

    from brobygger.kernel.actors import SYSTEM
    from brobygger.opendata.selectors.steps import shown_offer_ids
    from brobygger.opendata.services import keep_in_step

    ids = list(islice(shown_offer_ids(), 5_000))
    keep_in_step(actor=SYSTEM, offer_ids=ids[:1], at=timezone.now())
    seconds = []
    for offer_id in ids[:50]:
        started = perf_counter()
        keep_in_step(actor=SYSTEM, offer_ids=[offer_id], at=timezone.now())
        seconds.append(perf_counter() - started)
    keep_in_step(actor=SYSTEM, offer_ids=ids, at=timezone.now())
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"milliseconds": median(seconds) * 1000, "megabytes": megabytes}))


if __name__ == "__main__":
    main()
