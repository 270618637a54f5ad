"""Reads: what each of a pair says now, and what must be done before they can be one."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from brobygger.directory.differences import Names
from brobygger.directory.models import Draft, Offer
from brobygger.directory.rows import data_of
from brobygger.directory.values import OfferData
from brobygger.duplicates.choosing import is_newer
from brobygger.duplicates.models import Kind, Merge, Pair
from brobygger.kernel.errors import NotFound
from brobygger.organisations.models import Claim, Organisation
from brobygger.organisations.services import OrganisationData
from brobygger.organisations.services.organisations import data_of as organisation_data
from brobygger.places.models import Municipality, Region
from brobygger.taxonomy.selectors import concept_labels


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferVersion:
    """An offer with what it says."""

    offer: Offer
    data: OfferData

    @property
    def id(self) -> UUID:
        """The offer's own."""
        return self.offer.id

    def is_newer_than(self, other: "OfferVersion") -> bool:
        """Test whether it was confirmed last."""
        return is_newer(self.offer.assured_on, other.offer.assured_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationVersion:
    """An organisation with what it says."""

    organisation: Organisation
    data: OrganisationData

    @property
    def id(self) -> UUID:
        """The organisation's own."""
        return self.organisation.id

    def is_newer_than(self, other: "OrganisationVersion") -> bool:
        """Test whether somebody wrote in it last."""
        return self.organisation.changed_at >= other.organisation.changed_at


def offer_now(offer_id: UUID) -> OfferVersion:
    """Return an offer as it is. The caller has asked whether the actor may see it. Raises ``NotFound``."""
    offer = Offer.objects.for_page().with_id(offer_id).first()
    if offer is None:
        raise NotFound
    return OfferVersion(offer=offer, data=data_of(offer))


def organisation_now(organisation_id: UUID) -> OrganisationVersion:
    """Return an organisation as it is. The caller has asked as above. Raises ``NotFound``."""
    row = Organisation.objects.with_id(organisation_id).select_related("municipality").first()
    if row is None:
        raise NotFound
    return OrganisationVersion(organisation=row, data=organisation_data(row))


def offers_of(organisation_id: UUID) -> tuple[OfferData, ...]:
    """Return everything an organisation offers, shown or not, as values."""
    return tuple(data_of(row) for row in Offer.objects.for_page().of_organisation(organisation_id).order_by("key"))


def offers_with_keys(keys: Collection[str]) -> tuple[OfferData, ...]:
    """Return some offers as values; unknown keys give nothing."""
    return tuple(data_of(row) for row in Offer.objects.for_page().with_keys(list(keys)).order_by("key"))


def what_stands_in_the_way(*, kind: str, dropped_id: UUID, kept_id: UUID) -> str:
    """Return what must be done before two can be one, for the person at the screen; empty when nothing is."""
    ids = {dropped_id, kept_id}
    if any(Merge.objects.that_dropped(kind, each).exists() for each in ids):
        return gettext("En af dem er allerede lagt sammen med en anden.")
    if kind == Kind.OFFER:
        if Offer.objects.removed().with_ids(ids).exists():
            return gettext("Et af tilbuddene er taget ned. Så er der ikke to at lægge sammen.")
        if Draft.objects.of_offer(dropped_id).under_way().exists():
            return gettext(
                "Der ligger en kladde til det tilbud, der skal væk. Gør den færdig først, eller behold tilbuddet."
            )
        return ""
    if Claim.objects.about(dropped_id).waiting().exists():
        return gettext("Nogen venter på svar om at skrive for den forening, der skal væk. Svar dem først.")
    if Draft.objects.of_organisation(dropped_id).under_way().exists():
        return gettext(
            "Der ligger kladder hos den forening, der skal væk. Gør dem færdige først, eller behold foreningen."
        )
    return ""


def versions_of(pair: Pair) -> tuple[OfferVersion | OrganisationVersion, OfferVersion | OrganisationVersion]:
    """Return what each of a pair says now. Raises ``NotFound``."""
    read = offer_now if pair.kind == Kind.OFFER else organisation_now
    return read(pair.one_id), read(pair.other_id)


def names_for(versions: Collection[OfferVersion | OrganisationVersion], *, language: str) -> Names:
    """Return what the keys and codes in some entries are called."""
    keys = frozenset[str]().union(*(one.data.concepts for one in versions if isinstance(one, OfferVersion)))
    return Names(
        concepts=concept_labels(keys=keys, language=language),
        municipalities=dict(Municipality.objects.values_list("code", "name")),
        regions=dict(Region.objects.values_list("code", "name")),
    )
