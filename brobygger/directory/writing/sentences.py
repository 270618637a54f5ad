"""A Danish text in sentences, as a reader meets them: Markdown's marks taken away, each point of a list by itself."""

import re
from collections.abc import Iterator

from brobygger.search.analysis.tokens import normalize

#: Longer texts are cut: the work must have a bound.
LONGEST = 20_000
_ABBREVIATIONS = frozenset(
    """f.eks fx bl.a m.m m.fl m.v mv mfl osv o.l o.lign evt inkl ekskl ca kl nr tlf dvs d.v.s pga p.g.a mht m.h.t iht
    i.h.t jf hhv pr stk maks kr vedr ang afd forh alm kap sml tidl mdr hr fr dr sct skt jr ift i.f.t s.u d.d p.t gl ndr
    sdr ons tirs tors lør jan feb apr aug sep sept okt nov dec""".split()
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+")
_LINK = re.compile(r"\[([^\]\[]*)\]\([^()\s]*\)")
_LINE_MARK = re.compile(r"^\s*(?:[-*+•–]|\d{1,2}[.)]|#{1,6}|>)\s+")
_EMPHASIS = re.compile(r"[*_`]{1,3}")
#: Where a sentence may end: a sign, perhaps closed by quotation marks, and space after it.
_END = re.compile(r"[.!?:…]+[\"'«»”)]*(?=\s|$)")
_LAST_WORD = re.compile(r"(\S+)$")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def sentences_in(text: str) -> tuple[str, ...]:
    """Return the sentences of a text; a heading, a point of a list and a paragraph each end one."""
    return tuple(sentence for line in _lines(text[:LONGEST]) for sentence in _split(line) if _WORD.search(sentence))


def words_in(sentence: str) -> list[str]:
    """Return the words of a sentence as they were written; a number is a word."""
    return _WORD.findall(sentence)


def _lines(text: str) -> Iterator[str]:
    """Give the paragraphs, headings and points: lines that only go on are put together."""
    together: list[str] = []
    for raw in text.splitlines():
        line = normalize(raw).strip()
        if not line or _LINE_MARK.match(line):
            yield " ".join(together)
            together = []
        plain = _EMPHASIS.sub("", _LINE_MARK.sub("", _LINK.sub(r"\1", line)))
        together.append(_ADDRESS.sub("link", plain))
        if line.startswith("#"):
            yield " ".join(together)
            together = []
    yield " ".join(together)


def _split(line: str) -> Iterator[str]:
    """Give the sentences of one paragraph."""
    start = 0
    for sign in _END.finditer(line):
        if _ends_here(line[start : sign.start()], sign.group(), line[sign.end() :].lstrip()):
            yield line[start : sign.end()].strip()
            start = sign.end()
    yield line[start:].strip()


def _ends_here(before: str, sign: str, after: str) -> bool:
    """Test whether a sign ends its sentence: not in "f.eks.", "kl. 10", "1. maj" and "J. Hansen"."""
    if sign != ".":
        return True
    found = _LAST_WORD.search(before)
    word = found[1].lower().lstrip("(\"'»“") if found else ""
    if word in _ABBREVIATIONS:
        return False
    if word.isdecimal() and after[:1].islower():
        return False
    return len(word) > 1 or word.isdecimal() or not after
