"""The encoder: texts in, vectors of length one out; questions in a second thread, passages while you wait."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from brobygger.meaning.errors import BrokenModel, PackagesMissing
from brobygger.meaning.manifest import GRAPH, check_files, read_manifest
from brobygger.meaning.running import open_session, run_session, runtime_errors
from brobygger.meaning.thinking import Pending, Thinker
from brobygger.meaning.tokens import Tokenizer, plain
from brobygger.meaning.vectors import unit
from brobygger.meaning.weights import Floats
from brobygger.meaning.words import WordRows

#: The model was trained with these words in front: a question and its answer are different kinds of text.
_QUESTION, _PASSAGE = "query: ", "passage: "
#: Longer texts are cut: a question of 128 pieces takes 30 ms, and its meaning is long since clear.
_QUESTION_PIECES, _PASSAGE_PIECES = 128, 256
_MOST_LETTERS = 2_000


class Encoder:
    """One model, ready to use. Safe to share between threads, and to carry over a fork."""

    def __init__(self, folder: Path) -> None:
        """Open a model; raise NoModel, BrokenModel or PackagesMissing."""
        manifest = read_manifest(folder)
        check_files(folder, manifest)
        #: Vectors of different models are never compared.
        self.model: str = manifest.model
        self.size: int = manifest.size
        try:
            self._tokenizer = Tokenizer(folder)
            self._words = WordRows(folder, width=manifest.size)
        except ImportError as error:
            raise PackagesMissing from error
        except (OSError, ValueError) as error:
            raise BrokenModel from error
        self._session = open_session(folder / GRAPH)
        self._thinker = Thinker(self._question, errors=runtime_errors())

    def begin(self, text: str) -> Pending:
        """Begin to work out what a question means, in a second thread; upper and lower case are one.

        The vector is remembered in this process's memory under the text, so that the next who asks has it at once.
        """
        return self._thinker.begin(plain(text[:_MOST_LETTERS]).lower())

    def passages(self, texts: Sequence[str], *, say: Callable[[int], object] | None = None) -> Floats:
        """Return the vectors of passages, one row each; ``say`` is told after each how many are done.

        One at a time: rounding looks at all that is worked out together, so a vector must not depend on its company,
        and on one thread company makes nothing quicker.
        """
        vectors = np.empty((len(texts), self.size), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(_PASSAGE + plain(text[:_MOST_LETTERS]), at_most=_PASSAGE_PIECES)
            if say:
                say(row + 1)
        return vectors

    def questions(self, texts: Sequence[str]) -> Floats:
        """Return the vectors of questions, one row each, while you wait: for measuring, and for examples."""
        vectors = [self._question(plain(text[:_MOST_LETTERS]).lower()) for text in texts]
        return np.array(vectors, dtype=np.float32).reshape(len(texts), self.size)

    def _question(self, text: str) -> Floats:
        return self._vector(_QUESTION + text, at_most=_QUESTION_PIECES)

    def _vector(self, text: str, *, at_most: int) -> Floats:
        rows = self._words.rows(self._tokenizer.cut(text, at_most=at_most))
        (vectors,) = run_session(self._session, rows, outputs=("vectors",))
        return unit(vectors[0])
