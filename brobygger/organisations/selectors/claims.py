"""Reads: a person's own claims, one claim, the ways to prove one, and what waits for somebody's answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound
from brobygger.kernel.signed_links import LinkNotValid
from brobygger.organisations import cvr_register, policies
from brobygger.organisations.claim_links import holder_of_link, read_claim_link
from brobygger.organisations.likeness import masked
from brobygger.organisations.models import Claim, ClaimStatus, Membership, Organisation, Way
from brobygger.organisations.public_contacts import contacts_beside

_ASK_MEMBERS = _(
    "Vi spørger dem, der skriver for foreningen nu. Svarer de ikke inden 14 dage, spørger vi frivilligcentret."
)
_ASK_CENTRE = _("Skriv, hvem du er. Frivilligcentret i jeres kommune kender jer eller ringer til jer og svarer.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWay:
    """One way to prove a claim, and why it cannot be used when it cannot."""

    way: Way
    label: str | Promise
    text: str | Promise
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """One claim as somebody may see it, with what they may do about it and whom they may call."""

    claim: Claim
    is_own: bool
    may_answer: bool
    phones: tuple[str, ...]
    status_label: str | Promise
    way_label: str | Promise


def ways_to_claim(*, organisation: Organisation) -> tuple[ClaimWay, ...]:
    """Return how somebody may prove that they write for an organisation. Who writes now is asked, and never named."""
    if Membership.objects.of_organisation(organisation.id).administrators().exists():
        return (_way(Way.MEMBERS, _ASK_MEMBERS, is_open=True),)
    address = proof_address(organisation=organisation)
    on_entry = (
        _("Vi sender et link til %(address)s. Den, der læser mailen, siger ja til dig.") % {"address": masked(address)}
        if address
        else _("Der står ingen mailadresse på jeres side, så den måde kan ikke bruges.")
    )
    return (
        _way(Way.PUBLIC_MAIL, on_entry, is_open=bool(address)),
        _cvr_way(organisation),
        _way(
            Way.CENTRE,
            _ASK_CENTRE,
            is_open=True,
        ),
    )


def proof_address(*, organisation: Organisation) -> str:
    """Return the mail address that stands on an organisation's entry, empty when there is none."""
    return organisation.email or next(iter(contacts_beside(organisation.id).emails), "")


def own_claims(*, actor: Actor) -> tuple[Claim, ...]:
    """Return a person's own claims that wait, or were answered, newest first."""
    if actor.id is None:
        return ()
    return tuple(Claim.objects.of_user(actor.id).newest_first()[:20])


def claim_page(*, actor: Actor, claim_id: UUID, at: datetime) -> ClaimPage:
    """Return one claim the actor may see; raises ``NotFound``."""
    claim = Claim.objects.visible_to(actor).with_id(claim_id).oldest_first().first()
    if claim is None:
        raise NotFound
    is_own = actor.id is not None and claim.user_id == actor.id
    may_answer = claim.status == ClaimStatus.WAITING and policies.may_answer(actor, claim=claim, at=at)
    phones = (claim.organisation.phone, *contacts_beside(claim.organisation_id).phones) if may_answer else ()
    return ClaimPage(
        claim=claim,
        is_own=is_own,
        may_answer=may_answer,
        phones=tuple(phone for phone in dict.fromkeys(phones) if phone),
        status_label=ClaimStatus(claim.status).label,
        way_label=Way(claim.way).label,
    )


def claim_by_link(*, token: str, at: datetime) -> tuple[Claim, Actor]:
    """Return the claim a link is about, and who its holder is to the services.

    Raises ``LinkNotValid`` when it is too old, replaced by a newer one, or answered.
    """
    link = read_claim_link(token=token, at=at)
    claim = Claim.objects.waiting().with_id(link.subject_id).oldest_first().first()
    if claim is None or claim.asked_at.isoformat() != link.state:
        raise LinkNotValid
    return claim, holder_of_link(claim_id=claim.id, organisation_id=claim.organisation_id)


def claims_for_members(*, actor: Actor, organisation_id: UUID) -> tuple[Claim, ...]:
    """Return the claims that wait for those who decide in an organisation, oldest first."""
    if organisation_id not in actor.administered_ids:
        return ()
    rows = Claim.objects.visible_to(actor).about(organisation_id).waiting().oldest_first()
    return tuple(claim for claim in rows if claim.way != Way.NEW_GROUP and claim.user_id != actor.id)


def claims_for_centre(*, actor: Actor, at: datetime) -> QuerySet[Claim]:
    """Return the claims a volunteer centre is asked about in its own municipality, oldest first."""
    reach = reach_of(actor, Permission.CLAIM_VOUCH)
    rows = Claim.objects.waiting().for_centre(at).oldest_first()
    if reach.is_everywhere:
        return rows
    return rows.in_municipalities(reach.municipality_codes)


def _way(way: Way, text: str | Promise, *, is_open: bool) -> ClaimWay:
    return ClaimWay(way=way, label=way.label, text=text, is_open=is_open)


def _cvr_way(organisation: Organisation) -> ClaimWay:
    if not organisation.cvr:
        return _way(Way.CVR_MAIL, _("Vi kender ikke jeres CVR-nummer, så den måde kan ikke bruges."), is_open=False)
    if not cvr_register.is_set_up():
        return _way(Way.CVR_MAIL, _("Opslag i CVR er ikke sat op her. Vælg en af de andre måder."), is_open=False)
    return _way(
        Way.CVR_MAIL, _("Vi slår jeres CVR-nummer op og sender et link til den mail, I har givet CVR."), is_open=True
    )
