"""What one word is worth in one document (BM25F), and in how small a number that is kept.

The worth is the rarity of the term times a saturation between 0 and 1: a second and a third occurrence say less than
the first. The saturation is kept as one byte, which is exact to 0.4 % of what the term is worth at most; rarity is one
float for each term. So a posting costs three bytes in all (see ``postings.py``).
"""

from collections.abc import Mapping
from math import log1p

#: Saturation, length normalisation, and what a word is worth in each field.
K1, B = 1.2, 0.75
FIELD_WEIGHTS: Mapping[str, float] = {"title": 3.0, "tags": 2.0, "text": 1.0}
#: A saturation of 1 as a byte.
FULL = 255
#: From here on a term stands as a whole word: a part of a compound alone weighs less (``analysis.PART_WEIGHT``).
WHOLE_WORD = 1.0

Lengths = Mapping[str, float]


def rarity(holders: int, documents: int) -> float:
    """Return what a term is worth at most that ``holders`` of ``documents`` documents hold."""
    return log1p((max(documents, holders) - holders + 0.5) / (holders + 0.5))


def lengths_of(fields: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return how many terms each field holds."""
    return {name: sum(fields.get(name, {}).values()) for name in FIELD_WEIGHTS}


def divisors(lengths: Lengths, average: Lengths) -> dict[str, float]:
    """Return by what a frequency in each field is divided: long fields say less with each word."""
    return {name: 1 - B + B * lengths[name] / average[name] for name in FIELD_WEIGHTS}


def saturations(fields: Mapping[str, Mapping[str, float]], average: Lengths) -> dict[str, int]:
    """Return the saturation of each term of one document, from 0 to ``FULL``."""
    by = divisors(lengths_of(fields), average)
    weights: dict[str, float] = {}
    for name, worth in FIELD_WEIGHTS.items():
        for term, frequency in fields.get(name, {}).items():
            weights[term] = weights.get(term, 0.0) + worth * frequency / by[name]
    return {term: round(FULL * weight / (K1 + weight)) for term, weight in weights.items()}
