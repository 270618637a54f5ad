"""An entry with its spellings fallen together: numbers as digits, addresses as streets, names taken apart."""

import re
from dataclasses import dataclass
from uuid import UUID

from brobygger.directory.writing.likeness import plain_phones, plain_place
from brobygger.duplicates.matching.names import Name, take_apart, towns_of
from brobygger.duplicates.matching.said import OFFER, Said
from brobygger.organisations.likeness import bare_name, own_domain

#: Domains where many have a page: a page there says nothing about who somebody is. Municipalities' are added by name.
_SHARED_DOMAINS = frozenset(
    """facebook.com da-dk.facebook.com m.facebook.com instagram.com linkedin.com youtube.com twitter.com x.com
    google.com sites.google.com forms.gle docs.google.com frivilligjob.dk boblberg.dk socialkompas.dk sundhed.dk
    borger.dk wordpress.com wixsite.com mono.net one.com folkekirken.dk sogn.dk kultunaut.dk fyens.dk""".split()
)
_STREET = re.compile(r"^(?P<street>.*?)\s*(?P<number>\d+\s?[a-zæøå]?)\b", re.IGNORECASE)
#: As people shorten the ends of street names.
_STREET_ENDS = (("v", "vej"), ("vj", "vej"), ("g", "gade"), ("gd", "gade"), ("pl", "plads"), ("al", "alle"))
#: So much of a text is compared, by the beginnings of its longer words.
_LONGEST_TEXT, _SHORTEST_WORD, _BEGINNING = 600, 4, 6
_WORD = re.compile(r"[a-z0-9æøå]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is compared. ``domains`` are only those of their own, ``streets`` are street, number and postcode."""

    kind: str
    id: UUID
    name: Name
    plain_name: str
    organisation_id: UUID | None
    organisation: Name
    organisation_towns: frozenset[str]
    cvr: str
    phones: frozenset[str]
    emails: frozenset[str]
    domains: frozenset[str]
    streets: frozenset[str]
    postcodes: frozenset[str]
    points: tuple[tuple[float, float], ...]
    municipality_codes: frozenset[str]
    concepts: frozenset[str]
    times: frozenset[str]
    text: frozenset[str]
    age_min: int | None
    age_max: int | None
    gender: str


def entry_of(said: Said) -> Entry:
    """Return what an entry says, so that it can be compared."""
    is_offer = said.kind == OFFER
    return Entry(
        kind=said.kind,
        id=said.id,
        name=take_apart(said.name, owner=said.organisation_name if is_offer else ""),
        plain_name=bare_name(said.name),
        organisation_id=said.organisation_id,
        organisation=take_apart(said.organisation_name),
        organisation_towns=towns_of(said.organisation_name),
        cvr=said.cvr,
        phones=plain_phones(said.phones),
        emails=frozenset(email.strip().lower() for email in said.emails if email),
        domains=frozenset(filter(None, (_domain(address) for address in (*said.urls, *said.emails)))),
        streets=frozenset(filter(None, (plain_street(street, postcode) for street, postcode in said.streets))),
        postcodes=frozenset(postcode for _street, postcode in said.streets if postcode),
        points=said.points,
        municipality_codes=said.municipality_codes,
        concepts=said.concepts,
        times=said.times,
        text=_words(said.text),
        age_min=said.age_min,
        age_max=said.age_max,
        gender=said.gender,
    )


def _words(text: str) -> frozenset[str]:
    words = _WORD.findall(text[:_LONGEST_TEXT].lower())
    return frozenset(word[:_BEGINNING] for word in words if len(word) >= _SHORTEST_WORD)


def plain_street(address: str, postcode: str) -> str:
    """Return street, number and postcode: "Vesterg. 12, 1. th" is "Vestergade 12"; empty without a number."""
    found = _STREET.match(address.split(",")[0].strip()) or _STREET.match(address.strip())
    if found is None or not found["street"].strip():
        return ""
    words = found["street"].strip().rstrip(".").split()
    last = words[-1]
    is_short = found["street"].strip().endswith(".")
    for short, whole in _STREET_ENDS:
        if is_short and last.lower().endswith(short) and not last.lower().endswith(whole):
            words[-1] = last[: len(last) - len(short)] + whole
            break
    return plain_place(f"{' '.join(words)} {found['number'].replace(' ', '')}", postcode)


def _domain(address: str) -> str:
    """Return a domain that is somebody's own, not a municipality's or a common place."""
    domain = own_domain(address)
    is_shared = domain in _SHARED_DOMAINS or domain.endswith(("kommune.dk", ".facebook.com"))
    return "" if is_shared or "." not in domain else domain
