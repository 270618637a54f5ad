"""Values of the rooms below as JSON and back, exactly: what it takes to undo a merge."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from brobygger.directory.services.merging import HandedOver
from brobygger.directory.values import (
    ContactData,
    CriterionData,
    LinkData,
    LocationData,
    OfferData,
    ScheduleData,
)
from brobygger.organisations.services import OrganisationData
from brobygger.organisations.services.merging import MovedMember

Json = dict[str, Any]
_SETS = ("concepts", "municipality_codes", "region_codes")
_TUPLES = ("tags", "roles", "delivery", "languages", "accessibility")


def offer_json(data: OfferData) -> Json:
    """Return everything an offer says; room is left out, for an old answer is no answer."""
    return {name: _plain(value) for name, value in asdict(data).items() if name != "capacity"}


def offer_from(content: Mapping[str, Any]) -> OfferData:
    """Return the offer that ``offer_json`` was given."""
    values = dict(content)
    return OfferData(
        **values
        | {name: frozenset(values[name]) for name in _SETS}
        | {name: tuple(values[name]) for name in _TUPLES}
        | {
            "organisation_id": UUID(values["organisation_id"]),
            "locations": tuple(LocationData(**row) for row in values["locations"]),
            "schedules": tuple(_schedule(row) for row in values["schedules"]),
            "contacts": tuple(_contact(row) for row in values["contacts"]),
            "links": tuple(LinkData(**row) for row in values["links"]),
            "criteria": tuple(CriterionData(**row) for row in values["criteria"]),
        }
    )


def organisation_json(data: OrganisationData) -> Json:
    """Return everything an organisation says."""
    return asdict(data)


def organisation_from(content: Mapping[str, Any]) -> OrganisationData:
    """Return the organisation that ``organisation_json`` was given."""
    return OrganisationData(**content)


def handed_json(handed: HandedOver) -> Json:
    """Return what one offer handed to another."""
    return {name: _plain(value) for name, value in asdict(handed).items()}


def handed_from(content: Mapping[str, Any]) -> HandedOver:
    """Return what ``handed_json`` was given."""
    return HandedOver(
        counts=tuple((date.fromisoformat(on), shown, opened) for on, shown, opened in content["counts"]),
        short_links=tuple(UUID(row_id) for row_id in content["short_links"]),
        pictures=tuple(UUID(row_id) for row_id in content["pictures"]),
    )


def member_json(member: MovedMember) -> Json:
    """Return a membership as it was."""
    return {name: _plain(value) for name, value in asdict(member).items()}


def member_from(content: Mapping[str, Any]) -> MovedMember:
    """Return what ``member_json`` was given."""
    values = dict(content)
    return MovedMember(
        **values
        | {name: UUID(values[name]) for name in ("membership_id", "user_id")}
        | {"since": datetime.fromisoformat(values["since"])}
    )


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; sets in order, so that the same is written the same."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date | time) else value


def _schedule(row: Mapping[str, Any]) -> ScheduleData:
    values = dict(row)
    return ScheduleData(
        **values
        | {
            "starts_on": date.fromisoformat(values["starts_on"]),
            "starts_at": time.fromisoformat(values["starts_at"]) if values["starts_at"] else None,
            "ends_on": date.fromisoformat(values["ends_on"]) if values["ends_on"] else None,
            "except_on": tuple(values["except_on"]),
            "also_on": tuple(values["also_on"]),
        }
    )


def _contact(row: Mapping[str, Any]) -> ContactData:
    moment = row["person_consented_at"]
    return ContactData(**{**row, "person_consented_at": datetime.fromisoformat(moment) if moment else None})
