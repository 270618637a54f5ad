"""``docs/benchmarks/search.md``: written by the measurement itself, so that no number is copied by hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from tests.bench.questions import BROWSING, KEYWORDS, SENTENCES, questions
from tests.bench.search.outcome import compared, figures_of
from tests.bench.search.plot import draw_growth
from tests.bench.search.timing import by_group
from tests.portal import ROOT

FOLDER = ROOT / "docs/benchmarks"
Data = dict[str, Any]

_HEAD = """# How fast the search is

Written by `make bench search` and `make bench growth` (`tests/bench/search`); do not edit by hand.

Offers are generated (`tests/bench/synthetic.py`): the real ones taken apart by theme and put together again, with
invented names and compounds so that the vocabulary grows as in life. Good for times and sizes, useless for quality,
which `brobygger search eval` measures on real offers. Their vectors are stand-ins near the vectors of the real ones
(working out real ones for 200,000 offers takes about half an hour of one core); the questions' vectors are real.
Every question is asked once to warm up, then three times; its time is the middle one (PostgreSQL and FTS5, which take
long, are asked fewer questions, and each once after the warm-up). One thread, one process, unless it says otherwise.
Rounds on this machine differ by up to 30 %: compare ratios within a run.
"""


def write(*, search: Data | None = None, growth: list[Data] | None = None, folder: Path = FOLDER) -> Path:
    """Write the page and the picture from what was measured now and, for the rest, the time before."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "search.json"
    data: Data = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    data |= {"search": summary_of(search)} if search else {}
    data |= {"growth": growth} if growth else {}
    kept.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    page = folder / "search.md"
    page.write_text("\n".join(_page(data)) + "\n", encoding="utf-8")
    if "growth" in data:
        draw_growth(data["growth"], folder)
    return page


def summary_of(data: Data) -> Data:
    """Return what the page shows of one run, without each question's own times."""
    return {
        "machine": data["machine"],
        "offers": data["offers"],
        "questions": len(questions()),
        "base": data["base"],
        "figures": [_row(figure) for figure in figures_of(data)],
        "groups": [_group(data["latency"], name, groups) for name, groups in _GROUPS.items()],
        "peers": [_peer(data, key) for key in data["peers"]],
        "throughput": data["throughput"],
        "memory": data["memory"],
        "freshness": data["freshness"],
        "changing": data["changing"],
    }


_GROUPS: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in dict.fromkeys(one.group for one in questions())},
    "all keywords": KEYWORDS,
    "all sentences": SENTENCES,
    "everything": (*KEYWORDS, *SENTENCES, *BROWSING),
}


def _row(figure: Figure) -> list[str]:
    mark = {None: "", True: "yes", False: "**no**"}[figure.is_reached]
    return [figure.name, figure.shown, figure.wish, mark]


def _group(latency: Data, name: str, groups: tuple[str, ...]) -> Data:
    clocks = {f"find_{clock}": by_group(latency["find"], groups, clock=clock) for clock in ("wall", "cpu")}
    return {"name": name, **clocks, "engine_wall": by_group(latency["engine"], groups)}


def _peer(data: Data, key: str) -> Data:
    peer = data["peers"][key]
    known = {name: peer[name] for name in ("name", "build", "megabytes", "agreed", "compared")}
    return {**known, "asked": len(peer["times"]), **{who: compared(data, key, who) for who in ("engine", "find")}}


def _page(data: Data) -> Iterator[str]:
    yield _HEAD
    if "search" in data:
        yield from _search(data["search"])
    if "growth" in data:
        yield from _growth(data["growth"])


def _search(found: Data) -> Iterator[str]:
    on = found["machine"]
    yield f"## {found['offers']:,} offers, {found['questions']} questions\n"
    yield (
        f"{on['on']}, {on['cores']} cores of {on['processor']}, Python {on['python']}, "
        f"load {on['load']:.1f} before the run. "
        + (f"Vectors of {found['base']['fill']['model']}.\n" if found["base"]["fill"]["model"] else "**No vectors.**\n")
    )
    yield from _table(("figure", "measured", "asked for", "reached"), found["figures"])
    yield "\n### By kind of question (ms)\n"
    head = ("questions", "p50", "p95", "p99", "CPU p50", "CPU p99", "engine alone p50", "engine alone p99")
    yield from _table(head, (_group_row(group) for group in found["groups"]))
    yield "\n### Beside other engines\n"
    yield (
        "The same analysed words and filters, the best twenty and the counts of seven facets, one thread; ours on the "
        "same questions. \"Engine alone\" is the like for like; \"whole search\" also reads Danish, ranks by readable "
        "rules, finds by meaning, and says why. Ours filters true circles; tantivy has boxes.\n"
    )  # fmt: skip
    columns = (
        "engine", "build s", "MB", "hits as ours", "asked", "p50", "p99", "engine alone p50", "p99", "faster p99",
        "whole search p50", "p99", "faster p99",
    )  # fmt: skip
    yield from _table(columns, (_peer_row(peer) for peer in found["peers"]))
    yield "\n### Several processes\n"
    yield from _processes(found)


def _group_row(group: Data) -> list[str]:
    wall, cpu, engine = group["find_wall"], group["find_cpu"], group["engine_wall"]
    numbers = (wall["p50"], wall["p95"], wall["p99"], cpu["p50"], cpu["p99"], engine["p50"], engine["p99"])
    return [group["name"], *(f"{number:.1f}" for number in numbers)]


def _peer_row(peer: Data) -> list[str]:
    engine, find = peer["engine"], peer["find"]
    return [
        peer["name"],
        f"{peer['build']:.0f}",
        f"{peer['megabytes']:.0f}",
        f"{peer['agreed']} of {peer['compared']}",
        str(peer["asked"]),
        *(f"{engine['theirs'][name]:.1f}" for name in ("p50", "p99")),
        *(f"{engine['ours'][name]:.1f}" for name in ("p50", "p99")),
        f"{engine['ratio']:.1f} ×",
        *(f"{find['ours'][name]:.1f}" for name in ("p50", "p99")),
        f"{find['ratio']:.1f} ×",
    ]


def _processes(found: Data) -> Iterator[str]:
    load, seen, changing = found["throughput"], found["freshness"], found["changing"]
    yield (
        f"- {load['workers']} processes at full speed: {load['per_second']:.0f} questions a second, "
        f"p50 {load['p50']:.1f}, p99 {load['p99']:.1f} ms."
    )
    shown = ", ".join(f"{one['dirty']:.0f} + {one['clean']:.0f}" for one in found["memory"]["workers"])
    yield f"- Private memory of a worker of the portal after all questions (own + files only it has read): {shown} MB."
    if seen["median"] is not None:
        yield (
            f"- A changed offer is found by {seen['processes']} processes after {seen['median']:.2f} s (middle), "
            f"{seen['max']:.2f} s (slowest of {seen['changes'] * seen['processes']}); never: {seen['never_seen']}."
        )
    yield (
        f"- With {changing['changes']} changes at 20 a second, p99 is {changing['busy']['p99']:.1f} ms against "
        f"{changing['quiet']['p99']:.1f} ms in the quiet windows between."
    )
    spent = found["base"]
    yield (
        f"- Full build: {spent['build']['seconds']:.0f} s ({spent['build']['cpu_seconds']:.0f} s CPU), "
        f"{spent['index_megabytes']:.0f} MB on disk.\n"
    )


def _growth(rows: list[Data]) -> Iterator[str]:
    yield "## Growth\n"
    yield "![How times, build and size grow with the number of offers](growth.svg)\n"
    head = ("offers", "keyword p50", "p99", "sentence p50", "p99 ms", "build s", "build CPU s", "index MB")
    yield from _table(head, (_growth_row(row) for row in rows))


def _growth_row(row: Data) -> list[str]:
    times = (row["keyword"]["p50"], row["keyword"]["p99"], row["sentence"]["p50"], row["sentence"]["p99"])
    spent = row["build"]
    sizes = (spent["seconds"], spent["cpu_seconds"], row["index_megabytes"])
    return [f"{row['offers']:,}", *(f"{ms:.1f}" for ms in times), *(f"{size:.0f}" for size in sizes)]


def _table(head: tuple[str, ...], rows: "Iterator[list[str]] | list[list[str]]") -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
