"""One row for each offer, in plain Danish, for whoever opens the file in a spreadsheet."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from brobygger.exchange.register.about import About
from brobygger.exchange.register.flattening import Thing
from brobygger.opendata.licence import LICENCE_SPDX

_STATUS = {
    "active": "åbent", "inactive": "ikke i gang", "defunct": "lukket", "temporarily closed": "holder pause",
}  # fmt: skip
_BETWEEN = "; "


def rows_for_people(services: Iterable[Thing], about: About) -> Iterator[list[str]]:
    """Yield the header, then a row for each offer."""
    yield HEADER
    for service in services:
        row = [tell(service) for tell in _COLUMNS.values()]
        yield [*row, f"{about.base_url}/hsds/3/services/{service['id']}", LICENCE_SPDX]


def _text(key: str) -> Callable[[Thing], str]:
    return lambda service: _said(service.get(key))


def _owner(key: str) -> Callable[[Thing], str]:
    return lambda service: _said((service.get("organization") or {}).get(key))


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _joined(values: Iterable[Any]) -> str:
    """Return what is said, each thing once, in its order."""
    return _BETWEEN.join(dict.fromkeys(filter(None, map(_said, values))))


def _cvr(service: Thing) -> str:
    identifiers = (service.get("organization") or {}).get("organization_identifiers") or ()
    return _joined(one.get("identifier") for one in identifiers if "CVR" in _said(one.get("identifier_scheme")).upper())


def _places(service: Thing) -> list[Thing]:
    return [here.get("location") or {} for here in service.get("service_at_locations") or ()]


def _addresses(key: str) -> Callable[[Thing], str]:
    return lambda service: _joined(
        address.get(key) for place in _places(service) for address in place.get("addresses") or ()
    )


def _with_places(service: Thing) -> list[Thing]:
    """Return the offer and its places: what may be told about either."""
    return [service, *(service.get("service_at_locations") or ()), *_places(service)]


def _parts(list_: str, *keys: str) -> Callable[[Thing], str]:
    """Return what tells the first thing that each part of a list says."""
    return lambda service: _joined(
        next(filter(None, (part.get(key) for key in keys)), "")
        for holder in _with_places(service)
        for part in holder.get(list_) or ()
    )


def _times(service: Thing) -> str:
    return _joined(_time(one) for holder in _with_places(service) for one in holder.get("schedules") or ())


def _time(schedule: Thing) -> str:
    hours = "-".join(_said(schedule.get(key))[:5] for key in ("opens_at", "closes_at") if schedule.get(key))
    days = _said(schedule.get("byday")) or _said(schedule.get("dtstart"))
    return _said(schedule.get("description")) or " ".join(filter(None, (days, hours)))


def _terms(facet: str) -> Callable[[Thing], str]:
    return lambda service: _joined(
        (one.get("taxonomy_term") or {}).get("name")
        for one in service.get("attributes") or ()
        if one.get("link_type") == facet
    )


def _room(service: Thing) -> str:
    return _joined(
        [*(one.get("description") or one.get("available") for one in service.get("capacities") or ()),
         service.get("wait_time")]
    )  # fmt: skip


def _price(service: Thing) -> str:
    return _said(service.get("fees_description")) or _parts("cost_options", "amount_description", "option")(service)


def _status(service: Thing) -> str:
    return _STATUS.get(_said(service.get("status")), "")


def _changed(service: Thing) -> str:
    moment = parse_datetime(_said(service.get("last_modified")))
    return timezone.localtime(moment).date().isoformat() if moment else ""


_COLUMNS: dict[str, Callable[[Thing], str]] = {
    "Tilbud": _text("name"),
    "Organisation": _owner("name"),
    "CVR": _cvr,
    "Beskrivelse": _text("description"),
    "For hvem": _text("eligibility_description"),
    "Fra alder": _text("minimum_age"),
    "Til alder": _text("maximum_age"),
    "Udfordringer": _terms("need"),
    "Målgrupper": _terms("target"),
    "Aktiviteter": _terms("activity"),
    "Måder at mødes på": _terms("delivery"),
    "Sted": lambda service: _joined(place.get("name") for place in _places(service)),
    "Adresse": _addresses("address_1"),
    "Postnummer": _addresses("postal_code"),
    "By": _addresses("city"),
    "Kommune": _addresses("region"),
    "Region": _addresses("state_province"),
    "Dækker": _parts("service_areas", "name", "description"),
    "Hvornår": _times,
    "Pris": _price,
    "Sådan kommer du med": _text("application_process"),
    "Plads": _room,
    "Telefon": _parts("phones", "number"),
    "E-mail": _text("email"),
    "Hjemmeside": _owner("website"),
    "Andre sider": _parts("additional_urls", "url"),
    "Sprog": _parts("languages", "name", "code"),
    "Besked": _text("alert"),
    "Status": _status,
    "Sidst bekræftet": _text("assured_date"),
    "Sidst ændret": _changed,
    "Side": _text("url"),
    "Id": _text("id"),
}  # fmt: skip
HEADER = [*_COLUMNS, "Som åbne data", "Licens"]
#: Columns that spreadsheets may count with.
NUMBERS = frozenset(n for n, name in enumerate(HEADER) if name in {"Fra alder", "Til alder"})
