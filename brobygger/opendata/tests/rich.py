"""An offer with everything an offer can have, for tests of what is published of it."""

from datetime import UTC, date, datetime, time
from typing import Any

from brobygger.directory.models import Offer
from brobygger.directory.services import publish_offer, save_offer
from brobygger.directory.values import (
    CapacityData,
    ContactData,
    CriterionData,
    LinkData,
    LocationData,
    OfferData,
    ScheduleData,
)
from brobygger.kernel.actors import SYSTEM
from brobygger.organisations.services import OrganisationData, save_organisation
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory
from brobygger.taxonomy.models import Concept
from brobygger.taxonomy.tests.factories import ConceptFactory

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 11, tzinfo=UTC)


def everything(**values: Any) -> OfferData:
    """Return an offer's value with every field filled; what it names is made."""
    odense = MunicipalityFactory.create(code="0461", name="Odense")
    PostcodeFactory.create(code="5000", name="Odense C", municipality=odense)
    for key, facet in (("ensomhed", "need"), ("in_person", "delivery")):
        if not Concept.objects.with_keys([key]).exists():
            ConceptFactory.create(key=key, facet=facet)
    saved = save_organisation(
        actor=SYSTEM,
        at=NOON,
        data=OrganisationData(
            key="haabet", name="Håbet", kind="association", cvr="12345674", website="https://håbet.dk/æbler?q=å",
            email="post@haabet.dk", phone="12 34 56 78", municipality_id="0461", basis="non_profit",
        ),
    )  # fmt: skip
    given: dict[str, Any] = {
        "key": "cafe-haab", "organisation_id": saved.organisation.id, "name": "Café Håb", "summary": "Kaffe og snak.",
        "description": "Kom og **snak**.", "audience": "Alle over 18.", "first_visit": "Du bliver mødt i døren.",
        "alert": "Lukket i uge 42.", "concepts": frozenset({"ensomhed"}), "tags": ("hygge",), "age_min": 18,
        "age_max": 99, "gender": "women", "gender_reason": "Det er et krisested.", "needs_sobriety": True,
        "municipality_codes": frozenset({"0461"}), "roles": ("deltager",), "delivery": ("in_person",),
        "signup": "registration", "signup_note": "Ring først.", "access": "open", "price_kind": "paid",
        "price_note": "20 kr.", "concessions": "Gratis på støtte.", "schedule_note": "Hver tirsdag",
        "host_function": "værten", "languages": ("da", "ar"), "accessibility": ("step_free", "hearing_loop"),
        "accessibility_note": "Bred dør.", "community_type": "cafe", "practical_help": "Vi henter dig.",
        "is_companion_possible": True, "source_url": "https://haabet.dk/cafe", "source_year": 2025,
        "locations": (
            LocationData(
                name="Huset", address="Storegade 1", postcode_id="5000", municipality_id="0461", lat=55.4, lon=10.4,
                point_precision="address", directions="Bus 10.", accessibility_note="Elevator.",
            ),
            LocationData(kind="virtual", url="https://haabet.dk/chat"),
        ),
        "schedules": (
            ScheduleData(starts_on=date(2026, 1, 6), starts_at=time(16), minutes=120, rrule="FREQ=WEEKLY;BYDAY=TU",
                         except_on=("2026-12-22",), also_on=("2026-12-23",), note="Tirsdage", place=0),
            ScheduleData(starts_on=date(2026, 1, 1), rrule="FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=5"),
        ),
        "contacts": (
            ContactData(function="Vagten", person_name="Bo Holm", person_consented_at=NOON, phone="87 65 43 21",
                        email="vagt@haabet.dk", hours="hverdage"),
        ),
        "links": (LinkData(label="Program", url="https://haabet.dk/program"),),
        "criteria": (CriterionData(text="Bor du i Odense?"),),
        "capacity": CapacityData(status="waiting", wait_weeks=3),
    }  # fmt: skip
    return OfferData(**{**given, **values})


def shown(**values: Any) -> Offer:
    """Save and show an offer with everything."""
    saved = save_offer(actor=SYSTEM, at=NOON, data=everything(**values))
    publish_offer(actor=SYSTEM, offer_id=saved.offer.id, at=NOON)
    return saved.offer
