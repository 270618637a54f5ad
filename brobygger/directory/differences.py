"""What an offer says, and what a change makes of it: field by field, in words people read, with every word marked.

Pure functions from values to values; labels follow the active language.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.utils.dateformat import format as dateformat
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from brobygger.directory.editing.times import DAYS, NTHS, REPEATS, time_row
from brobygger.directory.models import (
    Access,
    Accessibility,
    CommunityType,
    Delivery,
    Gender,
    Language,
    PriceKind,
    Role,
    Signup,
)
from brobygger.directory.values import ContactData, LocationData, OfferData, ScheduleData

#: A longer text is compared by lines, so that a long one does not take a second.
_MOST_WORDS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some words of a text: ``same``, ``gone`` or ``new``."""

    text: str
    kind: str = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """One field: what it is called, what it said and what it says, line by line; a text in pieces with words marked."""

    name: str
    label: str
    before: tuple[tuple[Piece, ...], ...]
    after: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What keys and codes are called: concepts, municipalities and regions."""

    concepts: Mapping[str, str]
    municipalities: Mapping[str, str]
    regions: Mapping[str, str]


def field_label(name: str) -> str:
    """Return what a field is called; one that nobody reads about is its own name."""
    return str(_FIELDS[name][0]) if name in _FIELDS else name


def facts(data: OfferData, *, names: Names) -> tuple[FieldLine, ...]:
    """Return everything an offer says, field by field; what it does not say is left out."""
    lines = []
    for name, (label, words) in _FIELDS.items():
        said = words(getattr(data, name), names)
        if said:
            after = tuple((Piece(text=line),) for line in said)
            lines.append(FieldLine(name=name, label=str(label), before=(), after=after))
    return tuple(lines)


def changes(before: OfferData, after: OfferData, *, names: Names) -> tuple[FieldLine, ...]:
    """Return the fields that a change changes, with what goes away and what is new marked."""
    lines = []
    for name, (label, words) in _FIELDS.items():
        old, new = words(getattr(before, name), names), words(getattr(after, name), names)
        if old != new:
            was, becomes = _marked(old, new)
            lines.append(FieldLine(name=name, label=str(label), before=was, after=becomes))
    return tuple(lines)


def _marked(old: list[str], new: list[str]) -> tuple[tuple[tuple[Piece, ...], ...], tuple[tuple[Piece, ...], ...]]:
    """Mark two versions against each other: one text word by word, several lines line by line."""
    if len(old) == 1 and len(new) == 1:
        was, becomes = _words_marked(old[0], new[0])
        return (was,), (becomes,)
    was_lines = tuple((Piece(text=line, kind="same" if line in new else "gone"),) for line in old)
    new_lines = tuple((Piece(text=line, kind="same" if line in old else "new"),) for line in new)
    return was_lines, new_lines


def _words_marked(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Mark two texts word by word."""
    before, after = _split(old), _split(new)
    was: list[Piece] = []
    becomes: list[Piece] = []
    for _tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        is_same = _tag == "equal"
        was += [Piece(text=" ".join(before[i1:i2]), kind="same" if is_same else "gone")] if i2 > i1 else []
        becomes += [Piece(text=" ".join(after[j1:j2]), kind="same" if is_same else "new")] if j2 > j1 else []
    return tuple(was), tuple(becomes)


def _split(text: str) -> list[str]:
    words = text.split()
    return words if len(words) <= _MOST_WORDS else text.splitlines()


Words = Callable[[Any, Names], list[str]]


def _text(value: str, _names: Names) -> list[str]:
    return [value.strip()] if value.strip() else []


def _paragraphs(value: str, _names: Names) -> list[str]:
    return [" ".join(value.split())] if value.strip() else []


def _number(value: int | None, _names: Names) -> list[str]:
    return [] if value is None else [str(value)]


def _yes(value: Any, _names: Names) -> list[str]:
    return [] if value is None else [gettext("ja") if value else gettext("nej")]


def _only_yes(value: Any, _names: Names) -> list[str]:
    return [gettext("ja")] if value else []


def _choice(choices: Any) -> Words:
    """Return the words of one choice; what is not known says nothing."""
    return lambda value, _names: [] if value == "unknown" else [str(choices(value).label)]


def _several(choices: Any) -> Words:
    return lambda values, _names: [str(choices(value).label) for value in values]


def _named(part: str) -> Words:
    """Return the names of keys or codes, by name."""
    return lambda keys, names: sorted(getattr(names, part).get(key, key) for key in keys)


def _places(places: Iterable[LocationData], _names: Names) -> list[str]:
    return [
        ", ".join(
            filter(None, (place.name, place.address, place.postcode_id, place.url, place.directions))
        ) or gettext("et sted uden adresse")
        for place in places
    ]  # fmt: skip


def _times(schedules: Iterable[ScheduleData], _names: Names) -> list[str]:
    return [time_words(schedule) for schedule in schedules]


def time_words(schedule: ScheduleData) -> str:
    """Return one time as people say it: "hver uge, tirsdag, kl. 14.00-16.00, til 1. juni 2026"."""
    row = time_row(schedule)
    repeats = dict(REPEATS) | {"kept": schedule.note or schedule.rrule}
    days = [str(dict(DAYS)[day]) for day in row.get("days", []) if day in dict(DAYS)]
    often = str(repeats[row["repeat"]])
    parts = (
        often,
        str(dict(NTHS)[row["nth"]]) if "nth" in row else "",
        gettext(" og ").join(days),
        _day(schedule.starts_on) if row["repeat"] == "once" else "",
        _clock(row),
        gettext("til %(day)s") % {"day": _day(schedule.ends_on)} if schedule.ends_on else "",
        _pauses(len(schedule.except_on)),
        schedule.note if schedule.note != often else "",
    )
    return ", ".join(filter(None, parts))


def _day(day: date) -> str:
    return dateformat(day, pgettext("datoformat: 3. november 2026", "j. F Y"))


def _clock(row: Mapping[str, Any]) -> str:
    if not row["starts"]:
        return ""
    clock = "-".join(filter(None, (row["starts"], row["ends"]))).replace(":", ".")
    return gettext("kl. %(clock)s") % {"clock": clock}


def _pauses(count: int) -> str:
    return ngettext("%(count)s dag uden", "%(count)s dage uden", count) % {"count": count} if count else ""


def _contacts(contacts: Iterable[ContactData], _names: Names) -> list[str]:
    names = ("function", "person_name", "phone", "email", "hours")
    return [", ".join(filter(None, (getattr(contact, name) for name in names))) for contact in contacts]


def _links(links: Iterable[Any], _names: Names) -> list[str]:
    return [f"{link.label}: {link.url}" for link in links]


def _criteria(criteria: Iterable[Any], _names: Names) -> list[str]:
    return [f"{row.text} ({gettext('ja') if row.fits_when else gettext('nej')})" for row in criteria]


#: In the order a reviewer reads: what it is, for whom, where and when, how one comes.
_FIELDS: Mapping[str, tuple[str | Promise, Words]] = {
    "name": (_("Navn"), _text),
    "summary": (_("Kort fortalt"), _text),
    "description": (_("Beskrivelse"), _paragraphs),
    "alert": (_("Vigtig besked lige nu"), _text),
    "audience": (_("Hvem er det for?"), _paragraphs),
    "concepts": (_("Emner"), _named("concepts")),
    "age_min": (_("Fra alder"), _number),
    "age_max": (_("Til alder"), _number),
    "gender": (_("Køn"), _choice(Gender)),
    "gender_reason": (_("Hvorfor kun ét køn"), _text),
    "needs_sobriety": (_("Man skal være ædru og clean"), _only_yes),
    "criteria": (_("Krav"), _criteria),
    "roles": (_("Man kan"), _several(Role)),
    "access": (_("Henvisning"), _choice(Access)),
    "is_national": (_("For hele landet"), _only_yes),
    "municipality_codes": (_("Kommuner"), _named("municipalities")),
    "region_codes": (_("Regioner"), _named("regions")),
    "delivery": (_("Hvordan man mødes"), _several(Delivery)),
    "locations": (_("Steder"), _places),
    "schedules": (_("Tider"), _times),
    "schedule_note": (_("Hvornår, med ord"), _text),
    "signup": (_("Tilmelding"), _choice(Signup)),
    "signup_note": (_("Sådan melder man sig"), _text),
    "price_kind": (_("Pris"), _choice(PriceKind)),
    "price_note": (_("Om prisen"), _text),
    "concessions": (_("Rabat og hjælp til betaling"), _text),
    "contacts": (_("Kontakt"), _contacts),
    "first_visit": (_("Første gang man kommer"), _paragraphs),
    "host_function": (_("Hvem tager imod?"), _text),
    "is_companion_possible": (_("Nogen kan følge med første gang"), _yes),
    "community_type": (_("Fællesskab"), _choice(CommunityType)),
    "practical_help": (_("Praktisk hjælp"), _text),
    "languages": (_("Sprog"), _several(Language)),
    "accessibility": (_("Tilgængelighed"), _several(Accessibility)),
    "accessibility_note": (_("Om tilgængelighed"), _text),
    "links": (_("Links"), _links),
    "source_url": (_("Kilde"), _text),
}
