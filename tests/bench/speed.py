"""How fast the results page is, beside a bare Django page on the same server in the same run."""

import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from tests.bench.figures import Figure
from tests.portal import ROOT, Portal, free_port

QUERIES = (
    "ensom", "min mand er død", "angst", "far drikker", "gæld", "lektiehjælp", "demens", "besøgsven", "sorggruppe",
    "vil gerne være frivillig", "motion for ældre", "har ingen at snakke med", "skilsmisse", "dansk sprog",
)  # fmt: skip
PLACES = ("Odense", "5000", "Aarhus", "København", "", "Svendborg", "Slagelse", "Aalborg")
SECONDS = 8


def measure(portal: Portal) -> list[Figure]:
    """Return medians on one worker and requests a second on two, for the results page and for the bare page.

    "New" pages are asked for with an address nobody has used before, so that nothing can be remembered; "again" is
    the same pages from the memory for popular questions (web.remembering).
    """
    paths = [f"/soeg/?{urllib.parse.urlencode({'q': q, 'hvor': p})}" for q in QUERIES for p in PLACES]
    with _server(portal, "brobygger.config.wsgi", workers=1) as url:
        new, again = _median_ms(url, paths, is_new=True), _median_ms(url, paths)
    with _server(portal, "tests.bench.bare", workers=1) as url:
        bare = _median_ms(url, ["/?"] * len(paths))
    with _server(portal, "brobygger.config.wsgi", workers=2) as url:
        new_rate, again_rate = _requests_per_second(url, paths, is_new=True), _requests_per_second(url, paths)
    with _server(portal, "tests.bench.bare", workers=2) as url:
        bare_rate = _requests_per_second(url, ["/?"])
    return [
        Figure(name="results page, new, median, one worker", value=new, unit="ms", at_most=30),
        Figure(name="results page, again, median, one worker", value=again, unit="ms"),
        Figure(name="bare Django page, median, one worker", value=bare, unit="ms"),
        Figure(name="results page, new / bare page", value=new / bare, unit="×"),
        Figure(name="results page, new, two workers", value=new_rate, unit="requests/s", at_least=150),
        Figure(name="results page, again, two workers", value=again_rate, unit="requests/s"),
        Figure(name="bare Django page, two workers", value=bare_rate, unit="requests/s"),
    ]


@contextmanager
def _server(portal: Portal, application: str, *, workers: int) -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{port}", f"--workers={workers}", "--threads=2",
            "--worker-class=gthread", "--preload", "--log-level=warning", f"{application}:application",
        ],
        cwd=ROOT, env=portal.env | {"BROBYGGER_LOG_LEVEL": "WARNING"},
    )  # fmt: skip
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).read()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def _median_ms(url: str, paths: list[str], *, is_new: bool = False) -> float:
    times = []
    for attempt in range(2):  # the first round warms caches
        for path in paths:
            address = f"{url}{path}&ny={uuid4().hex}" if is_new else url + path
            request = urllib.request.Request(address, headers={"Accept-Encoding": "br"})
            started = time.perf_counter()
            with urllib.request.urlopen(request, timeout=20) as answer:
                answer.read()
            if attempt:
                times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def _requests_per_second(url: str, paths: list[str], *, is_new: bool = False) -> float:
    """Ask with wrk from four connections, going round all paths."""
    lines = ",".join(f'"{path}"' for path in paths)
    script = f"""
local paths = {{{lines}}}
local turn = 0
request = function()
  turn = turn + 1
  local path = paths[turn % #paths + 1]
  if {str(is_new).lower()} then path = path .. "&ny={uuid4().hex}" .. turn end
  return wrk.format("GET", path, {{["Accept-Encoding"] = "br"}})
end
"""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        Path(file.name).write_text(script, encoding="utf-8")
        done = subprocess.run(
            ["wrk", "-t1", "-c4", f"-d{SECONDS}s", "-s", file.name, url], capture_output=True, text=True, check=True
        )
    if "Non-2xx" in done.stdout:
        raise RuntimeError(done.stdout)
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    assert found is not None, done.stdout
    return float(found[1])
