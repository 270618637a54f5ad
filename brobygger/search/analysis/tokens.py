"""From text to words, and from a word to its stem."""

import re
import threading
import unicodedata
from functools import lru_cache

import Stemmer

from brobygger.search.analysis.language import ACCENTS, danish

#: Longer texts are cut: nobody describes a need in more, and the time a search takes must have a bound.
LONGEST_TEXT = 2_000
#: Longer "words" are noise.
LONGEST_WORD = 40
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_INVISIBLE = dict.fromkeys(
    [
        0x00AD,
        0x200B,
        0x200C,
        0x200D,
        0x2060,
        0xFEFF,
        *range(0x200E, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)
_FOLDS = (
    ("aa", "a"),
    ("ae", "a"),
    ("oe", "o"),
    ("å", "a"),
    ("æ", "a"),
    ("ø", "o"),
    ("ä", "a"),
    ("ö", "o"),
    ("é", "e"),
    ("è", "e"),
)
_ACCENTED = re.compile("[éèêáà]")
_UNSEEN = re.compile(f"[{''.join(map(chr, _INVISIBLE))}]")
#: Control characters, and halves of characters that never were whole.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_stemmers = threading.local()


def normalize(text: str) -> str:
    """Return the text composed (NFC), without invisible characters and control characters, case kept."""
    composed = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    # "İ" is the one letter that grows when it is made small, and then falls into two words.
    return _CONTROL.sub(" ", composed).replace("İ", "I")


def cased_words(text: str) -> list[str]:
    """Return the words of a normalized text as they were written, one for each of ``words``."""
    return [word for word in _WORD.findall(text) if len(word) <= LONGEST_WORD]


def words(text: str) -> list[str]:
    """Return the words of a text in lower case; a hyphen or an apostrophe inside a word stays in it, accents do not."""
    plain = normalize(text).lower()
    if _ACCENTED.search(plain):
        plain = plain.translate(ACCENTS)
    return [word for word in _WORD.findall(plain) if len(word) <= LONGEST_WORD]


def plain_word(word: str) -> str:
    """Return a word of ``cased_words`` as ``words`` gives it."""
    return word.lower().translate(ACCENTS)


def fold(word: str) -> str:
    """Return the word as somebody without Danish letters, or without care for them, may write it."""
    for danish_letter, plain in _FOLDS:
        word = word.replace(danish_letter, plain)
    return word


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """Return the stem of a lower-case word: Snowball's, except where we know better."""
    exception = danish().stems.get(word)
    if exception is not None:
        return exception
    return str(_stemmer().stemWord(word))


def is_stop_word(word: str) -> bool:
    """Test whether a lower-case word carries no meaning for matching."""
    return word in danish().stop_words


def _stemmer() -> "Stemmer.Stemmer":
    """Return this thread's stemmer (the C object is not made for two threads at once)."""
    stemmer = getattr(_stemmers, "danish", None)
    if stemmer is None:
        stemmer = _stemmers.danish = Stemmer.Stemmer("danish", 0)
    return stemmer
