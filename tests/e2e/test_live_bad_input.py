"""Whatever is sent to the running portal with the whole register in it: never a 5xx, a cookie, or a script that runs.

The generator is seeded, so that a failure can be repeated: each failure names the request that caused it.
"""

import http.client
import random
from urllib.parse import quote_from_bytes, urlsplit

import pytest

from tests.e2e.live import Answer, ask_on
from tests.portal import Portal

REQUESTS = 700
SEED = 20261122

PAGES = (
    "/", "/soeg/", "/soeg/kort/", "/soeg/savnet/", "/udfordringer/", "/udfordringer/ensomhed/", "/kommuner/",
    "/kalender/", "/organisationer/", "/odense/", "/akut-hjaelp/", "/er-jeg-ensom/", "/frivillig/", "/begreber/",
    "/begreber/sorg/", "/om/", "/tilbud/sorgcenter-odense/", "/tilbud/sorgcenter-odense/kalender.ics",
    "/tilbud/sorgcenter-odense/fejl/", "/kort/danmark.svg", "/sitemap.xml", "/robots.txt", "/readyz", "/ui/",
)  # fmt: skip
FORMS = ("/soeg/", "/er-jeg-ensom/", "/soeg/savnet/", "/tilbud/sorgcenter-odense/fejl/")
NAMES = (
    "q", "hvor", "behov", "maalgruppe", "aktivitet", "hvordan", "rolle", "hvornaar", "alder", "koen", "gratis",
    "uden_henvisning", "ledig_plads", "kan_foelges", "sprog", "sortering", "side", "radius", "lat", "lon", "kun_her",
    "ikke", "vis", "uge", "bogstav", "token", "text", "reason", "reply_to", "next", "i-stedet", "hvad", "kommune",
    "tak", "lonely_1", "leave_this_empty", "p", "%00", "q[]", "__proto__", "csrfmiddlewaretoken",
)  # fmt: skip

SCRIPT = b"<script>alert(1)</script>"
#: What people mistype and robots try, as bytes.
HOSTILE = (
    b"", b" ", b"0", b"-1", b"-5", b"1e309", b"NaN", b"Infinity", b"10000000000", b"9" * 400, b"1.5", b"0x10", b"9999",
    b"0000", "²".encode(), "٣".encode(), b"Odnese", "Ærø".encode(), b"0461", b"5000", b"56.1", b"-180.1", b"on",
    SCRIPT, b'"><script>alert(1)</script>', b"'-alert(1)-'", b"</script><script>alert(1)</script>",
    b'" onfocus="alert(1)', b"javascript:alert(1)", b"' OR 1=1 --", b"'; DROP TABLE directory_offer; --", b"{{7*7}}",
    b"{% debug %}", b"${jndi:ldap://x}", b"../../../../etc/passwd", b"%2e%2e%2f", b"\x00", b"a\x00b", b"\x1b[31m",
    b"\r\nSet-Cookie: x=1", b"\xff\xfe\xc3", b"\xed\xa0\xbd", b"\xc3\x28", b"\xf0\x9f\x98", "😀😀😀".encode(),
    "👩\u200d👩\u200d👧".encode(), "\u202etac\u202c".encode(), "שלום עולם".encode(), ("Z" + "\u0351" * 90).encode(),
    ("ß" * 900).encode(), "İ".encode() * 50, "ﷺ".encode() * 50, b"%", b"%%", b"%s%n%x", b"\\", b"(((((" * 50,
    b"*" * 200, b"a" * 10_000, "æøå".encode() * 2_000, b"jeg vil ikke leve mere", "min mand slår mig".encode(),
    b"selvmordstruet dyreart", b"&&&===", b"q=1&q=2", b"\t\n\x0b\x0c", b"None", b"null", b"[]", b"{}",
)  # fmt: skip
BEGINNINGS = ("/", "/tilbud/", "/organisation/", "/udfordringer/", "/begreber/", "/en/", "/static/", "/teknik/")
KINDS = ("multipart/form-data; boundary=x", "application/json", "text/plain", "\xff", "")


def some_value(chance: random.Random) -> bytes:
    kind = chance.random()
    if kind < 0.7:
        return chance.choice(HOSTILE)
    if kind < 0.85:
        return chance.randbytes(chance.randrange(1, 60))
    return "".join(chr(chance.randrange(32, 0x2FFF)) for _ in range(20)).encode()


def some_query(chance: random.Random) -> str:
    names = [chance.choice(NAMES) for _ in range(chance.randrange(0, 7))]
    return "&".join(f"{name}={quote_from_bytes(some_value(chance), safe='')}" for name in names)


def some_address(chance: random.Random) -> str:
    """Return a page, or an address made of what nobody would call a page."""
    if chance.random() < 0.8:
        return chance.choice(("", "", "/en")) + chance.choice(PAGES)
    beginning = chance.choice(BEGINNINGS)
    return f"{beginning}{quote_from_bytes(some_value(chance)[:2000], safe='')}/"


def problems_of(answer: Answer) -> list[str]:
    """Return what must never be said to a visitor."""
    return [
        *(["a server error"] if answer.status >= 500 else []),
        *(["a cookie"] if "set-cookie" in answer.headers else []),
        *(["a script"] if SCRIPT in answer.body or b'onfocus="alert' in answer.body else []),
        *(["insides"] if b"Traceback (most recent" in answer.body or b"site-packages" in answer.body else []),
    ]


@pytest.fixture
def connection(portal: Portal) -> http.client.HTTPConnection:
    """One connection that stays open: an answer that breaks the next one would show."""
    return http.client.HTTPConnection(urlsplit(portal.url).netloc, timeout=30)


class TestAnythingAtAll:
    def test_by_address_is_answered_kindly(self, connection: http.client.HTTPConnection) -> None:
        chance, wrong = random.Random(SEED), []
        for _ in range(REQUESTS * 2 // 3):
            path = f"{some_address(chance)}?{some_query(chance)}"
            languages = {"Accept-Language": chance.choice(("da", "en", "\xff", "*;q=9", ""))}

            answer = ask_on(connection, path, headers=languages)

            wrong += [f"{problem}: GET {path[:300]}" for problem in problems_of(answer)]
        assert not wrong

    def test_by_form_is_answered_kindly(self, connection: http.client.HTTPConnection) -> None:
        chance, wrong = random.Random(SEED + 1), []
        for _ in range(REQUESTS // 3):
            path, body = chance.choice(("", "/en")) + chance.choice(FORMS), some_query(chance).encode()
            headers = {"Content-Type": chance.choice(KINDS)} if chance.random() < 0.2 else {}

            answer = ask_on(connection, path, method="POST", body=body, headers=headers)

            wrong += [f"{problem}: POST {path} {headers} {body[:300]!r}" for problem in problems_of(answer)]
        assert not wrong
