"""When two names are the name of one association: pure functions on text, for people who spell as people do."""

import re
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from brobygger.places.names import loosen, slugify

Key = TypeVar("Key")

#: Below this likeness (0-100) two names are of two associations.
LEAST_LIKENESS = 84
#: Addresses that say nothing about who owns them.
FREE_MAIL = frozenset(
    "gmail.com hotmail.com hotmail.dk live.dk live.com outlook.com outlook.dk yahoo.com yahoo.dk icloud.com mail.dk "
    "me.com jubii.dk ofir.dk stofanet.dk youmail.dk webspeed.dk privat.dk proton.me protonmail.com msn.com "
    "mail.com".split()
)
#: What an association may be called besides its name.
_EMPTY_WORDS = frozenset(
    "foreningen forening lokalafdeling lokalafdelingen afdeling afd lokalforening i og for af".split()
)
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def bare_name(name: str) -> str:
    """Return a name without what people spell differently: "Foreningen Røde-Kors, Århus" is "rode kors arhus"."""
    words = [loosen(word) for word in _NOT_A_WORD.split(slugify(name)) if word and word not in _EMPTY_WORDS]
    return " ".join(words)


def likest(name: str, among: Mapping[Key, str], *, limit: int) -> list[Key]:
    """Return the keys of the names most like a name, best first; ``among`` holds bare names by key."""
    wanted = bare_name(name)
    if not wanted:
        return []
    found = process.extract(wanted, among, scorer=fuzz.token_sort_ratio, score_cutoff=LEAST_LIKENESS, limit=limit)
    return [key for _, _, key in found]


def holding(text: str, among: Mapping[Key, str], *, limit: int) -> list[Key]:
    """Return the keys of the names that hold what somebody wrote, or nearly, best first."""
    wanted = bare_name(text)
    if not wanted:
        return []
    found = process.extract(wanted, among, scorer=fuzz.token_set_ratio, score_cutoff=LEAST_LIKENESS, limit=limit)
    return [key for _, _, key in found]


def own_domain(address: str) -> str:
    """Return the domain of a mail or web address, empty when it is nobody's own."""
    text = address.strip().lower()
    domain = text.rsplit("@", 1)[1] if "@" in text else urlsplit(text if "//" in text else f"//{text}").netloc
    domain = domain.removeprefix("www.")
    return "" if domain in FREE_MAIL else domain


def masked(address: str) -> str:
    """Return a mail address so that its owner knows it and nobody else learns it: "k…@forening.dk"."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"
