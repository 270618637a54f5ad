"""From a file's words to the register's values, by ``data/tag_mapping.toml`` and ``data/value_mapping.toml``."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from brobygger.directory.jsonl import OfferRecord
from brobygger.directory.models import Gender, LocationKind, PointPrecision, PriceKind, Signup
from brobygger.directory.schedule_texts import schedules_from
from brobygger.directory.values import LocationData, OfferData
from brobygger.organisations.models import Basis, Kind, organisation_id_for
from brobygger.organisations.services import OrganisationData
from brobygger.places.models import Municipality, Postcode
from brobygger.places.names import slugify

DATA = Path(__file__).resolve().parent / "data"
_TAG_FIELDS = ("activities", "challenges", "target_groups")
_LONGEST_NOTE = 300


class CannotMap(ValueError):
    """Linjen kan ikke blive til et tilbud."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmapped:
    """One word that no rule knows; it stays with the offer as text."""

    key: str
    field: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """One record as the register wants it, and what no rule knew."""

    offer: OfferData
    organisation: OrganisationData
    unmapped: tuple[Unmapped, ...]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules, with the country's places and the keys of the concepts there are."""

    tags: Mapping[str, Any]
    values: Mapping[str, Any]
    municipalities: Mapping[str, Municipality]
    postcodes: Mapping[str, Postcode]
    concept_keys: frozenset[str]

    @cached_property
    def signup_patterns(self) -> list[tuple[re.Pattern[str], Mapping[str, str]]]:
        """The rules for sign-ups that are a pattern."""
        return [(re.compile(pattern), rule) for pattern, rule in self.values["signup_patterns"].items()]


def read_tables() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the two tables of rules: tags to concepts, and everything else."""
    tags, values = (
        tomllib.loads((DATA / name).read_text(encoding="utf-8")) for name in ("tag_mapping.toml", "value_mapping.toml")
    )
    return tags, values


def map_record(record: OfferRecord, *, rules: Rules, home_code: str | None) -> Mapped:
    """Return a record as the register wants it; raises ``CannotMap`` with a sentence when it cannot be.

    ``home_code`` is the one municipality in which the file knows the organisation, None when there are several.
    """
    unmapped: list[Unmapped] = []
    organisation = _organisation(record, rules=rules, home_code=home_code, unmapped=unmapped)
    offer = OfferData(
        key=record.id,
        organisation_id=organisation_id_for(organisation.key),
        name=record.name,
        summary=record.summary,
        description=record.description,
        audience=_audience(record.target_groups),
        concepts=frozenset(_concepts(record, rules=rules, unmapped=unmapped)),
        tags=tuple(dict.fromkeys(word for field in _TAG_FIELDS for word in getattr(record, field))),
        age_min=record.age_min,
        age_max=record.age_max,
        **_gender(record, rules=rules),
        needs_sobriety=record.id in rules.values["needs_sobriety"],
        **_area(record, rules=rules),
        roles=tuple(_translated(record, "roles_open", rules.values["roles"], unmapped)),
        delivery=tuple(_translated(record, "delivery", rules.values["delivery"], unmapped)),
        **_signup(record, rules=rules, unmapped=unmapped),
        **_price(record, rules=rules, unmapped=unmapped),
        **_times(record, rules=rules, unmapped=unmapped),
        languages=record.languages,
        **_accessibility(record, rules=rules, unmapped=unmapped),
        source_url=record.source_url or "",
        source_year=record.source_year,
        locations=_locations(record, rules=rules),
    )
    return Mapped(offer=offer, organisation=organisation, unmapped=tuple(unmapped))


def _organisation(
    record: OfferRecord, *, rules: Rules, home_code: str | None, unmapped: list[Unmapped]
) -> OrganisationData:
    """Return who offers it. A national organisation has no municipality of its own, wherever its offers are."""
    source = record.organization
    kind = rules.values["organisation_types"].get(source.type)
    if kind is None:
        unmapped.append(Unmapped(key=record.id, field="organization.type", value=source.type))
    for word, kind_by_name in rules.values["organisation_kinds_by_name"].items():
        if word in source.name.lower():
            kind = kind_by_name
    return OrganisationData(
        key=slugify(source.name),
        name=source.name,
        kind=kind or Kind.OTHER.value,
        cvr=source.cvr or "",
        basis=rules.values["basis_by_type"].get(source.type, Basis.UNKNOWN.value),
        website=_address(source.website),
        municipality_id=None if kind == Kind.NATIONAL else home_code,
    )


def _address(website: str | None) -> str:
    """Return a domain as an address."""
    if not website:
        return ""
    return website if urlsplit(website).scheme in {"http", "https"} else f"https://{website}"


def _audience(words: Collection[str]) -> str:
    """Return the target groups as one line: "Ældre, voksne og pårørende"."""
    if not words:
        return ""
    *first, last = words
    line = f"{', '.join(first)} og {last}" if first else last
    return line[0].upper() + line[1:]


def _concepts(record: OfferRecord, *, rules: Rules, unmapped: list[Unmapped]) -> set[str]:
    """Return the concepts of a record's tags, corrected by the rules that look at several words of one offer."""
    found: set[str] = set()
    for field in _TAG_FIELDS:
        for word in getattr(record, field):
            keys = rules.tags[field].get(word)
            if keys is None or not rules.concept_keys.issuperset(keys):
                unmapped.append(Unmapped(key=record.id, field=field, value=word))
            found.update(keys or ())
    holding = [rule for rule in rules.tags["rules"] if _holds(rule, record)]
    removed = {key for rule in holding for key in rule.get("remove", ())}
    added = {key for rule in holding for key in rule.get("add", ())}
    return ((found - removed) | added) & rules.concept_keys


def _holds(rule: Mapping[str, Any], record: OfferRecord) -> bool:
    """Test whether a rule of several words is about this record."""
    for name, words in (
        ("any_activities", record.activities),
        ("any_challenges", record.challenges),
        ("any_target_groups", record.target_groups),
        ("ids", (record.id,)),
    ):
        if name in rule and set(rule[name]).isdisjoint(words):
            return False
    return set(rule.get("no_target_groups", ())).isdisjoint(record.target_groups)


def _gender(record: OfferRecord, *, rules: Rules) -> dict[str, Any]:
    """Return whom it is limited to, with the source's own words as the public reason."""
    limit = rules.values["gender_limits"].get(record.id)
    if limit is None:
        return {"gender": Gender.ANY.value}
    return {"gender": limit["gender"], "gender_reason": f"Kilden skriver: »{limit['says']}«"}


def _area(record: OfferRecord, *, rules: Rules) -> dict[str, Any]:
    """Return where it is for: a municipality, a named area, or the whole country when nothing is named."""
    if record.municipality_code:
        municipality = rules.municipalities.get(record.municipality_code)
        if municipality is None:
            raise CannotMap(f"Kommunekoden {record.municipality_code} findes ikke.")
        if record.municipality and slugify(record.municipality) != municipality.slug:
            raise CannotMap(f"Koden {municipality.code} er {municipality.name}, men der står {record.municipality}.")
        return {"municipality_codes": frozenset({municipality.code})}
    if record.municipality:
        raise CannotMap(f"Kommunekoden til {record.municipality} mangler.")
    if not record.address:
        return {"is_national": True}
    area = rules.values["areas"].get(record.address)
    if area is None:
        raise CannotMap(f"Kommunen mangler, og »{record.address}« er ikke et område, vi kender.")
    return {
        "municipality_codes": frozenset(area.get("municipalities", [])),
        "region_codes": frozenset(area.get("regions", [])),
    }


def _locations(record: OfferRecord, *, rules: Rules) -> tuple[LocationData, ...]:
    """Return where people meet. A point is never better than what the source says."""
    code = record.municipality_code
    meets_somewhere = bool(record.address) or "fremmøde" in record.delivery
    if not code or not meets_somewhere:
        return ()
    postcode = rules.postcodes.get(record.postal_code or "")
    if record.postal_code and postcode is None:
        raise CannotMap(f"Postnummeret {record.postal_code} findes ikke.")
    point: Any = postcode or rules.municipalities[code]
    lat, lon, precision = point.lat, point.lon, PointPrecision.MUNICIPALITY
    if postcode:
        precision = PointPrecision.POSTCODE
    if record.lat is not None and record.lon is not None:
        lat, lon, precision = record.lat, record.lon, PointPrecision.ADDRESS
    return (
        LocationData(
            kind=LocationKind.PHYSICAL.value,
            address=record.address or "",
            postcode_id=postcode.code if postcode else None,
            municipality_id=code,
            lat=lat,
            lon=lon,
            point_precision=precision.value,
        ),
    )


def _translated(record: OfferRecord, field: str, table: Mapping[str, str], unmapped: list[Unmapped]) -> Iterator[str]:
    """Yield the register's words for a list of the file's."""
    for word in getattr(record, field):
        if word in table:
            yield table[word]
        else:
            unmapped.append(Unmapped(key=record.id, field=field, value=word))


def _signup(record: OfferRecord, *, rules: Rules, unmapped: list[Unmapped]) -> dict[str, Any]:
    """Return what it takes to come. The source's words are always kept beside it."""
    if not record.signup:
        return {}
    found: dict[str, str] = {}
    whole = _signup_rule(record.signup, rules)
    for part in [record.signup] if whole is not None else record.signup.split(", "):
        rule = _signup_rule(part, rules)
        if rule is None:
            unmapped.append(Unmapped(key=record.id, field="signup", value=part))
        found |= rule or {}
    note = "" if record.signup == str(Signup(found.get("signup", "unknown")).label) else record.signup
    return {**found, "signup_note": note[:_LONGEST_NOTE]}


def _signup_rule(text: str, rules: Rules) -> Mapping[str, str] | None:
    """Return the rule for a sign-up text, if there is one."""
    exact: Mapping[str, str] | None = rules.values["signups"].get(text)
    return exact if exact is not None else next((rule for p, rule in rules.signup_patterns if p.fullmatch(text)), None)


def _price(record: OfferRecord, *, rules: Rules, unmapped: list[Unmapped]) -> dict[str, Any]:
    """Return whether it costs anything, with the source's own words unless they are just "gratis"."""
    if not record.price:
        return {}
    kind = rules.values["prices"].get(record.price)
    if kind is None:
        unmapped.append(Unmapped(key=record.id, field="price", value=record.price))
    note = "" if record.price == "gratis" else record.price
    return {"price_kind": kind or PriceKind.UNKNOWN.value, "price_note": note[:200]}


def _times(record: OfferRecord, *, rules: Rules, unmapped: list[Unmapped]) -> dict[str, Any]:
    """Return when: always in the source's words, and structured where the words can mean one thing."""
    if not record.schedule:
        return {}
    schedules = schedules_from(record.schedule, starts_on=rules.values["schedule_anchor"])
    if not schedules:
        unmapped.append(Unmapped(key=record.id, field="schedule", value=record.schedule))
    return {"schedule_note": record.schedule[:_LONGEST_NOTE], "schedules": schedules}


def _accessibility(record: OfferRecord, *, rules: Rules, unmapped: list[Unmapped]) -> dict[str, Any]:
    """Return what makes it possible to come in, with the source's own words."""
    if not record.accessibility:
        return {}
    keys = rules.values["accessibility"].get(record.accessibility)
    if keys is None:
        unmapped.append(Unmapped(key=record.id, field="accessibility", value=record.accessibility))
    return {"accessibility": tuple(keys or ()), "accessibility_note": record.accessibility[:_LONGEST_NOTE]}
