"""Acts on organisations."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime

from django.db import transaction

from brobygger.audit.changes import changes_to
from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.addresses import is_web_address
from brobygger.kernel.errors import BadData, NotAllowed
from brobygger.organisations import policies
from brobygger.organisations.cvr import has_valid_check_digit
from brobygger.organisations.events import told
from brobygger.organisations.models import Basis, Kind, Organisation, organisation_id_for
from brobygger.privacy.cpr import forbid_cpr

#: Contact facts may name a person, so the book says that they changed, never to what.
_NAMED_ONLY = frozenset({"email", "phone"})


class OrganisationInvalid(BadData):
    """Oplysningerne om organisationen hænger ikke sammen."""

    code = "organisation_invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationData:
    """Everything an organisation says about itself. ``key`` is the stable public key."""

    key: str
    name: str
    kind: str
    cvr: str = ""
    basis: str = Basis.UNKNOWN.value
    basis_note: str = ""
    description: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    municipality_id: str | None = None


def data_of(organisation: Organisation) -> OrganisationData:
    """Return what an organisation says of itself now, to be changed in part."""
    return OrganisationData(**{field.name: getattr(organisation, field.name) for field in fields(OrganisationData)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a save came to; ``warnings`` are sentences to ask the writer about, never refusals."""

    organisation: Organisation
    is_created: bool
    is_changed: bool
    warnings: tuple[str, ...] = ()


@transaction.atomic
def save_organisation(*, actor: Actor, at: datetime, data: OrganisationData, is_shown: bool = True) -> Saved:
    """Make or change the organisation with this key; the same data twice changes nothing and writes nothing.

    A new one that is not to be shown yet (``is_shown``) is shown with its first approved offer.
    Raises ``NotAllowed``, ``OrganisationInvalid`` and ``TextLooksLikeCpr``. A wrong CVR check digit is only a warning.
    """
    organisation = Organisation.objects.with_key(data.key).select_for_update().first()
    _require_permission(actor, organisation, data)
    check(data)
    changes = changes_to(organisation, asdict(data), named_only=_NAMED_ONLY)
    warnings = _warnings(data)
    if organisation is not None and not changes:
        return Saved(organisation=organisation, is_created=False, is_changed=False, warnings=warnings)
    is_created = organisation is None
    if organisation is None:
        organisation = Organisation(id=organisation_id_for(data.key), created_at=at, is_approved=is_shown)
    for field, value in asdict(data).items():
        setattr(organisation, field, value)
    organisation.changed_at = at
    organisation.save(force_insert=is_created)
    record(
        actor=actor,
        act=f"organisations.organisation.{'created' if is_created else 'changed'}",
        subject_kind="organisation",
        subject_id=organisation.id,
        at=at,
        changes=changes,
    )
    told.tell([organisation.id], at=at)
    return Saved(organisation=organisation, is_created=is_created, is_changed=True, warnings=warnings)


def _require_permission(actor: Actor, organisation: Organisation | None, data: OrganisationData) -> None:
    """Refuse when the actor may not touch the row as it is, or as it would become."""
    organisation_id = organisation.id if organisation else None
    places = {data.municipality_id} | ({organisation.municipality_id} if organisation else set())
    for code in places:
        if not policies.may_edit(actor, organisation_id=organisation_id, municipality_code=code):
            raise NotAllowed


def check(data: OrganisationData) -> None:
    """Refuse what the database would refuse, in words for the person at the screen: ``OrganisationInvalid``."""
    if not data.key or not data.name.strip():
        raise OrganisationInvalid("Organisationen skal have et navn og en nøgle.")
    if data.kind not in Kind.values:
        raise OrganisationInvalid(f"Slagsen »{data.kind}« kender vi ikke.")
    if data.basis not in Basis.values:
        raise OrganisationInvalid(f"Grundlaget »{data.basis}« kender vi ikke.")
    if data.cvr and not (len(data.cvr) == 8 and data.cvr.isascii() and data.cvr.isdigit()):
        raise OrganisationInvalid("Et CVR-nummer har otte cifre.")
    if data.website and not is_web_address(data.website):
        raise OrganisationInvalid("Hjemmesiden skal begynde med https:// eller http://.")
    forbid_cpr(data.name, data.description, data.basis_note, data.phone)


def _warnings(data: OrganisationData) -> tuple[str, ...]:
    """Return what looks like a slip of the pen."""
    if data.cvr and not has_valid_check_digit(data.cvr):
        return (f"CVR-nummeret {data.cvr} har et forkert kontrolciffer. Er det skrevet rigtigt?",)
    return ()
