"""Takes a made-up file in and looks it through: ``python -m tests.bench.importing csv 50000``; says what it took."""

import io
import json
import os
import resource
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")
django.setup()

import xlsxwriter  # noqa: E402
from django.utils import timezone  # noqa: E402

from brobygger.accounts.models import User  # noqa: E402
from brobygger.accounts.permissions import Role  # noqa: E402
from brobygger.accounts.selectors import actor_for  # noqa: E402
from brobygger.exchange.owners import Owner  # noqa: E402
from brobygger.exchange.reading import read_table  # noqa: E402
from brobygger.exchange.selectors.imports import counts_of  # noqa: E402
from brobygger.exchange.services.imports import choose_columns, start_import, work_a_bit  # noqa: E402
from brobygger.kernel.actors import SYSTEM  # noqa: E402
from brobygger.organisations.services import OrganisationData, save_organisation  # noqa: E402
from brobygger.places.models import Municipality  # noqa: E402

HEADER = ["Id", "Forening", "Navn", "Kort fortalt", "Beskrivelse", "Adresse", "Postnummer", "Hvornår", "Telefon",
          "Mail", "Hjemmeside", "Fra alder", "Til alder", "Pris", "Tilmelding", "Sprog"]  # fmt: skip
_TOWN = "0461"
_ASSOCIATIONS = 500


def main() -> None:
    """Do what the command line says, and print what it took as JSON."""
    kind, rows = sys.argv[1], int(sys.argv[2])
    at = timezone.now()
    actor = actor_for(_person(), has_second_factor=True)
    for number in range(_ASSOCIATIONS):
        data = OrganisationData(
            key=f"forening-{number}", name=f"Forening nr. {number}", kind="association", municipality_id=_TOWN
        )
        save_organisation(actor=SYSTEM, at=at, data=data)
    content = _csv(rows) if kind == "csv" else _xlsx(rows)
    started = time.monotonic()
    owner = Owner(municipality=Municipality.objects.get(code=_TOWN))
    imported = start_import(actor=actor, owner=owner, table=read_table(content), file_name=f"fil.{kind}", at=at)
    taken_in = time.monotonic() - started
    choose_columns(actor=actor, import_id=imported.id, mapping=imported.mapping, at=at)
    while work_a_bit(actor=actor, import_id=imported.id, at=timezone.now()):
        pass
    seconds = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"new": counts_of(imported).new, "taken_in": taken_in, "seconds": seconds, "megabytes": peak}
    print(json.dumps(told))


def _person() -> User:
    found = User.objects.filter(email="maaling@brobygger.example").first()
    return found or User.objects.create_user(
        "maaling@brobygger.example", "en lang nok adgangskode", role=Role.LOCAL_ADMINISTRATOR,
        municipality_codes=[_TOWN],
    )  # fmt: skip


def _row(number: int) -> list[str]:
    return [
        f"T-{number}", f"Forening nr. {number % _ASSOCIATIONS}", f"Torsdagscafé {number}", "Kaffe, snak og nye venner.",
        "Vi mødes hver torsdag over en kop kaffe. Alle er velkomne, også den første gang. ", f"Torvet {number % 90}",
        "5000", "Torsdage kl. 14-16", "12345678", f"cafe{number}@forening.example", "www.forening.example", "18", "99",
        "gratis", "mød bare op", "dansk; engelsk",
    ]  # fmt: skip


def _csv(rows: int) -> bytes:
    lines = [";".join(HEADER), *(";".join(f'"{cell}"' for cell in _row(number)) for number in range(rows))]
    return "\r\n".join(lines).encode("utf-8-sig")


def _xlsx(rows: int) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for number in range(rows):
            sheet.write_row(number + 1, 0, _row(number))
    return out.getvalue()


if __name__ == "__main__":
    main()
