"""From a service to an offer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from brobygger.directory.models import OLDEST_PERSON, Language
from brobygger.directory.services.rules import check_offer
from brobygger.directory.values import CapacityData, ContactData, LinkData, LocationData, OfferData, ScheduleData
from brobygger.kernel.errors import DomainError
from brobygger.kernel.values import columns_of
from brobygger.sources.becoming.country import Area, Country, area_of, place_of
from brobygger.sources.becoming.profile import profile_of
from brobygger.sources.becoming.terms import Terms, terms_in
from brobygger.sources.becoming.texts import (
    cut,
    email_of,
    line_of,
    number_of,
    part_of,
    phone_of,
    rows_of,
    summary_of,
    text_of,
    url_of,
)
from brobygger.sources.becoming.times import time_of, without_rule

_MOST_ROWS = 50
_MOST_TAGS = 40
_LONGEST_SUMMARY = 200
#: Statuses that say that there is nothing to come to.
_ENDED = frozenset({"inactive", "defunct"})
_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What a service became: an offer, or why it is none; and sentences about what was left.

    ``is_ended``: it is none because its source says that there is nothing to come to any more.
    """

    said: OfferData | None
    refused: str = ""
    is_ended: bool = False
    remarks: tuple[str, ...] = ()


def become(
    service: Mapping[str, Any], *, key: str, country: Country, terms: Terms, home: Area, only_in: str, today: date,
    is_checked: bool = True,
) -> Became:  # fmt: skip
    """Return a service as an offer of nobody yet (the organisation is put in by who knows it).

    ``home`` is where a service is for that does not say; ``only_in`` a municipality beyond which nothing is said.
    Unless ``is_checked`` it may break our rules: for an act that holds every offer against them itself.
    """
    if line_of(service, "status").lower() in _ENDED:
        return Became(said=None, refused=gettext("Kilden siger, at tilbuddet ikke findes mere."), is_ended=True)
    name = line_of(service, "name") or line_of(service, "alternate_name")
    if not name:
        return Became(said=None, refused=gettext("Tilbuddet har ikke noget navn."))
    places, remarks = _places(service, country)
    schedules, words, left = _times(service, places, today)
    at = tuple(place for _id, place in places)
    area, unknown = _area(service, places=at, country=country, home=home, only_in=only_in)
    data = OfferData(
        key=key,
        organisation_id=_NOBODY,
        name=cut(name, 160),
        **_words(service, name),
        **_topics(service, terms),
        **_people(service),
        **columns_of(area),
        delivery=_delivery(at),
        **_money(service),
        schedule_note=cut(words, 300),
        languages=_languages(service),
        locations=at,
        schedules=schedules,
        contacts=_contacts(service),
        links=_links(service),
        source_url=url_of(service, "url"),
        capacity=_capacity(service),
    )
    became = Became(said=replace(data, **profile_of(service, data)), remarks=(*remarks, *left, *unknown))
    return _checked(became) if is_checked else became


def _checked(became: Became) -> Became:
    """Return an offer that keeps our rules, or the first rule it breaks."""
    try:
        if became.said is not None:
            check_offer(became.said)
    except DomainError as error:
        return replace(became, said=None, refused=gettext(error.message))
    return became


def _words(service: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the texts."""
    description = text_of(service, "description")
    alert = line_of(service, "alert")
    return {
        "summary": summary_of(description, _LONGEST_SUMMARY) or cut(name, _LONGEST_SUMMARY),
        "description": description,
        "audience": text_of(service, "eligibility_description"),
        "alert": cut(alert, 300),
        "signup_note": cut(line_of(service, "application_process"), 300),
    }


def _topics(service: Mapping[str, Any], terms: Terms) -> dict[str, Any]:
    """Return the concepts known or chosen, and the source's own words for the rest, which people search with."""
    concepts, tags = set[str](), list[str]()
    for term in terms_in(service):
        concept = terms.concept(term)
        if concept:
            concepts.add(concept)
        elif concept is None:
            tags.append(term.label or term.code)
    return {"concepts": frozenset(concepts), "tags": tuple(dict.fromkeys(tags))[:_MOST_TAGS]}


def _people(service: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ages; the other way round is a slip of the pen that is left to a person."""
    ages = {"age_min": number_of(service, "minimum_age"), "age_max": number_of(service, "maximum_age")}
    whole = {name: None if age is None else int(age) for name, age in ages.items()}
    if whole["age_max"] is not None and whole["age_max"] > OLDEST_PERSON:
        whole["age_max"] = None
    if not whole["age_min"]:
        whole["age_min"] = None
    return whole


def _money(service: Mapping[str, Any]) -> dict[str, Any]:
    """Return what it costs, when it is said as a number or in words."""
    amounts = [amount for row in rows_of(service, "cost_options") if (amount := number_of(row, "amount")) is not None]
    words = line_of(service, "fees_description") or " ".join(
        filter(
            None,
            (line_of(row, "option") or line_of(row, "amount_description") for row in rows_of(service, "cost_options")),
        )
    )
    kind = "unknown"
    if amounts:
        kind = "paid" if any(amounts) else "free"
    return {"price_kind": kind, "price_note": cut(words, 200)}


def _places(service: Mapping[str, Any], country: Country) -> tuple[list[tuple[str, LocationData]], list[str]]:
    """Return the places with the source's id of each, as schedules name them."""
    places, remarks = list[tuple[str, LocationData]](), list[str]()
    for spot in list(rows_of(service, "service_at_locations"))[:_MOST_ROWS]:
        place, left = place_of(spot, country=country)
        remarks += left
        if place is not None:
            places.append((line_of(spot, "id") or str(len(places)), place))
    return places, remarks


def _area(
    service: Mapping[str, Any], *, places: tuple[LocationData, ...], country: Country, home: Area, only_in: str
) -> tuple[Area, list[str]]:
    """Return where it is offered: where it says, else where it is, else where its source is at home."""
    area, remarks = area_of(service, country=country)
    at = frozenset(place.municipality_id for place in places if place.municipality_id)
    if not (area.is_national or area.municipality_codes or area.region_codes):
        area = Area(municipality_codes=at) if at else home
        remarks += [] if at else [gettext("Kilden siger ikke, hvor tilbuddet gælder.")]
    if only_in:
        return Area(municipality_codes=frozenset({only_in})), remarks
    return area, remarks


def _times(
    service: Mapping[str, Any], places: list[tuple[str, LocationData]], today: date
) -> tuple[tuple[ScheduleData, ...], str, list[str]]:
    """Return the times that are rules, the words of those that are not, and remarks about the latter."""
    numbers = {spot_id: number for number, (spot_id, _place) in enumerate(places)}
    rows = [(row, None) for row in rows_of(service, "schedules")]
    for spot in rows_of(service, "service_at_locations"):
        number = numbers.get(line_of(spot, "id"))
        rows += [
            (row, number) for row in (*rows_of(spot, "schedules"), *rows_of(part_of(spot, "location"), "schedules"))
        ]
    found, words, remarks = dict[ScheduleData, None](), list[str](), list[str]()
    for row, number in rows[: 2 * _MOST_ROWS]:
        schedule, spoken = time_of(row, place=number, today=today)
        if schedule is None:
            words += [spoken] if spoken else []
            remarks.append(without_rule(spoken))
        elif not any(replace(schedule, place=known.place) == known for known in found):
            found[schedule] = None
    return tuple(found), "; ".join(dict.fromkeys(words)), remarks


def _delivery(places: tuple[LocationData, ...]) -> tuple[str, ...]:
    kinds = {place.kind for place in places}
    return tuple(form for form, kind in (("in_person", "physical"), ("online", "virtual")) if kind in kinds)


def _languages(service: Mapping[str, Any]) -> tuple[str, ...]:
    codes = (line_of(row, "code").lower()[:3] for row in rows_of(service, "languages"))
    return tuple(dict.fromkeys(code for code in codes if code in Language.values))


def _contacts(service: Mapping[str, Any]) -> tuple[ContactData, ...]:
    """Return who to reach, as functions: a person's name is that person's to give."""
    found = list[ContactData]()
    for row in rows_of(service, "contacts"):
        function = cut(line_of(row, "title") or line_of(row, "department") or gettext("Kontakt"), 120)
        numbers = [number for phone in rows_of(row, "phones") if (number := phone_of(phone))]
        found.append(ContactData(function=function, phone=numbers[0] if numbers else "", email=email_of(row)))
    email = email_of(service)
    for position, phone in enumerate(rows_of(service, "phones")):
        number = phone_of(phone)
        found.append(ContactData(function=gettext("Telefon"), phone=number, email="" if position else email))
        email = "" if not position else email
    found.append(ContactData(function=gettext("E-mail"), email=email))
    reachable = [one for one in found if one.phone or one.email]
    first = {(one.phone, one.email): one for one in reversed(reachable)}
    return tuple(one for one in dict.fromkeys(reachable) if first[one.phone, one.email] is one)[:_MOST_ROWS]


def _links(service: Mapping[str, Any]) -> tuple[LinkData, ...]:
    """Return where to read more."""
    found = [LinkData(label=gettext("Hjemmeside"), url=url_of(service, "url"))]
    found += [
        LinkData(label=cut(line_of(row, "label") or gettext("Læs mere"), 120), url=url_of(row, "url"))
        for row in rows_of(service, "additional_urls")
    ]
    by_url = {link.url: link for link in reversed(found) if link.url}
    return tuple(reversed(by_url.values()))[:_MOST_ROWS]


def _capacity(service: Mapping[str, Any]) -> CapacityData | None:
    """Return whether there is room, when it is said in numbers, or by a status that says pause."""
    if line_of(service, "status").lower() == "temporarily closed":
        return CapacityData(status="paused")
    rows = [*rows_of(service, "capacities"), *rows_of(service, "service_capacity")]
    numbers = [number for row in rows if (number := number_of(row, "available")) is not None]
    if not numbers:
        return None
    return CapacityData(status="free" if sum(numbers) > 0 else "waiting")
