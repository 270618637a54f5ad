"""Makes stale offers, for the installation of the environment: ``python -m tests.bench.stale fill 10000``."""

import os
import sys
from collections.abc import Iterator
from copy import copy
from datetime import timedelta
from itertools import count, islice
from typing import Any
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")
django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from brobygger.directory.models import Check, Contact, Offer, OfferAtLocation, Schedule  # noqa: E402

_AT_A_TIME = 500


def main() -> None:
    """Do what the command line says."""
    act, number = sys.argv[1], int(sys.argv[2])
    {"fill": fill, "age": let_time_pass}[act](number)


@transaction.atomic
def fill(wanted: int) -> None:
    """Copy the offers that are there until there are enough, each with its own address and a day that is past."""
    real = list(Offer.objects.for_page())
    copies = islice(_copies(real), wanted - len(real))
    while batch := list(islice(copies, _AT_A_TIME)):
        _write(batch)
    Offer.objects.update(next_check_on=timezone.localdate() - timedelta(days=1), assured_on=None)
    Contact.objects.bulk_create(
        [
            Contact(offer_id=offer_id, function="Kontaktperson", email=f"{key[-60:]}@forening.example", position=99)
            for offer_id, key in Offer.objects.values_list("id", "key")
        ],
        batch_size=1000,
    )


def _copies(real: list[Offer]) -> Iterator[tuple[Offer, Offer]]:
    """Yield pairs of an offer and a copy of it with a name of its own, without end."""
    for number in count(2):
        for offer in real:
            again = copy(offer)
            again.id, again.key = uuid4(), f"{offer.key[:100]}-{number}"
            yield offer, again


def _write(batch: list[tuple[Offer, Offer]]) -> None:
    """Write copies of offers with their times, places, concepts and municipalities."""
    Offer.objects.bulk_create([new for _old, new in batch])
    Schedule.objects.bulk_create([_copy(row, offer_id=new.id) for old, new in batch for row in old.schedules.all()])
    OfferAtLocation.objects.bulk_create(
        [_copy(row, offer_id=new.id) for old, new in batch for row in old.at_locations.all()]
    )
    for name in ("concepts", "served_municipalities", "served_regions"):
        through = getattr(Offer, name).through
        target = getattr(Offer, name).field.m2m_reverse_name()
        through.objects.bulk_create(
            [through(offer_id=new.id, **{target: row.pk}) for old, new in batch for row in getattr(old, name).all()]
        )


def _copy(row: Any, **values: object) -> Any:
    """Return a copy of a row as a new one, with some values of its own."""
    again = copy(row)
    again.id = uuid4()
    for name, value in values.items():
        setattr(again, name, value)
    return again


@transaction.atomic
def let_time_pass(days: int) -> None:
    """Move every step so many days back."""
    for on in list(Check.objects.values_list("stage_on", flat=True).distinct()):
        if on is not None:
            Check.objects.filter(stage_on=on).update(stage_on=on - timedelta(days=days))


if __name__ == "__main__":
    main()
