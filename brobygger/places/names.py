"""How place names are compared and written in addresses: pure functions on text."""

import re
import unicodedata

#: The spelling rule of our addresses: the same as in e-mail addresses and domain names.
_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "ue"})
#: What a keyboard without Danish letters makes of the names.
_FOREIGN = (("aa", "a"), ("oe", "o"), ("ae", "a"))
_SEPARATORS = re.compile(r"[^a-z0-9]+")
#: Longer texts are no place names; cutting them keeps every comparison cheap.
LONGEST_NAME = 80


def slugify(text: str) -> str:
    """Return the lower-case ASCII form of a name: "Ærø" is "aeroe", "Høje-Taastrup" is "hoeje-taastrup"."""
    lowered = unicodedata.normalize("NFC", text[:LONGEST_NAME]).casefold().translate(_DANISH)
    plain = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    return _SEPARATORS.sub("-", plain).strip("-")


def loosen(slug: str) -> str:
    """Return a slug without what people often leave out, so that "Koge", "Køge" and "Koege" are alike."""
    for danish, foreign in _FOREIGN:
        slug = slug.replace(danish, foreign)
    return slug
