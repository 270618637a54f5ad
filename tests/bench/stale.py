"""Makes offers stale in the installation of the environment: ``python -m tests.bench.stale fill 0``, ``… age 14``."""

import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")
django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from brobygger.directory.models import Check, Contact, Offer  # noqa: E402
from brobygger.organisations.models import Organisation  # noqa: E402


def main() -> None:
    """Do what the command line says."""
    act, number = sys.argv[1], int(sys.argv[2])
    {"fill": give_everybody_an_address, "age": let_time_pass}[act](number)


@transaction.atomic
def give_everybody_an_address(_number: int) -> None:
    """Give each offer an address of its own and a day that is past: as many letters as there are offers."""
    Organisation.objects.update(email="")
    offers = Offer.objects.published()
    offers.update(next_check_on=timezone.localdate() - timedelta(days=1), assured_on=None)
    Check.objects.all().delete()
    Contact.objects.bulk_create(
        [
            Contact(offer_id=offer_id, function="Kontaktperson", email=f"{key}@forening.example", phone="00 00 00 00")
            for offer_id, key in offers.values_list("id", "key")
        ],
        batch_size=1000,
    )


@transaction.atomic
def let_time_pass(days: int) -> None:
    """Move every step so many days back."""
    for row in Check.objects.values_list("stage_on", flat=True).distinct():
        if row is not None:
            Check.objects.filter(stage_on=row).update(stage_on=row - timedelta(days=days))


if __name__ == "__main__":
    main()
