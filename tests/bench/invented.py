"""Invented words: names and compounds with a long tail, so that the vocabulary grows as it does in life.

Nothing here names anybody: places and houses are put together from parts, organisations are called after them.
"""

from collections.abc import Sequence
from random import Random

_BEGINNINGS = """
birke bøge ege elle ask gran fyr pile linde hassel lyng mose eng skov kilde å sø bæk hav strand klit sand sten
kalk ler ravn ørne svane lærke stork falke hjorte ræve grævlinge sol måne stjerne nord syd øster vester over
neder mellem gammel ny stor lille høj lav hvid sort rød blå grøn gul sølv guld kobber jern kongs dronning bispe
munke bonde smede mølle kro torve havne bro vejrs storm vind regn sne vinter sommer forårs høst
""".split()
_MIDDLES = """ e s er en le re ke te de ne me be ge ve se dels holms lunds vangs""".split(" ")
_ENDINGS = """
lund vang gård bo by dal høj kær mark rup lev strup torp sted ager bæk bjerg huse ris borg toft løkke have eng
skov holt kilde sund vig næs odde holm bro kirke minde lyst ro glæde hjem værk
""".split()
#: What Danish makes compounds with when something begins.
_HEADS = """
gruppe café klub netværk fællesskab kor værksted træf hold forening cirkel linje vagt stue mentor ven aften lejr
kursus frokost morgen tur rum hjørne bænk bank hjælp skole akademi festival kæde ring makker vært støtte samtale
""".split()

#: The tail is heavy (a Lomax distribution): the first hundreds are common, most come once or never.
_TAIL, _COMMON_NAMES, _COMMON_COMPOUNDS = 0.62, 60, 300


class Inventor:
    """Makes names and compounds, common ones often and most only once."""

    def __init__(self, rng: Random, firsts: Sequence[str]) -> None:
        self._rng = rng
        self._firsts = list(firsts)
        self._shuffle = Random(20260101)
        self._beginnings, self._middles, self._endings = (
            self._shuffled(parts) for parts in (_BEGINNINGS, _MIDDLES, _ENDINGS)
        )
        self._shuffle.shuffle(self._firsts)

    def _shuffled(self, parts: Sequence[str]) -> list[str]:
        return self._shuffle.sample(list(parts), len(parts))

    def name(self) -> str:
        """Return the name of a place or a house, such as "Egelund" or, further out, "Ravnkebjerg"."""
        return self.named(self._rank(_COMMON_NAMES)).capitalize()

    def named(self, rank: int) -> str:
        """Return name number ``rank``: the first hundreds are the common ones."""
        rank, ending = divmod(rank, len(self._endings))
        rank, beginning = divmod(rank, len(self._beginnings))
        return self._beginnings[beginning] + self._middles[rank % len(self._middles)] + self._endings[ending]

    def compound(self, first: str = "") -> str:
        """Return a compound of a word of the field (or of ``first``) and what it is: "sorgcafé", "gældshjørne"."""
        firsts, heads = self._firsts, _HEADS
        rank, head = divmod(self._rank(_COMMON_COMPOUNDS), len(heads))
        word = first or firsts[rank % len(firsts)]
        if not first and rank >= len(firsts):  # the far tail has three parts
            word += firsts[(rank // len(firsts)) % len(firsts)]
        return word + ("" if word[-1] in "esyøåæ" else "s" if len(word) > 6 else "") + heads[head]

    def _rank(self, common: int) -> int:
        return int(min(1e7, common * (self._rng.paretovariate(_TAIL) - 1)))
