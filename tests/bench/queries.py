"""How many SQL queries a results page takes."""

import json
import subprocess
import sys

from tests.bench.figures import Figure
from tests.portal import ROOT, Portal

_COUNT = """
import json, django
django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
client, counts = Client(), []
for url in (
    "/soeg/?q=ensom&hvor=Odense", "/soeg/", "/soeg/?q=xyzzyqwerty&hvor=Samsø", "/soeg/?q=min+mand+slår+mig&hvor=5000"
):
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    counts.append(len(seen))
print(json.dumps(counts))
"""


def measure(portal: Portal) -> list[Figure]:
    """Return the largest number of queries among four results pages, the second time each is asked for."""
    done = subprocess.run(
        [sys.executable, "-c", _COUNT], env=portal.env | {"BROBYGGER_HOSTS": "testserver"}, cwd=ROOT,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [
        Figure(
            name="SQL queries, results page", value=max(json.loads(done.stdout.splitlines()[-1])), unit="", at_most=8
        )
    ]
