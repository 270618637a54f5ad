"""Pairs for tests."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import factory

from brobygger.directory.models import Offer
from brobygger.directory.tests.factories import published
from brobygger.directory.values import ContactData, LocationData
from brobygger.duplicates.matching.said import OFFER, Said
from brobygger.duplicates.models import Kind, Merge, Pair
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import OrganisationFactory

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)


class PairFactory(factory.django.DjangoModelFactory[Pair]):
    """Two that may be one, which nobody has answered."""

    class Meta:
        model = Pair

    kind = Kind.OFFER
    score = 0.97
    reasons = ["name_exact", "phone_same", "times_differ"]
    found_at = NOON


def pair_of(one: Offer | Organisation, other: Offer | Organisation, **values: Any) -> Pair:
    """Return a pair of two rows, in their order."""
    kind = Kind.OFFER if isinstance(one, Offer) else Kind.ORGANISATION
    first, second = sorted((one.id, other.id))
    return PairFactory.create(kind=kind, one_id=first, other_id=second, **values)


def said(name: str = "Sorggruppe for unge", **values: Any) -> Said:
    """Return what an offer in Odense says."""
    given: dict[str, Any] = {
        "kind": OFFER, "id": uuid4(), "organisation_id": UUID(int=7), "organisation_name": "Foreningen Håbet",
        "municipality_codes": frozenset({"0461"}), "concepts": frozenset({"sorg"}), "phones": ("66 11 22 33",),
        "streets": (("Vestergade 12", "5000"),), "text": "Vi mødes og taler om at miste en, man holder af.",
    }  # fmt: skip
    return Said(name=name, **{**given, **values})


def in_odense(key: str, name: str, **values: Any) -> Offer:
    """Save and show an offer in Odense with a number and a street."""
    given: dict[str, Any] = {
        "is_national": False,
        "municipality_codes": frozenset({"0461"}),
        "contacts": (ContactData(function="Kontoret", phone="66 11 22 33"),),
        "locations": (LocationData(address="Vestergade 12", municipality_id="0461"),),
    }
    return published(key=key, name=name, **{**given, **values})


def merge_of(pair: Pair) -> Merge:
    """Return a merge of a pair as a row alone: nothing has moved."""
    keys = {"dropped_key": "en", "dropped_name": "En", "kept_key": "to", "kept_name": "To"}
    return Merge.objects.create(
        kind=pair.kind, pair=pair, dropped_id=pair.other_id, kept_id=pair.one_id, merged_at=NOON, **keys
    )


def pair_in(code: str, **values: Any) -> Pair:
    """Return a pair of two associations in a municipality."""
    one, other = (OrganisationFactory.create(municipality_id=code, **values) for _ in range(2))
    return pair_of(one, other)
