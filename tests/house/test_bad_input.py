"""Whatever a browser or a robot sends to a public door, the answer is kind, in Danish, and never a 500."""

from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db

GET_PATHS = (
    "/", "/soeg/", "/udfordringer/", "/udfordringer/ensomhed/", "/kommuner/", "/organisationer/", "/kalender/",
    "/odense/", "/akut-hjaelp/", "/er-jeg-ensom/", "/frivillig/", "/begreber/", "/om/", "/log-ind/", "/sitemap.xml",
    "/kort/danmark.svg", "/soeg/forslag/", "/soeg/forklar/", "/widget/soeg/", "/byg-din-liste/",
)  # fmt: skip
POST_PATHS = ("/soeg/", "/er-jeg-ensom/", "/soeg/savnet/", "/log-ind/", "/log-ind/link/")
NAMES = (
    "q", "hvor", "behov", "maalgruppe", "aktivitet", "hvordan", "rolle", "hvornaar", "alder", "koen", "gratis",
    "uden_henvisning", "ledig_plads", "kan_foelges", "sprog", "sortering", "side", "radius", "lat", "lon", "kun_her",
    "ikke", "vis", "uge", "bogstav", "token", "text", "reason", "next", "x",
)  # fmt: skip

#: Things people and robots really send.
HOSTILE = (
    "", " ", "Odnese", "9999", "0000", "-5", "1e309", "NaN", "10000000000", "' OR 1=1 --", "<script>alert(1)</script>",
    "{{7*7}}", "${jndi:ldap://x}", "../../etc/passwd", "\x00", "\x1b[31m", "😀😀😀", "\u202etac\u202c", "שלום",
    "a" * 10_000, "æøå" * 3_000, "%", "%%", "%s%s%s", "\r\nSet-Cookie: x=1", "ß" * 300,
    "\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"),
)  # fmt: skip

values = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=60), st.integers().map(str), st.floats().map(str), st.binary(max_size=20)
)
queries = st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=6)
quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def encoded(query: list[tuple[str, str | bytes]]) -> str:
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in _encodable(query))


def _encodable(query: list[tuple[str, str | bytes]]) -> list[tuple[str, bytes]]:
    return [(n, v if isinstance(v, bytes) else v.encode("utf-8", "replace")) for n, v in query]


class TestEveryGetDoor:
    @pytest.mark.parametrize("path", GET_PATHS)
    @given(query=queries)
    @quick
    def test_never_breaks(self, client: Client, path: str, query: list[tuple[str, str | bytes]]) -> None:
        response = client.get(f"{path}?{encoded(query)}")

        assert response.status_code in {200, 301, 302, 404}

    @pytest.mark.parametrize("path", ["/soeg/", "/kalender/", "/odense/", "/organisationer/"])
    @pytest.mark.parametrize("text", HOSTILE)
    def test_answers_hostile_words_kindly(self, client: Client, path: str, text: str) -> None:
        response = client.get(f"{path}?{encoded([('q', text), ('hvor', text), ('side', text), ('alder', text)])}")

        assert response.status_code in {200, 404}
        assert b"<script>alert(1)" not in response.content
        assert "Set-Cookie" not in response.headers


class TestEveryPostDoor:
    @pytest.mark.parametrize("path", POST_PATHS)
    @given(query=queries)
    @quick
    def test_never_breaks(self, client: Client, path: str, query: list[tuple[str, str | bytes]]) -> None:
        response = client.post(path, encoded(query), content_type="application/x-www-form-urlencoded")

        assert response.status_code in {200, 302, 303, 400, 403, 404, 422, 429}

    def test_a_body_that_is_no_form_is_answered(self, client: Client) -> None:
        bodies = {
            "text/plain": b"\xff\xfe\x00",
            "application/json": b"{",
            "multipart/form-data; boundary=x": b"--x",
        }

        for content_type, body in bodies.items():
            for path in POST_PATHS:
                assert client.post(path, body, content_type=content_type).status_code < 500


class TestAddresses:
    @given(slug=st.text(min_size=1, max_size=40))
    @quick
    def test_that_do_not_exist_are_404_with_help(self, client: Client, slug: str) -> None:
        for prefix in ("/", "/tilbud/", "/organisation/", "/udfordringer/", "/begreber/", "/en/tilbud/"):
            response = client.get(f"{prefix}{quote(slug.encode('utf-8', 'replace'), safe='')}/x9z/")

            assert response.status_code in {404, 400, 301, 302}

    def test_a_broken_byte_sequence_in_the_address_is_no_500(self, client: Client) -> None:
        for path in ("/%ff%fe/", "/tilbud/%c3%28/", "/soeg/?q=%ff%fe%c3", "/en/%80/"):
            assert client.get(path).status_code < 500

    def test_the_404_page_helps(self, client: Client) -> None:
        response = client.get("/findes/slet/ikke/")

        assert response.status_code == 404
        assert "Hvad har du brug for" in response.content.decode()
        assert "112" in response.content.decode()
