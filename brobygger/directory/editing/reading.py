"""From what was typed to the offer it says, and everything that is to be put right on the way."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from brobygger.directory.editing.steps import LONGEST, STEPS, Problem, Typed, list_of, rows_of, value_of
from brobygger.directory.editing.times import TimeReader, read_pauses, with_extra_days
from brobygger.directory.models import LocationKind, PointPrecision
from brobygger.directory.values import (
    ContactData,
    CriterionData,
    LinkData,
    LocationData,
    OfferData,
    ScheduleData,
)
from brobygger.places.names import slugify
from brobygger.privacy.cpr import contains_cpr

_POSTCODE = re.compile(r"(?:dk-?\s?)?(\d{4})\b", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
#: Texts in which a long number is an address, not a person.
_NUMBERS_ALLOWED = frozenset({"links-url", "places-url"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A postcode or municipality as a place needs it."""

    municipality_id: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """What reading needs to know of the country: points by code, codes by name."""

    postcodes: Mapping[str, Point] = field(default_factory=dict)
    municipalities: Mapping[str, Point] = field(default_factory=dict)
    municipality_names: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The offer that was typed, as far as it can be read, and what is to be put right before it is whole."""

    data: OfferData
    problems: tuple[Problem, ...]


def postcode_in(text: str) -> str:
    """Return the postcode at the start of what was typed ("5000 Odense C", "DK-5000"); empty when there is none."""
    found = _POSTCODE.match(text.strip())
    return found[1] if found else ""


def read_typed(typed: Typed, *, before: OfferData, country: Country, at: datetime) -> Reading:
    """Return the offer that was typed, on top of what the register said ``before``.

    What the editor does not ask for (the source, its own words, room) stays as it was.
    """
    reader = _Reader(typed, before=before, country=country, at=at)
    data = replace(before, **reader.what(), **reader.who(), **reader.where(), **reader.how())
    data = replace(data, **reader.when(data))
    return Reading(data=data, problems=(*too_long(typed), *reader.problems))


def too_long(typed: Typed) -> list[Problem]:
    """Return the texts that are longer than there is room for."""
    found = []
    for place, name, text in texts_in(typed):
        longest = LONGEST.get(name)
        if longest and len(text.strip()) > longest:
            values = {"most": longest, "here": len(text.strip())}
            message = gettext("Skriv det lidt kortere: højst %(most)s tegn. Her er %(here)s.") % values
            found.append(Problem(field=place, message=message))
    return found


def cpr_in(typed: Typed) -> list[Problem]:
    """Return the texts with something that looks like a CPR number; such a text is never kept."""
    message = gettext("Det ligner et CPR-nummer. Vi har ikke brug for det, så slet det. Resten er gemt.")
    return [
        Problem(field=place, message=message)
        for place, name, text in texts_in(typed)
        if name not in _NUMBERS_ALLOWED and contains_cpr(text)
    ]


def texts_in(typed: Typed) -> list[tuple[str, str, str]]:
    """Return every text with where it stands ("places-0-name") and what it is ("places-name")."""
    found = []
    for step in STEPS:
        found += [(name, name, text) for name in step.texts if isinstance(text := typed.get(name), str)]
        found += [
            (f"{name}-{number}-{part}", f"{name}-{part}", text)
            for name in step.rows
            for number, row in enumerate(rows_of(typed, name))
            for part, text in row.items()
            if isinstance(text, str)
        ]
    return found


class _Reader:
    """Reads one typed offer, a step at a time."""

    def __init__(self, typed: Typed, *, before: OfferData, country: Country, at: datetime) -> None:
        self.typed, self.before, self.country, self.at = typed, before, country, at
        self.problems: list[Problem] = []

    def text(self, name: str) -> str:
        return value_of(self.typed, name)

    def say(self, name: str, message: str) -> None:
        self.problems.append(Problem(field=name, message=message))

    def what(self) -> dict[str, Any]:
        """Read what it is."""
        if not self.text("name"):
            self.say("name", gettext("Skriv, hvad tilbuddet hedder."))
        if not self.text("summary"):
            self.say("summary", gettext("Skriv kort, hvad det er. Én eller to sætninger er nok."))
        return {name: self.text(name) for name in ("name", "summary", "description")}

    def who(self) -> dict[str, Any]:
        """Read who it is for."""
        concepts = {key for name in ("needs", "target_groups", "activities") for key in list_of(self.typed, name)}
        gender = self.text("gender") or "any"
        return {
            "audience": self.text("audience"),
            "concepts": frozenset(concepts),
            "age_min": self.age("age_from"),
            "age_max": self.age("age_to"),
            "gender": gender,
            "gender_reason": "" if gender == "any" else self.text("gender_reason"),
            "needs_sobriety": self.text("needs_sobriety") == "ja",
            "access": self.text("access") or "unknown",
            "roles": list_of(self.typed, "roles"),
            "criteria": tuple(
                CriterionData(text=value_of(row, "text"), fits_when=value_of(row, "fits_when") != "nej")
                for row in rows_of(self.typed, "criteria")
            ),
        }

    def age(self, name: str) -> int | None:
        """Read an age; "18 år" is one too."""
        typed = self.text(name)
        digits = typed.lower().removesuffix("år").strip()
        if not typed:
            return None
        if digits.isascii() and digits.isdecimal() and len(digits) <= 3:
            return int(digits)
        self.say(name, gettext("Skriv alderen som et tal, for eksempel 18."))
        return None

    def where(self) -> dict[str, Any]:
        """Read where it is and who may come from where."""
        reach = self.text("reach")
        areas: dict[str, Any] = {
            "is_national": reach == "landet",
            "municipality_codes": frozenset(),
            "region_codes": frozenset(),
        }
        if reach in {"kommuner", "begge"}:
            known = self.country.municipality_names
            areas["municipality_codes"] = self.named("municipalities", known, gettext("Vi kender ikke kommunen »%s«."))
        if reach in {"regioner", "begge"}:
            areas["region_codes"] = self.named(
                "regions", self.country.regions, gettext("Vi kender ikke regionen »%s«.")
            )
        if reach not in {"kommuner", "regioner", "begge", "landet"}:
            self.say("reach", gettext("Vælg, hvor folk må komme fra."))
        places = [self.place(row, number) for number, row in enumerate(rows_of(self.typed, "places"))]
        return {**areas, "delivery": list_of(self.typed, "delivery"), "locations": tuple(places)}

    def named(self, name: str, known: Mapping[str, str], unknown: str) -> frozenset[str]:
        """Read a list of names with commas between them."""
        codes = set()
        words = [word.strip() for word in re.split(r"[,;\n]|\bog\b", self.text(name)) if word.strip()]
        for word in words:
            slug = slugify(re.sub(r"^region |^kommune | kommune$", "", word.lower()))
            if slug in known:
                codes.add(known[slug])
            else:
                self.say(name, unknown % word)
        if not words:
            self.say(name, gettext("Skriv mindst ét navn."))
        return frozenset(codes)

    def place(self, row: Mapping[str, Any], number: int) -> LocationData:
        """Read one place. What it has been told before about the same address (its point on the map) stays."""
        texts: dict[str, Any] = {
            name: value_of(row, name) for name in ("name", "address", "url", "directions", "accessibility_note")
        }
        said = LocationData(kind=value_of(row, "kind") or LocationKind.PHYSICAL.value, **texts)
        if said.kind != LocationKind.PHYSICAL:
            return said
        typed, code = value_of(row, "postcode"), postcode_in(value_of(row, "postcode"))
        known = self.country.postcodes.get(code)
        if typed and known is None:
            self.say(f"places-{number}-postcode", gettext("Det postnummer kender vi ikke. Skriv fire tal."))
        municipality = known.municipality_id if known else value_of(row, "municipality")
        if not municipality and not typed:
            self.say(f"places-{number}-postcode", gettext("Skriv postnummeret, så kan folk finde derhen."))
        said = replace(said, postcode_id=code if known else None, municipality_id=municipality or None)
        return self.with_point(said, known or self.country.municipalities.get(municipality))

    def with_point(self, said: LocationData, point: Point | None) -> LocationData:
        """Put a place on the map: where it was, or in the middle of its postcode or municipality."""
        for old in self.before.locations:
            if (old.address, old.postcode_id) == (said.address, said.postcode_id) and old.point_precision:
                same = {"lat": old.lat, "lon": old.lon, "point_precision": old.point_precision}
                return replace(said, **same, municipality_id=old.municipality_id)  # type: ignore[arg-type]
        if point is None:
            return said
        precision = PointPrecision.POSTCODE if said.postcode_id else PointPrecision.MUNICIPALITY
        return replace(said, lat=point.lat, lon=point.lon, point_precision=precision.value)

    def when(self, data: OfferData) -> dict[str, Any]:
        """Read the times; their places are those of ``data``."""
        pauses, problems = read_pauses(rows_of(self.typed, "pauses"))
        reader = TimeReader(today=timezone.localdate(self.at), places=len(data.locations))
        schedules: list[ScheduleData] = []
        for number, row in enumerate(rows_of(self.typed, "times")):
            if schedule := reader.read(row, number=number, pauses=pauses):
                schedules.append(with_extra_days(schedule, self.before.schedules))
        self.problems += [*problems, *reader.problems]
        texts = {name: self.text(name) for name in ("schedule_note", "alert")}
        return {**texts, "schedules": tuple(schedules)}

    def how(self) -> dict[str, Any]:
        """Read how one comes: signing up, price, whom to turn to, languages, accessibility, links."""
        notes = (
            "signup_note", "price_note", "concessions", "first_visit", "host_function", "accessibility_note",
            "practical_help",
        )  # fmt: skip
        return {
            **{name: self.text(name) for name in notes},
            **{name: self.text(name) or "unknown" for name in ("signup", "price_kind", "community_type")},
            "is_companion_possible": {"ja": True, "nej": False}.get(self.text("companion")),
            "accessibility": list_of(self.typed, "accessibility"),
            "languages": list_of(self.typed, "languages"),
            "contacts": tuple(self.contact(row, n) for n, row in enumerate(rows_of(self.typed, "contacts"))),
            "links": tuple(self.link(row, n) for n, row in enumerate(rows_of(self.typed, "links"))),
        }

    def contact(self, row: Mapping[str, Any], number: int) -> ContactData:
        """Read one contact; a name only with that person's yes, and since when."""
        function, phone, email, name = (value_of(row, part) for part in ("function", "phone", "email", "person_name"))
        at = f"contacts-{number}"
        if not function:
            self.say(f"{at}-function", gettext("Skriv, hvem det er, for eksempel »Lederen« eller »Kontoret«."))
        if not phone and not email:
            self.say(f"{at}-phone", gettext("Skriv et telefonnummer eller en mail, så folk kan få fat i jer."))
        if phone and sum(sign.isdigit() for sign in phone) < 3:
            self.say(f"{at}-phone", gettext("Et telefonnummer har tal i sig, for eksempel 12 34 56 78."))
        if email and not _MAIL.fullmatch(email):
            self.say(f"{at}-email", gettext("En mailadresse ser sådan ud: navn@forening.dk"))
        if name and value_of(row, "consent") != "ja":
            self.say(
                f"{at}-consent",
                gettext("Vi viser kun et navn, når personen har sagt ja. Sæt kryds, eller slet navnet."),
            )
        consented_at = self.consented_at(name) if name and value_of(row, "consent") == "ja" else None
        return ContactData(
            function=function,
            person_name=name,
            person_consented_at=consented_at,
            phone=phone,
            email=email,
            hours=value_of(row, "hours"),
        )

    def consented_at(self, name: str) -> datetime:
        """Return when a person said yes: as the register knows it, or now."""
        known = (old.person_consented_at for old in self.before.contacts if old.person_name == name)
        return next((moment for moment in known if moment), self.at)

    def link(self, row: Mapping[str, Any], number: int) -> LinkData:
        """Read one link. People leave out "https://"."""
        url, label = value_of(row, "url"), value_of(row, "label")
        if url and "://" not in url:
            url = f"https://{url}"
        if not url:
            self.say(f"links-{number}-url", gettext("Skriv adressen, for eksempel www.forening.dk."))
        if not label:
            self.say(f"links-{number}-label", gettext("Skriv, hvad linket fører hen til."))
        return LinkData(label=label, url=url)
