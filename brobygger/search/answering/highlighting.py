"""Marking the words of the question in a text: other forms of a word, and compounds that begin or end with it, too.

By stems only: taking every word of a text apart costs too much for a page of cards (``docs``: search.md, 4).
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from brobygger.search.analysis.tokens import fold, is_stop_word, stem, words

#: Shorter stems are in too many other words.
_LEAST_IN_COMPOUND = 4
_MOST_WORDS = 12
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Highlighter:
    """Marks the words of one question. Without any it only escapes."""

    def __init__(self, question: str, *, parts: Iterable[str] = ()) -> None:
        """``parts`` are further words that count, such as the parts of the question's compounds."""
        asked = [word for word in (*words(question), *parts) if not is_stop_word(word)][:_MOST_WORDS]
        self._stems = frozenset(_key(piece) for word in asked for piece in word.split("-") if len(piece) > 1)
        self._inner = tuple(sorted(found for found in self._stems if len(found) >= _LEAST_IN_COMPOUND))

    def mark(self, text: str) -> SafeString:
        """Return the text as safe markup with ``<mark>`` round each word of the question."""
        if not self._stems or not text:
            return SafeString(escape(text))
        pieces: list[str] = []
        done = 0
        for found in _WORD.finditer(text):
            if self._is_asked(found[0]):
                pieces += (escape(text[done : found.start()]), "<mark>", escape(found[0]), "</mark>")
                done = found.end()
        return mark_safe("".join((*pieces, escape(text[done:]))))  # noqa: S308 - every piece is escaped above

    def _is_asked(self, word: str) -> bool:
        key = _key(word)
        if key in self._stems:
            return True
        return len(key) > _LEAST_IN_COMPOUND and any(key.startswith(part) or key.endswith(part) for part in self._inner)


@lru_cache(maxsize=5_000)
def _key(word: str) -> str:
    """Return what words are compared by: the folded stem."""
    return fold(stem(word.lower()))
