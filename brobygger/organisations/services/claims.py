"""Acts: asking to write for an organisation that is in the register, and answering."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from brobygger.accounts.models import User
from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, DomainError, NotAllowed, NotFound
from brobygger.organisations import cvr_register, letters, policies
from brobygger.organisations.events import told
from brobygger.organisations.models import Basis, Claim, ClaimStatus, MemberRole, Membership, Organisation, Way
from brobygger.organisations.models.claims import BY_MAIL, TRANSITIONS
from brobygger.organisations.selectors import proof_address
from brobygger.organisations.services.memberships import AlreadyMember
from brobygger.privacy.cpr import forbid_cpr

#: A person who helps several associations has room; whoever asks for the whole register has not.
CLAIMS_IN_A_DAY = 5
#: Nobody fills an association's letter box by asking for it again and again, whoever asks.
MAILS_IN_A_DAY = 3
TIMES_ASKED = 3
ASK_AGAIN_AFTER = timedelta(hours=1)
_DAY = timedelta(days=1)


class ClaimWaits(DomainError):
    """Du har allerede spurgt, og svaret er på vej."""

    code = "claim_waits"


class WayIsClosed(DomainError):
    """Den måde kan ikke bruges her. Vælg en af de andre."""

    code = "way_is_closed"


class AskedTooOften(DomainError):
    """Der er spurgt mange gange på kort tid. Vent til i morgen, eller ring til jeres frivilligcenter."""

    code = "asked_too_often"
    status = 429


class AlreadyAnswered(DomainError):
    """Der er allerede svaret."""

    code = "claim_already_answered"


class ReasonMissing(BadData):
    """Skriv kort hvorfor, så den, der spurgte, ved, hvad der skal til."""

    code = "reason_missing"


def claim_organisation(
    *, actor: Actor, organisation_id: UUID, way: str, person_words: str, at: datetime, language: str = "da"
) -> Claim:
    """Ask to write for an organisation, and tell whoever is to answer.

    Raises ``NotFound``, ``NotAllowed``, ``AlreadyMember``, ``ClaimWaits``, ``WayIsClosed``, ``AskedTooOften``, what
    the CVR register may say no with, and ``TextLooksLikeCpr``.
    """
    organisation = _claimable(actor, organisation_id)
    forbid_cpr(person_words)
    _require_open(way, organisation)
    # Asked before the transaction begins: the register may take its time.
    address = cvr_register.registered_address(cvr=organisation.cvr) if way == Way.CVR_MAIL else ""
    with transaction.atomic():
        _require_patience(actor, organisation, way, at)
        claim = Claim.objects.create(
            organisation=organisation, user_id=actor.id, way=way, person_words=person_words.strip()[:1000],
            created_at=at, asked_at=at, language=language,
        )  # fmt: skip
        _write(actor, "made", claim, at=at, changes={"way": [None, way]})
        _tell_who_answers(actor, claim, address=address, at=at)
    return claim


def ask_again(*, actor: Actor, claim_id: UUID, at: datetime) -> Claim:
    """Send the link of one's own claim once more; the older link ends.

    Raises ``NotFound``, ``AlreadyAnswered``, ``WayIsClosed`` when nothing is sent by mail, and ``AskedTooOften``.
    """
    claim = _own(actor, claim_id)
    if claim.way not in BY_MAIL:
        raise WayIsClosed
    if claim.times_asked >= TIMES_ASKED or at < claim.asked_at + ASK_AGAIN_AFTER:
        raise AskedTooOften
    is_cvr = claim.way == Way.CVR_MAIL
    address = cvr_register.registered_address(cvr=claim.organisation.cvr) if is_cvr else ""
    with transaction.atomic():
        claim.asked_at, claim.times_asked = at, claim.times_asked + 1
        claim.save(update_fields=["asked_at", "times_asked"])
        _write(actor, "asked_again", claim, at=at, changes={"times_asked": claim.times_asked})
        _tell_who_answers(actor, claim, address=address, at=at)
    return claim


@transaction.atomic
def withdraw_claim(*, actor: Actor, claim_id: UUID, at: datetime) -> None:
    """Take back one's own claim. Raises ``NotFound`` and ``AlreadyAnswered``."""
    claim = _own(actor, claim_id)
    _advance(claim, to=ClaimStatus.WITHDRAWN, actor=actor, at=at)


@transaction.atomic
def answer_claim(
    *,
    actor: Actor,
    claim_id: UUID,
    is_accepted: bool,
    at: datetime,
    text: str = "",
    role: str = MemberRole.ADMINISTRATOR,
) -> Claim:
    """Say yes or no to a claim: by a link, by those who write for the organisation, or by its volunteer centre.

    A yes lets the person write, or, about a new group, says that the centre stands by it. Raises ``NotFound``,
    ``NotAllowed`` (nobody answers their own), ``AlreadyAnswered``, ``ReasonMissing`` and ``TextLooksLikeCpr``.
    """
    claim = Claim.objects.visible_to(actor).with_id(claim_id).select_for_update(of=("self",)).first()
    if claim is None:
        raise NotFound
    if not policies.may_answer(actor, claim=claim, at=at):
        raise NotAllowed
    forbid_cpr(text)
    if not is_accepted and not text.strip() and actor.only_on is None:
        raise ReasonMissing
    told_before = letters.who_is_told(claim.organisation)
    claim.answer = text.strip()[:1000]
    _advance(claim, to=ClaimStatus.ACCEPTED if is_accepted else ClaimStatus.REFUSED, actor=actor, at=at)
    if is_accepted and claim.way == Way.NEW_GROUP:
        _stand_by(actor, claim.organisation, at=at)
    elif is_accepted:
        _let_in(actor, claim, role=role, at=at)
        letters.tell_the_others(actor=actor, claim=claim, receivers=told_before, at=at)
    letters.tell_who_asked(actor=actor, claim=claim, at=at)
    return claim


def vouch(*, actor: Actor, claim_id: UUID, is_vouched: bool, at: datetime, text: str = "") -> Claim:
    """Say as a volunteer centre whether one stands by somebody's claim, or by a new group (see ``answer_claim``)."""
    return answer_claim(actor=actor, claim_id=claim_id, is_accepted=is_vouched, text=text, at=at)


def _claimable(actor: Actor, organisation_id: UUID) -> Organisation:
    """Return an organisation somebody may ask to write for."""
    if not policies.may_ask(actor):
        raise NotAllowed
    organisation = Organisation.objects.approved().with_id(organisation_id).first()
    if organisation is None:
        raise NotFound
    if organisation_id in actor.organisation_ids:
        raise AlreadyMember
    return organisation


def _require_open(way: str, organisation: Organisation) -> None:
    """Refuse a way that cannot be walked: those who write for an organisation already are always the ones asked."""
    has_somebody = Membership.objects.of_organisation(organisation.id).administrators().exists()
    is_open = {
        Way.MEMBERS: has_somebody,
        Way.PUBLIC_MAIL: not has_somebody and bool(proof_address(organisation=organisation)),
        Way.CVR_MAIL: not has_somebody and bool(organisation.cvr),
        Way.CENTRE: not has_somebody,
    }
    if not is_open.get(way):  # type: ignore[call-overload]
        raise WayIsClosed


def _require_patience(actor: Actor, organisation: Organisation, way: str, at: datetime) -> None:
    """Refuse more questions than somebody who means it would ask. Held on the organisation, one after the other."""
    assert actor.id is not None
    Organisation.objects.with_id(organisation.id).select_for_update().first()
    own, lately = Claim.objects.of_user(actor.id), Claim.objects.since(at - _DAY)
    if own.about(organisation.id).waiting().exists():
        raise ClaimWaits
    if lately.of_user(actor.id).count() >= CLAIMS_IN_A_DAY:
        raise AskedTooOften
    if way in BY_MAIL and lately.about(organisation.id).by_mail().count() >= MAILS_IN_A_DAY:
        raise AskedTooOften


def _tell_who_answers(actor: Actor, claim: Claim, *, address: str, at: datetime) -> None:
    """Write to whoever is to answer; a volunteer centre finds it on its desk."""
    if claim.way == Way.PUBLIC_MAIL:
        address = proof_address(organisation=claim.organisation)
    if address:
        letters.send_the_link(actor=actor, claim=claim, to=address, at=at)
    if claim.way == Way.MEMBERS:
        letters.ask_the_members(actor=actor, claim=claim, at=at)


def _own(actor: Actor, claim_id: UUID) -> Claim:
    """Return a person's own waiting claim."""
    if actor.id is None:
        raise NotFound
    claim = Claim.objects.of_user(actor.id).with_id(claim_id).select_related("organisation").first()
    if claim is None:
        raise NotFound
    if claim.status != ClaimStatus.WAITING:
        raise AlreadyAnswered
    return claim


def _advance(claim: Claim, *, to: str, actor: Actor, at: datetime) -> None:
    """Take one step of the state machine, with its line in the book; the words are not for the book."""
    if to not in TRANSITIONS[claim.status]:
        raise AlreadyAnswered
    before, claim.status, claim.decided_at = claim.status, to, at
    claim.save(update_fields=["status", "decided_at", "answer"])
    _write(actor, to, claim, at=at, changes={"status": [before, to]})


def _let_in(actor: Actor, claim: Claim, *, role: str, at: datetime) -> None:
    """Let the person write for the organisation; who writes already, through an invitation, gets the role."""
    if role not in MemberRole.values:
        raise BadData("Vælg, hvad personen må.")
    if not User.objects.filter(id=claim.user_id, is_active=True).exists():
        raise NotFound
    Membership.objects.update_or_create(
        organisation_id=claim.organisation_id,
        user_id=claim.user_id,
        defaults={"role": role},
        create_defaults={"role": role, "since": at},
    )
    changes = {"user": str(claim.user_id), "role": [None, role]}
    record(
        actor=actor, act="organisations.member.added", subject_kind="organisation", subject_id=claim.organisation_id,
        at=at, changes=changes,
    )  # fmt: skip


def _stand_by(actor: Actor, organisation: Organisation, *, at: datetime) -> None:
    """Note that a volunteer centre knows the group: that is why it may be listed."""
    before, organisation.basis = organisation.basis, Basis.VOUCHED
    organisation.save(update_fields=["basis"])
    record(
        actor=actor, act="organisations.organisation.vouched", subject_kind="organisation",
        subject_id=organisation.id, at=at, changes={"basis": [before, Basis.VOUCHED]},
    )  # fmt: skip
    told.tell([organisation.id], at=at)


def _write(actor: Actor, act: str, claim: Claim, *, at: datetime, changes: dict[str, object]) -> None:
    record(
        actor=actor,
        act=f"organisations.claim.{act}",
        subject_kind="organisation",
        subject_id=claim.organisation_id,
        at=at,
        changes={"claim": str(claim.id), **changes},
    )
