"""What ``tests.bench.duplicates`` measures, in the process that has the register: prints one JSON object."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from random import Random
from time import process_time
from typing import Any
from uuid import UUID

import django

django.setup()

from brobygger.duplicates.matching.blocking import candidates, keys_of  # noqa: E402
from brobygger.duplicates.matching.entries import entry_of  # noqa: E402
from brobygger.duplicates.matching.said import Said  # noqa: E402
from brobygger.duplicates.matching.scoring import current_models, score  # noqa: E402
from brobygger.duplicates.matching.training import held_out, pool_of  # noqa: E402
from brobygger.duplicates.models import Kind  # noqa: E402
from brobygger.duplicates.selectors.entries import entries, stamps  # noqa: E402
from tests.bench.invented import Inventor  # noqa: E402

ENTRIES = 20_000
#: Streams of chance that neither training nor the package's own figures have used.
SEEDS = range(501, 511)


def _told() -> dict[str, Any]:
    """Measure in the process that has the register."""
    register = {kind.value: list(entries(kind=kind, ids=stamps(kind))) for kind in Kind}
    models = current_models()
    kinds = {kind: asdict(held_out(said, model=models[kind], seeds=SEEDS)) for kind, said in register.items()}
    many = list(_many(register["offer"]))
    started = process_time()
    known = {said.id: entry_of(said) for said in many}
    pairs = list(candidates((key, entry.id) for entry in known.values() for key in keys_of(entry)))
    for one, other in pairs:
        score(known[one], known[other], model=models["offer"])
    return {"entries": ENTRIES, "kinds": kinds, "seconds": round(process_time() - started, 1), "pairs": len(pairs)}


def _many(said: Sequence[Said]) -> Iterator[Said]:
    """Yield 20,000 offers: the real ones and their noise, again and again under invented names in other towns."""
    count = 0
    for seed in range(1_000):
        rng = Random(seed)
        inventor = Inventor(rng, ["sorg", "gæld", "børn", "mad", "natur", "musik"])
        for entry in _elsewhere(said, inventor, rng) if seed else pool_of(said, seed=1).said.values():
            if count == ENTRIES:
                return
            count += 1
            yield entry


def _elsewhere(said: Sequence[Said], inventor: Inventor, rng: Random) -> Iterator[Said]:
    codes = sorted({code for entry in said for code in entry.municipality_codes})
    new = [
        replace(
            entry,
            id=UUID(int=rng.getrandbits(128)),
            name=f"{inventor.compound()} {inventor.name()}",
            organisation_id=UUID(int=rng.getrandbits(128)),
            organisation_name=f"{inventor.name()} {inventor.compound()}",
            municipality_codes=frozenset({rng.choice(codes)}),
            urls=(),
        )
        for entry in said
    ]
    yield from pool_of(new, seed=rng.randrange(10**6)).said.values()


if __name__ == "__main__":
    print(json.dumps(_told()))
