"""Step ``fill``: publish offers number ``begin`` to ``end`` with stand-in vectors, as a room that imports would."""

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

import numpy as np
from django.db import transaction

from brobygger.meaning.selectors import current_encoder
from brobygger.search.documents import Document
from brobygger.search.keeping.codec import text_digest
from brobygger.search.keeping.meanings import keep_meanings
from brobygger.search.services import publish_many
from tests.bench.material import Material, read_material
from tests.bench.search.steps import BENCH_DAY, begin, progress, tell
from tests.bench.synthetic import SEED, generate, stand_in_vectors

_AT_A_TIME = 5_000

Made = tuple[int, Document]


def main() -> None:
    """Fill, and tell how long making and how long publishing took."""
    arguments = begin()
    first, last = int(arguments["begin"]), int(arguments["end"])
    material = read_material()
    keeper = _Keeper(material)
    spent = {"making": 0.0, "publishing": 0.0, "keeping_vectors": 0.0}
    offers = islice(generate(last, material, at=BENCH_DAY), first, last)
    with transaction.atomic():
        for batch in _timed_batches(offers, spent):
            started = time.perf_counter()
            publish_many(documents=(document for _theme, document in batch), at=BENCH_DAY)
            published = time.perf_counter()
            keeper.keep(batch, at=BENCH_DAY)
            spent["publishing"] += published - started
            spent["keeping_vectors"] += time.perf_counter() - published
    progress(f"{last} offers; " + ", ".join(f"{name} {seconds:.0f} s" for name, seconds in spent.items()))
    tell({**spent, "model": keeper.model})


def _timed_batches(offers: Iterable[Made], spent: dict[str, float]) -> Iterator[Sequence[Made]]:
    waiting = iter(offers)
    while True:
        started = time.perf_counter()
        batch = list(islice(waiting, _AT_A_TIME))
        spent["making"] += time.perf_counter() - started
        if not batch:
            return
        yield batch


class _Keeper:
    """Keeps stand-in vectors for the language model that is set up; nothing when there is none."""

    def __init__(self, material: Material) -> None:
        encoder = current_encoder()
        self.model = encoder.model if encoder else ""
        if encoder is not None:
            real = [pattern.real for pattern in material.patterns]
            self._middles = encoder.passages([f"{document.title}. {document.summary}" for document in real])
            middles = np.rint(self._middles * 127).astype(np.int8)
            self._keep(real, middles, at=BENCH_DAY)

    def keep(self, batch: Sequence[Made], *, at: datetime) -> None:
        """Keep a vector for each offer of a batch."""
        if self.model:
            themes = [theme for theme, _document in batch]
            seed = SEED + int(batch[0][1].id) % 2**32
            vectors = stand_in_vectors(themes, self._middles, seed=seed)
            self._keep([document for _theme, document in batch], vectors, at=at)

    def _keep(self, documents: Sequence[Document], vectors: "np.typing.NDArray[np.int8]", *, at: datetime) -> None:
        kept = {text_digest(document): row.tobytes() for document, row in zip(documents, vectors, strict=True)}
        keep_meanings(model=self.model, vectors=kept, is_logged=False, at=at)


if __name__ == "__main__":
    main()
