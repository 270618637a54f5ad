"""What an engine must be able to do: score words, give columns to filter and rank by, and count. Nothing of Danish."""

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from brobygger.search.documents import Document
from brobygger.search.engine.columns import Columns

Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int32]
Term = tuple[str, float]


class Engine(Protocol):
    """One generation of the index. Rows are numbers from 0; they mean nothing in another generation."""

    @property
    def documents(self) -> Sequence[Document]:
        """Every document, by row."""
        ...

    @property
    def columns(self) -> Columns:
        """What documents are filtered, ranked and counted by."""
        ...

    def row_of(self, key: str) -> int | None:
        """Return the row of the document with this public key."""
        ...

    def scores(self, terms: Iterable[Term]) -> Scores:
        """Return for every row how well it fits the weighted terms; 0 where none occurs."""
        ...

    def commonness(self, term: str) -> float:
        """Return the share of documents that hold a term (0 when it is unknown)."""
        ...

    def holds(self, row: int, term: str) -> bool:
        """Test whether a document holds a term."""
        ...
