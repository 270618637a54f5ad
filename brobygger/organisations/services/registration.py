"""Act: an association that is not in the register yet, or an informal group, puts itself there."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotAllowed
from brobygger.organisations import policies
from brobygger.organisations.models import (
    Basis,
    Claim,
    Kind,
    MemberRole,
    Membership,
    Organisation,
    Way,
    organisation_id_for,
)
from brobygger.organisations.services.organisations import OrganisationData, OrganisationInvalid, check
from brobygger.places.names import slugify
from brobygger.privacy.cpr import forbid_cpr

#: New ones a person may have that nobody has approved an offer of yet.
NEW_AT_ONCE = 3
#: What somebody can say of themselves without being asked for proof by a role: not public bodies and centres.
OPEN_KINDS = (Kind.ASSOCIATION, Kind.INFORMAL_GROUP, Kind.NATIONAL, Kind.SELF_OWNING, Kind.CHURCH, Kind.FOUNDATION,
              Kind.OTHER)  # fmt: skip
OPEN_BASES = (Basis.NON_PROFIT, Basis.CHARITY_LIST, Basis.RELIGIOUS, Basis.DOCUMENTED_ACTIVITY)
#: Addresses of our own under /forening/.
_TAKEN_KEYS = frozenset({"find", "ny", "krav", "bekraeft"})


class TooManyNew(DomainError):
    """Du har allerede flere nye, der ikke er vist endnu. Skriv et tilbud for dem først."""

    code = "too_many_new"
    status = 429


class NameIsTaken(DomainError):
    """Der er allerede en med det navn i kommunen. Find den på listen, og spørg om at skrive for den."""

    code = "name_is_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """What a new organisation says of itself. An informal group has no basis yet: its volunteer centre gives it."""

    name: str
    kind: str
    municipality_id: str | None = None
    cvr: str = ""
    basis: str = Basis.UNKNOWN.value
    basis_note: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    #: For the volunteer centre that is asked to stand by an informal group.
    person_words: str = ""


@transaction.atomic
def register_organisation(*, actor: Actor, data: NewOrganisation, at: datetime, language: str = "da") -> Organisation:
    """Put a new organisation in the register, not shown before its first offer is approved; who does it decides for it.

    An informal group also asks the volunteer centre of its municipality to stand by it. Raises ``NotAllowed``,
    ``TooManyNew``, ``NameIsTaken``, ``OrganisationInvalid`` and ``TextLooksLikeCpr``.
    """
    if not policies.may_ask(actor) or actor.id is None:
        raise NotAllowed
    if Organisation.objects.new_of(actor.id).count() >= NEW_AT_ONCE:
        raise TooManyNew
    _check(data)
    if Organisation.objects.named(data.name.strip(), municipality_code=data.municipality_id).exists():
        raise NameIsTaken
    organisation = _make(actor, data, at=at)
    Membership.objects.create(organisation=organisation, user_id=actor.id, role=MemberRole.ADMINISTRATOR, since=at)
    if data.kind == Kind.INFORMAL_GROUP:
        _ask_the_centre(actor, actor.id, organisation, data.person_words, at=at, language=language)
    return organisation


def _check(data: NewOrganisation) -> None:
    """Refuse what cannot be in the register, in words for the person at the screen."""
    forbid_cpr(data.person_words)
    if data.kind not in OPEN_KINDS:
        raise OrganisationInvalid("Vælg, hvad I er.")
    if data.kind == Kind.INFORMAL_GROUP:
        if not data.municipality_id or not data.person_words.strip():
            raise OrganisationInvalid("Skriv, hvor I holder til, og hvem I er, så frivilligcentret kan kende jer.")
        return
    if data.basis not in OPEN_BASES:
        raise OrganisationInvalid("Vælg, hvorfor I kan stå på Brobygger.")
    if data.basis == Basis.DOCUMENTED_ACTIVITY and not data.basis_note.strip():
        raise OrganisationInvalid("Skriv, hvad der er almennyttigt ved aktiviteten, og hvad et overskud går til.")


def _make(actor: Actor, data: NewOrganisation, *, at: datetime) -> Organisation:
    is_group = data.kind == Kind.INFORMAL_GROUP
    whole = OrganisationData(
        key=_free_key(data),
        name=data.name.strip(),
        kind=data.kind,
        cvr="" if is_group else data.cvr,
        basis=Basis.UNKNOWN.value if is_group else data.basis,
        basis_note=data.basis_note.strip(),
        website=data.website,
        email=data.email,
        phone=data.phone,
        municipality_id=data.municipality_id or None,
    )
    check(whole)
    organisation = Organisation(
        id=organisation_id_for(whole.key), created_at=at, changed_at=at, is_approved=False, **asdict(whole)
    )
    organisation.save(force_insert=True)
    record(
        actor=actor, act="organisations.organisation.registered", subject_kind="organisation",
        subject_id=organisation.id, at=at, changes={"key": [None, whole.key], "kind": [None, whole.kind]},
    )  # fmt: skip
    return organisation


def _free_key(data: NewOrganisation) -> str:
    """Return a key from the name that nobody has: with the municipality, and then a number, when it is taken."""
    bare = slugify(data.name) or "forening"
    candidates = [bare, f"{bare}-{data.municipality_id}", *(f"{bare}-{number}" for number in range(2, 100))]
    taken = set(Organisation.objects.with_keys(candidates).values_list("key", flat=True)) | _TAKEN_KEYS
    free = next((key for key in candidates if key not in taken), None)
    if free is None:
        raise NameIsTaken
    return free


def _ask_the_centre(
    actor: Actor, user_id: UUID, organisation: Organisation, person_words: str, *, at: datetime, language: str
) -> None:
    claim = Claim.objects.create(
        organisation=organisation, user_id=user_id, way=Way.NEW_GROUP, person_words=person_words.strip()[:1000],
        created_at=at, asked_at=at, language=language,
    )  # fmt: skip
    record(
        actor=actor, act="organisations.claim.made", subject_kind="organisation", subject_id=organisation.id, at=at,
        changes={"claim": str(claim.id), "way": [None, Way.NEW_GROUP]},
    )  # fmt: skip
