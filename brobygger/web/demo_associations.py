"""Who writes for whom in a demonstration, and a made-up association that nobody writes for yet."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.errors import NotFound
from brobygger.organisations.models import Basis, Kind, organisation_id_for
from brobygger.organisations.services import AlreadyMember, OrganisationData, add_member, save_organisation
from brobygger.places.selectors import resolve_place
from brobygger.web.demo_people import DemoAccount

#: Made up, so that somebody can ask to write for it without a letter going to anybody real.
FREE_ASSOCIATION = OrganisationData(
    key="proeveforeningen",
    name="Prøveforeningen (opdigtet)",
    kind=Kind.ASSOCIATION.value,
    basis=Basis.NON_PROFIT.value,
    description="Findes kun i demonstrationen. Her kan man prøve at spørge om at skrive for en forening.",
    email="kontakt@proeveforeningen.example",
    phone="00 00 00 00",
    municipality_id="0461",
)


def make_free_association(*, at: datetime) -> None:
    """Put the made-up association in the register, where its municipality is there."""
    if resolve_place(text=FREE_ASSOCIATION.municipality_id or "") is not None:
        save_organisation(actor=SYSTEM, at=at, data=FREE_ASSOCIATION)


def make_member(*, user_id: UUID, account: DemoAccount, at: datetime) -> None:
    """Let a demo account write for its association, where the association is in the register."""
    if account.organisation_key:
        with suppress(AlreadyMember, NotFound):
            add_member(
                actor=SYSTEM,
                organisation_id=organisation_id_for(account.organisation_key),
                user_id=user_id,
                role=account.organisation_role,
                at=at,
            )
