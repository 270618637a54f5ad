"""How fast the doors of open data are with 100,000 offers, beside a plain ``JsonResponse`` of the same bytes."""

import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.figures import Figure
from tests.bench.register import with_offers
from tests.portal import ROOT, free_port

OFFERS = 100_000
LIST = "/hsds/3/services?per_page=100"
_ROUNDS = 60
_MEGABYTE = 1 << 20
Headers = Mapping[str, str]


def measure(offers: int = OFFERS) -> list[Figure]:
    """Return medians of pages, single services and 304 answers, and how fast and in how much memory a list streams."""
    env = with_offers(offers)
    with tempfile.TemporaryDirectory() as name, _server(env, "brobygger.config.wsgi", "/readyz") as ours:
        page = ours.get(LIST)
        path = f"/hsds/3/services/{json.loads(page)['contents'][0]['id']}"
        (Path(name) / "page.json").write_bytes(page)
        (Path(name) / "service.json").write_bytes(ours.get(path))
        plain_env = {**env, "BROBYGGER_BENCH_PLAIN": name}
        with _server(plain_env, "tests.bench.plain", "/page.json") as plain:
            return [*_answers(ours, plain, path, pages=offers // 100), *_stream(ours)]


class _Server:
    """A server on this machine with one worker, asked on one connection that stays open."""

    def __init__(self, url: str, pid: int) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
        self._pid = pid

    def get(self, path: str, headers: Headers | None = None) -> bytes:
        """Return the body of an answer."""
        return self.open(path, headers).read()

    def open(self, path: str, headers: Headers | None = None) -> http.client.HTTPResponse:
        """Ask, and return the answer before it is read."""
        self._connection.request("GET", path, headers=dict(headers or {}))
        answer = self._connection.getresponse()
        if answer.status not in {200, 304}:
            raise RuntimeError(f"{path}: {answer.status} {answer.read()[:300]!r}")
        return answer

    def ms(self, path: str, headers: Headers | None = None) -> float:
        """Return how many milliseconds an answer took, from the question to its last byte."""
        started = time.perf_counter()
        self.get(path, headers)
        return (time.perf_counter() - started) * 1000

    def memory_mb(self) -> float:
        """Return how much memory the workers have that is not a file: the database's pages are the machine's."""
        children = Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text(encoding="ascii").split()
        lines = "".join(Path(f"/proc/{pid}/status").read_text(encoding="utf-8") for pid in children).splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


def _answers(ours: _Server, plain: _Server, path: str, *, pages: int) -> list[Figure]:
    """Ask for everything in turns, so that a busy moment is everybody's."""
    etag = ours.open(LIST)
    mark = {"If-None-Match": etag.headers["ETag"]}
    etag.read()
    deep = f"{LIST}&page={pages * 9 // 10}"
    asks: list[Callable[[], float]] = [
        lambda: ours.ms(LIST),
        lambda: ours.ms(deep),
        lambda: ours.ms(LIST, mark),
        lambda: plain.ms("/page.json"),
        lambda: ours.ms(path),
        lambda: plain.ms("/service.json"),
        lambda: ours.ms(f"{LIST}&full=true"),
    ]
    rounds = [[ask() for ask in asks] for _ in range(_ROUNDS)]
    first, last, same, plain_page, one, plain_one, full = (
        statistics.median(times) for times in zip(*rounds, strict=True)
    )
    return [
        Figure(name="HSDS, 100 services on a page", value=first, unit="ms", at_most=40),
        Figure(name="HSDS, page 900 / page 1", value=last / first, unit="×", at_most=1.5),
        Figure(name="HSDS, 100 whole services on a page", value=full, unit="ms"),
        Figure(name="HSDS, one whole service", value=one, unit="ms", at_most=15),
        Figure(name="HSDS, nothing has changed (304)", value=same, unit="ms", at_most=5),
        Figure(name="HSDS, page / plain JsonResponse of the same bytes", value=first / plain_page, unit="×"),
        Figure(name="HSDS, service / plain JsonResponse of the same bytes", value=one / plain_one, unit="×"),
    ]


def _stream(ours: _Server) -> list[Figure]:
    started, services, highest = time.perf_counter(), 0, 0.0
    answer = ours.open("/hsds/3/services?format=ndjson&full=true")
    while some := answer.read(4 * _MEGABYTE):
        services += some.count(b"\n")
        highest = max(highest, ours.memory_mb())
    rate = services / (time.perf_counter() - started)
    return [
        Figure(name="HSDS, whole services streamed", value=rate, unit="services/s", at_least=4000),
        Figure(name="HSDS, the worker's memory meanwhile, at most", value=highest, unit="MB", at_most=200),
    ]


@contextmanager
def _server(env: Mapping[str, str], application: str, until: str) -> Iterator[_Server]:
    port = free_port()
    command = ["-m", "gunicorn", f"--bind=127.0.0.1:{port}", "--workers=1", "--threads=2", "--worker-class=gthread"]
    process = subprocess.Popen(
        [sys.executable, *command, "--log-level=warning", f"{application}:application"], cwd=ROOT, env=dict(env)
    )
    try:
        server = _Server(f"http://127.0.0.1:{port}", process.pid)
        _wait(server, until)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(server: _Server, until: str) -> None:
    for _ in range(300):
        try:
            server.get(until)
        except (OSError, http.client.HTTPException, RuntimeError):
            server._connection.close()
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start.")
