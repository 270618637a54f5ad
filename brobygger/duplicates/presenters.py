"""A pair side by side, as the page shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext

from brobygger.directory.differences import FieldLine, Names, Piece, changes
from brobygger.directory.models import Status
from brobygger.directory.values import OfferData
from brobygger.duplicates.choosing import (
    OFFER_GROUPS,
    ONE,
    ORGANISATION_GROUPS,
    OTHER,
    Group,
    differing,
    sensible,
)
from brobygger.duplicates.matching.reasons import Reason, in_words
from brobygger.duplicates.matching.scoring import current_models
from brobygger.duplicates.models import Kind, Pair
from brobygger.duplicates.selectors.versions import OfferVersion, OrganisationVersion
from brobygger.organisations.models import Basis
from brobygger.organisations.models.organisations import Kind as OrganisationKind
from brobygger.organisations.services import OrganisationData

Line = tuple[Piece, ...]
Version = OfferVersion | OrganisationVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: who it is, where it is shown, and when anybody last said that it is right."""

    id: UUID
    side: str
    name: str
    owner: str
    url: str
    state: str
    assured_on: date | None
    is_sensible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A group in which the two differ: what each says with the differences marked, and what is chosen beforehand."""

    name: str
    label: Promise
    one: tuple[Line, ...]
    other: tuple[Line, ...]
    chosen: str
    may_be_both: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPage:
    """Everything the page about a pair shows beside its form."""

    sides: tuple[Side, Side]
    choices: tuple[Choice, ...]
    groups: tuple[Group, ...]
    speaks_for: tuple[Reason, ...]
    speaks_against: tuple[Reason, ...]
    sureness: str


def pair_page(pair: Pair, one: Version, other: Version, *, names: Names, posted: Mapping[str, Any]) -> PairPage:
    """Return a pair as its page; ``posted`` is what somebody had chosen, when the page comes back."""
    all_groups = OFFER_GROUPS if pair.kind == Kind.OFFER else ORGANISATION_GROUPS
    groups = differing(one.data, other.data, all_groups)  # type: ignore[type-var]
    is_one_newer = one.is_newer_than(other)  # type: ignore[arg-type]
    said = _said(one, other, names)
    reasons = in_words(pair.reasons)
    stays = posted.get("stays") or (ONE if is_one_newer else OTHER)
    return PairPage(
        sides=(_side(one, ONE, is_sensible=stays == ONE), _side(other, OTHER, is_sensible=stays == OTHER)),
        choices=tuple(
            Choice(
                name=group.name,
                label=group.label,
                one=_of_group(group, said, "before"),
                other=_of_group(group, said, "after"),
                chosen=posted.get(group.name) or sensible(one.data, other.data, group, is_one_newer=is_one_newer),  # type: ignore[type-var]
                may_be_both=group.may_be_both,
            )
            for group in groups
        ),
        groups=groups,
        speaks_for=tuple(reason for reason in reasons if not reason.is_against),
        speaks_against=tuple(reason for reason in reasons if reason.is_against),
        sureness=sureness(pair.kind, pair.score),
    )


def sureness(kind: str, score: float) -> str:
    """Return how sure we are, in words."""
    if score < current_models()[kind].proposed:
        return gettext("Måske")
    return gettext("Næsten sikkert") if score >= _NEARLY_SURE else gettext("Sandsynligt")


_NEARLY_SURE = 0.98


def group_label(kind: str, name: str) -> str:
    """Return what a group is called; who writes for an association is no group, but may have changed too."""
    labels = {group.name: group.label for group in (OFFER_GROUPS if kind == Kind.OFFER else ORGANISATION_GROUPS)}
    return str(labels[name]) if name in labels else gettext("Hvem der skriver for foreningen")


def page_url(kind: str, key: str) -> str:
    """Return the public page of an entry."""
    return reverse("web:offer" if kind == Kind.OFFER else "web:organisation", args=[key])


def _side(version: Version, side: str, *, is_sensible: bool) -> Side:
    if isinstance(version, OfferVersion):
        offer = version.offer
        is_shown = offer.status == Status.PUBLISHED
        owner, kind, assured_on = offer.organisation.name, Kind.OFFER, offer.assured_on
        state = "" if is_shown else str(Status(offer.status).label)
    else:
        row = version.organisation
        is_shown, assured_on = row.is_approved, None
        owner, kind = row.municipality.name if row.municipality else gettext("Hele landet"), Kind.ORGANISATION
        state = "" if is_shown else gettext("vises ikke")
    return Side(
        id=version.id,
        side=side,
        name=version.data.name,
        owner=owner,
        url=page_url(kind, version.data.key) if is_shown else "",
        state=state,
        assured_on=assured_on,
        is_sensible=is_sensible,
    )


def _said(one: Version, other: Version, names: Names) -> dict[str, FieldLine]:
    """Return what the two say differently, by field, with the differences marked."""
    if isinstance(one, OfferVersion) and isinstance(other, OfferVersion):
        lines = {line.name: line for line in changes(one.data, other.data, names=names)}
        owners = [one.offer.organisation.name], [other.offer.organisation.name]
        return {
            **lines,
            "organisation_id": _line("organisation_id", *owners),
            "tags": _line("tags", list(one.data.tags), list(other.data.tags)),
            "source_year": _line("source_year", _year(one.data), _year(other.data)),
        }
    return {
        field.name: _line(field.name, _words(one.data, field.name, names), _words(other.data, field.name, names))
        for field in fields(OrganisationData)
    }


def _words(data: OfferData | OrganisationData, name: str, names: Names) -> list[str]:
    """Return what an organisation says in one field, in words."""
    value = str(getattr(data, name) or "")
    if name == "municipality_id":
        return [names.municipalities.get(value, value) if value else gettext("Hele landet")]
    labels = {"kind": dict(OrganisationKind.choices), "basis": dict(Basis.choices)}
    return [str(labels[name][value]) if name in labels else value] if value else []


def _year(data: OfferData) -> list[str]:
    return [str(data.source_year)] if data.source_year else []


def _line(name: str, one: list[str], other: list[str]) -> FieldLine:
    return FieldLine(
        name=name,
        label="",
        before=tuple((Piece(text=text, kind="same" if text in other else "gone"),) for text in one),
        after=tuple((Piece(text=text, kind="same" if text in one else "new"),) for text in other),
    )


def _of_group(group: Group, said: Mapping[str, FieldLine], side: str) -> tuple[Line, ...]:
    lines: Iterable[FieldLine] = (said[field] for field in group.fields if field in said)
    return tuple(piece for line in lines for piece in getattr(line, side))
