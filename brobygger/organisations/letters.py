"""The letters this room sends: to whoever is to answer a claim, to who asked, and to those who should know."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from brobygger.kernel.actors import Actor
from brobygger.notifications.services import Letter, queue_mails
from brobygger.notifications.topics import Topic
from brobygger.organisations.claim_links import LASTS, claim_link
from brobygger.organisations.models import Claim, ClaimStatus, MemberRole, Membership, Organisation, Way

_TEMPLATES = "organisations/mail"


def send_the_link(*, actor: Actor, claim: Claim, to: str, at: datetime) -> None:
    """Send the link that proves a claim to the organisation's own address."""
    token = claim_link(claim_id=claim.id, asked_at=claim.asked_at, at=at)
    context = {"url": _address("organisations:claim_link", token), "days": LASTS.days, **_about(claim)}
    key = f"claim:{claim.id}:proof:{claim.times_asked}"
    _queue(actor, [_letter(claim, to=to, template="proof", key=key, context=context)], at=at)


def ask_the_members(*, actor: Actor, claim: Claim, at: datetime) -> None:
    """Ask those who decide who writes for an organisation about one more."""
    context = {"url": _address("organisations:claim", claim.id), **_about(claim)}
    administrators = Membership.objects.of_organisation(claim.organisation_id).administrators().by_name()
    letters = [
        _letter(claim, to=row.user.email, template="asked", key=f"claim:{claim.id}:ask:{row.id}", context=context)
        for row in administrators
    ]
    _queue(actor, letters, at=at)


def who_is_told(organisation: Organisation) -> tuple[str, ...]:
    """Return the addresses of those who should know who else writes: the members, and the address on the entry."""
    members = Membership.objects.of_organisation(organisation.id).able_to_sign_in().by_name()
    addresses = [row.user.email for row in members] + ([organisation.email] if organisation.email else [])
    return tuple(dict.fromkeys(addresses))


def tell_the_others(*, actor: Actor, claim: Claim, receivers: Iterable[str], at: datetime) -> None:
    """Tell those who wrote before, and the organisation itself, that somebody new does."""
    letters = [
        _letter(claim, to=to, template="let_in", key=f"claim:{claim.id}:known:{number}", context=_about(claim))
        for number, to in enumerate(receivers)
        if to != claim.user.email
    ]
    _queue(actor, letters, at=at)


def tell_who_asked(*, actor: Actor, claim: Claim, at: datetime) -> None:
    """Tell a person what was answered, with the reason when it is no."""
    is_accepted = claim.status == ClaimStatus.ACCEPTED
    context = {
        **_about(claim),
        "is_accepted": is_accepted,
        "is_group": claim.way == Way.NEW_GROUP,
        "answer": claim.answer,
        "url": _address("desks:association", claim.organisation.key) if is_accepted else _address("organisations:mine"),
    }
    key = f"claim:{claim.id}:answer"
    letter = _letter(claim, to=claim.user.email, template="answer", key=key, context=context, language=claim.language)
    _queue(actor, [letter], at=at)


def tell_member(*, actor: Actor, membership: Membership, what: str, at: datetime) -> None:
    """Tell somebody, and those who decide, that they now write, write with another role, or no longer do."""
    organisation = membership.organisation
    decide = Membership.objects.of_organisation(organisation.id).administrators().by_name()
    receivers = dict.fromkeys([membership.user.email, *(row.user.email for row in decide)])
    letters = [
        Letter(
            to=to,
            template=f"{_TEMPLATES}/member",
            key=f"member:{membership.id}:{what}:{at.isoformat()}:{number}",
            topic=Topic.ACCOUNT if to == membership.user.email else Topic.MEMBERSHIP,
            context={
                "organisation": organisation.name,
                "person": membership.user.name or membership.user.email,
                "is_self": to == membership.user.email,
                "what": what,
                "is_administrator": membership.role == MemberRole.ADMINISTRATOR,
                "url": _address("organisations:mine"),
            },
            about=organisation.id,
        )
        for number, to in enumerate(receivers)
    ]
    _queue(actor, letters, at=at)


def _about(claim: Claim) -> dict[str, object]:
    return {"organisation": claim.organisation.name, "person": claim.user.name or claim.user.email}


def _letter(
    claim: Claim, *, to: str, template: str, key: str, context: dict[str, object], language: str = "da"
) -> Letter:
    return Letter(
        to=to,
        template=f"{_TEMPLATES}/{template}",
        key=key,
        topic=Topic.ACCOUNT,
        context=context,
        language=language,
        about=claim.organisation_id,
    )


def _queue(actor: Actor, letters: list[Letter], *, at: datetime) -> None:
    queue_mails(actor=actor, letters=letters, at=at)


def _address(name: str, *parts: object) -> str:
    """Return a whole address, as a letter needs it."""
    return f"{settings.BASE_URL}{reverse(name, args=parts)}"
