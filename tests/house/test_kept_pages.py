"""A page that a browser has kept is asked about again: the answer may not change what the page may do."""

import pytest
from django.test import Client

from tests.house.public_doors import PUBLIC_DOORS
from tests.house.test_doors import addresses  # noqa: F401 - one row of everything, and its addresses

pytestmark = pytest.mark.django_db

#: What decides who may show a page, load it or find it. A browser takes it from the 304 too (RFC 9111, 3.2).
SAID_AGAIN = (
    "Access-Control-Allow-Origin",
    "Content-Security-Policy",
    "Cross-Origin-Embedder-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Referrer-Policy",
    "X-Frame-Options",
    "X-Robots-Tag",
)


def test_keeps_what_it_may_do(client: Client, addresses: dict[str, str]) -> None:  # noqa: F811 - the fixture
    asked = 0
    other: dict[str, tuple[str | None, str | None]] = {}
    for name in PUBLIC_DOORS:
        first = client.get(addresses[name])
        if first.status_code != 200 or "ETag" not in first:
            continue
        again = client.get(addresses[name], headers={"If-None-Match": first["ETag"]})
        if again.status_code != 304:
            continue
        asked += 1
        said = {header: (first.get(header), again.get(header)) for header in SAID_AGAIN}
        other |= {f"{name} {header}": pair for header, pair in said.items() if pair[0] != pair[1]}

    assert not other
    assert asked > 50
