"""The one way a text is made ready for looking words up in it: what is kept and what is asked go through the same."""

from brobygger.search.analysis.tokens import fold, words


def folded(text: str) -> str:
    """Return the words of a text in lower case, without accents and without care for æ, ø, å, aa, ae and oe."""
    return fold(" ".join(words(text)))
