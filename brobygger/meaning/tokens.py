"""Cutting a text into the pieces of words that the model knows: SentencePiece's unigram way, as XLM-RoBERTa does it.

Of all ways to cut a text the likeliest is taken (Viterbi). The pieces are kept in a trie that all processes share in
memory (``marisa-trie``): 1 MB for each of them, where the libraries made for this take 60 MB and half a second.
"""

import unicodedata
from pathlib import Path

import numpy as np

from brobygger.meaning.manifest import PIECE_IDS, PIECE_SCORES, PIECES

FIRST, LAST, UNKNOWN = 0, 2, 3
#: A letter that no piece holds costs this much more than the rarest piece.
_UNKNOWN_COST = 10.0
_SPACE = "▁"
#: No piece has more letters.
_LONGEST = 16
#: What is not a letter and not a space to the model: control characters vanish, signs without width become spaces.
_SIGNS: dict[int, str | None] = {
    **dict.fromkeys((*range(1, 9), 0x0B, *range(0x0E, 0x20), 0x7F, 0x8F, 0x9F)),
    **dict.fromkeys((0x1680, *range(0x200B, 0x2010), 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD), " "),
}


def plain(text: str) -> str:
    """Return the text with one form for each letter and one space between words."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_SIGNS).split())


class Tokenizer:
    """Cuts texts with the pieces of one model."""

    def __init__(self, folder: Path) -> None:
        """Open the pieces where they lie; raise OSError or ValueError when they cannot be read."""
        import marisa_trie  # optional: here and not at the top, so that the portal starts without it

        self._trie = marisa_trie.Trie().mmap(str(folder / PIECES))
        self._ids = memoryview(np.load(folder / PIECE_IDS, mmap_mode="r"))
        scores = np.load(folder / PIECE_SCORES, mmap_mode="r")
        self._scores = memoryview(scores)
        self._unknown = float(scores.min()) - _UNKNOWN_COST

    def cut(self, text: str, *, at_most: int) -> list[int]:
        """Return the numbers of the pieces of a plain text, with the model's marks of beginning and end around them."""
        letters = _SPACE + text.replace(" ", _SPACE)
        return [FIRST, *self._likeliest(letters)[: at_most - 2], LAST]

    def _likeliest(self, letters: str) -> list[int]:
        """Return the likeliest way to cut: at each letter, the best way to have come there."""
        trie, scores = self._trie, self._scores
        best = [0.0] + [-np.inf] * len(letters)
        came: list[tuple[int, int]] = [(0, -1)] * (len(letters) + 1)
        for start in range(len(letters)):
            so_far = best[start]
            for piece, number in trie.iter_prefixes_with_ids(letters[start : start + _LONGEST]):
                end, score = start + len(piece), so_far + scores[number]
                if score > best[end]:
                    best[end], came[end] = score, (start, number)
            if so_far + self._unknown > best[start + 1]:
                best[start + 1], came[start + 1] = so_far + self._unknown, (start, -1)
        return self._walked_back(came)

    def _walked_back(self, came: list[tuple[int, int]]) -> list[int]:
        pieces = []
        at = len(came) - 1
        while at:
            at, number = came[at]
            pieces.append(UNKNOWN if number < 0 else self._ids[number])
        return pieces[::-1]
