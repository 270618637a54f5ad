"""An association's page: what waits for them first, then everything they have, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from brobygger.curation.models import Review, ReviewStatus
from brobygger.curation.selectors import own_reviews
from brobygger.desks.presenters.reviews import question_text, state_text
from brobygger.directory.models.drafts import DraftStatus
from brobygger.directory.risk import reason_text
from brobygger.directory.selectors.drafts import DraftLine, drafts_under_way
from brobygger.directory.selectors.own_offers import OwnOffer, own_offers
from brobygger.kernel.actors import Actor
from brobygger.opendata.selectors.origins import offers_from_elsewhere
from brobygger.organisations.models import Basis, Claim, Kind
from brobygger.organisations.policies import may_trust
from brobygger.organisations.selectors import OwnOrganisation, claims_for_members, members_of
from brobygger.web.presenters.times import day_text

#: Reviews further back are found on the offers' own pages.
MOST_REVIEWS = 20


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing that waits for somebody in the association: what, where, and why it matters."""

    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class OfferView:
    """One offer, when we ask next and why, in a sentence, and the way to where its fields come from, if from others."""

    offer: OwnOffer
    asking: str
    source_url: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One review: about what, where it stands, and whether it is the association's turn."""

    title: str
    state: str
    question: str
    url: str
    is_theirs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociationPage:
    """Everything on the page."""

    own: OwnOrganisation
    to_do: tuple[ToDo, ...]
    offers: tuple[OfferView, ...]
    drafts: tuple[DraftLine, ...]
    reviews: tuple[ReviewView, ...]
    members: int
    awaits_vouch: bool
    unconfirmed: int
    may_trust: bool


def association_page(*, actor: Actor, own: OwnOrganisation, language: str, at: datetime) -> AssociationPage:
    """Return an association's page for somebody who writes for it, or looks after its town."""
    organisation = own.organisation
    offers = own_offers(actor=actor, organisation_id=organisation.id, at=at)
    drafts = drafts_under_way(actor=actor, organisation_id=organisation.id)
    reviews = own_reviews(actor=actor, organisation_id=organisation.id)[:MOST_REVIEWS]
    claims = claims_for_members(actor=actor, organisation_id=organisation.id)
    from_elsewhere = offers_from_elsewhere(offer_ids=[offer.id for offer in offers])
    to_do = [*_claims(claims), *_drafts(drafts), *_reviews(reviews), *_stale(offers)]
    return AssociationPage(
        own=own,
        to_do=tuple(to_do),
        offers=tuple(
            _offer(offer, is_from_elsewhere=offer.id in from_elsewhere, language=language) for offer in offers
        ),
        drafts=tuple(draft for draft in drafts if draft.status != DraftStatus.SUBMITTED),
        reviews=tuple(_review(row) for row in reviews if row.status != ReviewStatus.WITHDRAWN),
        members=len(members_of(actor=actor, organisation_id=organisation.id)),
        awaits_vouch=organisation.kind == Kind.INFORMAL_GROUP and organisation.basis != Basis.VOUCHED,
        unconfirmed=sum(offer.assured_on is None for offer in offers),
        may_trust=may_trust(actor, organisation_id=organisation.id, municipality_code=organisation.municipality_id),
    )


def _claims(claims: tuple[Claim, ...]) -> Iterator[ToDo]:
    for claim in claims:
        yield ToDo(
            gettext("%(person)s vil gerne skrive for jer") % {"person": claim.user.name or claim.user.email},
            gettext("Kender du personen? Sig ja eller nej."),
            reverse("organisations:claim", args=[claim.id]),
        )


def _drafts(drafts: tuple[DraftLine, ...]) -> Iterator[ToDo]:
    for draft in drafts:
        if draft.status == DraftStatus.RETURNED:
            yield ToDo(
                draft.name or gettext("Uden navn endnu"),
                gettext("Der er noget, der skal rettes, før det kan vises. Alt, I skrev, er her endnu."),
                reverse("desks:editor_draft", args=[draft.id]),
            )


def _reviews(reviews: tuple[Review, ...]) -> Iterator[ToDo]:
    for review in reviews:
        if _is_theirs(review):
            yield ToDo(
                review.subject_label,
                gettext("Den, der afgør sagen, har spurgt jer om noget."),
                reverse("desks:own_review", args=[review.id]),
            )


def _stale(offers: tuple[OwnOffer, ...]) -> Iterator[ToDo]:
    for offer in offers:
        if offer.is_hidden_as_stale:
            yield ToDo(
                offer.name,
                gettext("Det er skjult, fordi ingen har svaret. Passer det stadig, kommer det frem med det samme."),
                f"#{offer.key}",
            )
        elif offer.is_asked:
            yield ToDo(offer.name, gettext("Passer det stadig? Et tryk er nok."), f"#{offer.key}")


def _offer(offer: OwnOffer, *, is_from_elsewhere: bool, language: str) -> OfferView:
    source_url = reverse("sources:offer", args=[offer.id]) if is_from_elsewhere else ""
    return OfferView(offer, _asking(offer, language=language), source_url)


def _asking(offer: OwnOffer, *, language: str) -> str:
    """Say when we ask next whether an offer is right, and why just then."""
    if offer.asked_on is None:
        return gettext("Ingen har bekræftet det endnu. Sig, at det passer, så ved folk, de kan stole på det.")
    if offer.is_asked:
        return gettext("Vi har spurgt, om det stadig passer.")
    values = {"on": day_text(offer.asked_on)}
    because = [reason_text(key, language=language) for key in offer.reasons]
    if not because:
        return gettext("Vi spørger igen %(on)s.") % values
    return gettext("Vi spørger igen %(on)s, fordi %(why)s.") % {**values, "why": because[0]}


def _review(review: Review) -> ReviewView:
    return ReviewView(
        title=review.subject_label,
        state=state_text(review),
        question=question_text(review),
        url=reverse("desks:own_review", args=[review.id]),
        is_theirs=_is_theirs(review),
    )


def _is_theirs(review: Review) -> bool:
    """Test whether it is the association's turn to say something."""
    return review.waits_for_association and review.status in (ReviewStatus.WAITING, ReviewStatus.APPEALED)
