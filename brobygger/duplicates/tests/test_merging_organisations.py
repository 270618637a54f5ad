"""Two associations become one, with their offers and those who write, and two again."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client

from brobygger.accounts.models import User
from brobygger.directory.models import Offer
from brobygger.directory.services.drafts import start_draft
from brobygger.duplicates.models import Pair
from brobygger.duplicates.services import InTheWay, OutOfReach, merge_pair, undo_merge
from brobygger.duplicates.tests.factories import in_odense, pair_of
from brobygger.kernel.actors import SYSTEM, Actor
from brobygger.kernel.errors import NotAllowed, NotFound
from brobygger.notifications.models import Message
from brobygger.organisations.models import MemberRole, Membership, Organisation
from brobygger.organisations.services import save_organisation
from brobygger.organisations.services.merging import bring_back, move_members, set_aside
from brobygger.organisations.services.organisations import data_of
from brobygger.organisations.tests.factories import ClaimFactory, MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(odense: str) -> Organisation:
    return OrganisationFactory.create(key="haabet", name="Håbet", municipality_id=odense)


@pytest.fixture
def dropped(odense: str) -> Organisation:
    return OrganisationFactory.create(
        key="haabet-2", name="Foreningen Håbet", municipality_id=odense, cvr="12345674", email="post@haabet.example"
    )


@pytest.fixture
def pair(kept: Organisation, dropped: Organisation) -> Pair:
    return pair_of(kept, dropped)


def merge(actor: Actor, pair: Pair, kept: Organisation, at: datetime, **choices: str):  # type: ignore[no-untyped-def]
    return merge_pair(actor=actor, pair_id=pair.id, kept_id=kept.id, choices=choices, at=at)


def as_it_is() -> list[object]:
    organisations = [data_of(row) for row in Organisation.objects.order_by("key")]
    members = sorted(Membership.objects.values_list("id", "organisation", "user", "role", "since"))
    return [*organisations, members, sorted(Offer.objects.values_list("key", "organisation"))]


class TestMergeOrganisations:
    def test_moves_offers_and_those_who_write(
        self, client: Client, local: Actor, pair: Pair, kept: Organisation, dropped: Organisation, noon: datetime
    ) -> None:
        offer = in_odense("sorg", "Sorggruppe", organisation_id=dropped.id)
        member = MembershipFactory.create(organisation=dropped).user

        merge(local, pair, kept, noon)

        kept.refresh_from_db()
        dropped.refresh_from_db()
        offer.refresh_from_db()
        assert (kept.cvr, kept.email) == ("12345674", "post@haabet.example")
        assert offer.organisation_id == kept.id
        assert Membership.objects.get(user=member).organisation_id == kept.id
        assert not dropped.is_approved
        assert Message.objects.values_list("content__to", flat=True).get() == member.email
        answer = client.get("/organisation/haabet-2/")
        assert (answer.status_code, answer["Location"]) == (301, "/organisation/haabet/")
        assert client.get("/organisation/findes-ikke/").status_code == 404

    def test_undone_is_as_if_it_had_never_been(
        self, local: Actor, pair: Pair, kept: Organisation, dropped: Organisation, noon: datetime
    ) -> None:
        in_odense("sorg", "Sorggruppe", organisation_id=dropped.id)
        in_odense("madklub", "Madklub", organisation_id=kept.id)
        both = MembershipFactory.create(organisation=dropped, role=MemberRole.MEMBER).user
        MembershipFactory.create(organisation=kept, user=both)
        MembershipFactory.create(organisation=dropped)
        before = as_it_is()

        # The name and the place of the dropped one: the same name may stand there only once.
        side = "one" if pair.one_id == dropped.id else "other"
        done = merge(local, pair, kept, noon, name=side)
        assert Organisation.objects.get(id=kept.id).name == "Foreningen Håbet"
        assert Organisation.objects.get(id=dropped.id).name == "Foreningen Håbet (haabet-2)"

        parted = undo_merge(actor=local, merge_id=done.id, at=noon)

        assert as_it_is() == before
        assert parted.left == ()
        assert Organisation.objects.filter(is_approved=True).count() == 2

    def test_undone_leaves_a_name_that_nobody_had_to_change(
        self, local: Actor, pair: Pair, kept: Organisation, dropped: Organisation, noon: datetime
    ) -> None:
        before = as_it_is()
        done = merge(local, pair, kept, noon, name="one" if pair.one_id == kept.id else "other")
        assert Organisation.objects.get(id=dropped.id).name == "Foreningen Håbet"

        undo_merge(actor=local, merge_id=done.id, at=noon)

        assert as_it_is() == before

    def test_undone_leaves_what_has_changed_since(
        self, local: Actor, pair: Pair, kept: Organisation, dropped: Organisation, noon: datetime
    ) -> None:
        offer = in_odense("sorg", "Sorggruppe", organisation_id=dropped.id)
        third = OrganisationFactory.create(municipality_id="0461")
        membership = MembershipFactory.create(organisation=dropped)
        done = merge(local, pair, kept, noon)
        row = Organisation.objects.get(id=kept.id)
        save_organisation(actor=local, at=noon, data=replace(data_of(row), email="ny@haabet.example"))
        Membership.objects.filter(id=membership.id).delete()
        Offer.objects.filter(id=offer.id).update(organisation_id=third.id)

        parted = undo_merge(actor=local, merge_id=done.id, at=noon)

        assert parted.left == ("email", "members")
        assert Organisation.objects.get(id=kept.id).email == "ny@haabet.example"
        assert Offer.objects.get(id=offer.id).organisation_id == third.id

    def test_one_that_was_not_shown_is_not_shown_afterwards(
        self, local: Actor, pair: Pair, kept: Organisation, dropped: Organisation, noon: datetime
    ) -> None:
        Organisation.objects.filter(id=dropped.id).update(is_approved=False)
        done = merge(local, pair, kept, noon)

        undo_merge(actor=local, merge_id=done.id, at=noon)

        assert not Organisation.objects.get(id=dropped.id).is_approved

    def test_waits_for_claims_and_drafts(
        self, local: Actor, pair: Pair, kept: Organisation, dropped: Organisation, noon: datetime
    ) -> None:
        claim = ClaimFactory.create(organisation=dropped)
        with pytest.raises(InTheWay, match="svar"):
            merge(local, pair, kept, noon)
        claim.delete()

        start_draft(actor=SYSTEM, organisation_id=dropped.id, at=noon)
        with pytest.raises(InTheWay, match="kladder"):
            merge(local, pair, kept, noon)

    def test_offers_elsewhere_are_for_the_nation(
        self, local: Actor, national: Actor, pair: Pair, kept: Organisation, dropped: Organisation, noon: datetime
    ) -> None:
        in_odense("sorg", "Sorggruppe", organisation_id=dropped.id, municipality_codes=frozenset({"0851"}))

        with pytest.raises(OutOfReach):
            merge(local, pair, kept, noon)
        merge(national, pair, kept, noon)

        assert Offer.objects.get().organisation_id == kept.id

    def test_nobody_to_tell_is_no_matter(
        self, national: Actor, odense: str, kept: Organisation, noon: datetime
    ) -> None:
        silent = OrganisationFactory.create(municipality_id=odense)

        merge(national, pair_of(kept, silent), kept, noon)

        assert not Message.objects.exists()


class TestSetAside:
    def test_is_for_those_who_look_after_it(
        self, elsewhere: Actor, kept: Organisation, local: Actor, local_user: User, noon: datetime
    ) -> None:
        with pytest.raises(NotAllowed):
            set_aside(actor=elsewhere, organisation_id=kept.id, at=noon)
        with pytest.raises(NotFound):
            bring_back(actor=local, organisation_id=local_user.id, at=noon)
        with pytest.raises(NotAllowed):
            move_members(actor=elsewhere, from_id=kept.id, to_id=kept.id, at=noon)
