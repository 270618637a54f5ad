"""Files, those who put them in, and a machine that works until it is done, for tests of imports."""

from collections.abc import Sequence
from datetime import datetime

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory
from brobygger.exchange.models import Import, ImportRow
from brobygger.exchange.owners import Owner
from brobygger.exchange.reading import Table
from brobygger.exchange.services.imports import choose_columns, confirm_import, start_import, undo_import, work_a_bit
from brobygger.kernel.actors import SYSTEM
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import MembershipFactory, acting_as

HEADER = ("Navn", "Kort fortalt", "Adresse", "Postnr", "Tlf", "Tid")
CAFE = ("Torsdagscafé", "Kaffe og snak.", "Torvet 1", "5000", "12 34 56 78", "Torsdage kl. 14")
WALK = ("Gåtur", "En tur i skoven.", "Skovvej 2", "5000", "", "Søndage")


def table(*rows: Sequence[str], header: Sequence[str] = HEADER) -> Table:
    return Table(header=tuple(header), rows=tuple(map(tuple, rows)), numbers=tuple(range(2, len(rows) + 2)))


def in_town(*found: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Table:
    return table(*(("Håbet", *row) for row in found), header=("Forening", *header))


def association_person(organisation: Organisation) -> User:
    return MembershipFactory.create(organisation=organisation).user


def local_person(*codes: str) -> User:
    return UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=list(codes))


def work(imported: Import, at: datetime) -> Import:
    while work_a_bit(actor=SYSTEM, import_id=imported.id, at=at):
        pass
    return Import.objects.select_related("organisation", "municipality").get(id=imported.id)


def looked_through(owner: Owner, user: User, content: Table, at: datetime) -> Import:
    """Return a file after its rows have been looked through, with the columns guessed."""
    imported = start_import(actor=acting_as(user), owner=owner, table=content, file_name="vores.csv", at=at)
    choose_columns(actor=acting_as(user), import_id=imported.id, mapping=imported.mapping, at=at)
    return work(imported, at)


def put_in(owner: Owner, user: User, content: Table, at: datetime) -> Import:
    imported = looked_through(owner, user, content, at)
    confirm_import(actor=acting_as(user), import_id=imported.id, at=at)
    return work(imported, at)


def undone(imported: Import, user: User, at: datetime) -> Import:
    undo_import(actor=acting_as(user), import_id=imported.id, at=at)
    return work(imported, at)


def rows(imported: Import) -> list[ImportRow]:
    return list(ImportRow.objects.of_import(imported.id).in_order())


def outcomes(imported: Import) -> list[str]:
    return [row.outcome for row in rows(imported)]


def came(imported: Import) -> list[str]:
    return [row.came for row in rows(imported)]
