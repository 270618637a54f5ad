"""The table of what each piece of a word is, before the model has looked at its neighbours: 54 MB that all share."""

from pathlib import Path

import numpy as np

from brobygger.meaning.manifest import WORDS
from brobygger.meaning.weights import BLOCK_BYTES, IN_BLOCK, Floats, unpacked


class WordRows:
    """Rows of a table that lies on the disk in 4 bit and is only read where it is needed."""

    def __init__(self, folder: Path, *, width: int) -> None:
        """Map the table into memory; raise OSError or ValueError when it is not there or not whole."""
        bytes_in_row = width // IN_BLOCK * BLOCK_BYTES
        self._packed = np.memmap(folder / WORDS, dtype=np.uint8, mode="r").reshape(-1, bytes_in_row)

    def rows(self, numbers: list[int]) -> Floats:
        """Return the rows of some pieces."""
        return unpacked(self._packed[numbers])
