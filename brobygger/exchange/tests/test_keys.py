"""Keys for other systems: who may give one, what it opens, and when it no longer does."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from brobygger.accounts.permissions import Permission, Role
from brobygger.accounts.policies import reach_of
from brobygger.accounts.tests.factories import UserFactory
from brobygger.audit.models import Entry
from brobygger.directory.models import Offer
from brobygger.directory.services import set_capacity
from brobygger.directory.tests.factories import published
from brobygger.exchange.models import ApiKey
from brobygger.exchange.owners import Owner
from brobygger.exchange.policies import may_export, may_manage_keys
from brobygger.exchange.selectors.keys import client_of, key_behind, keys_of, owner_of
from brobygger.exchange.selectors.owners import find_owner
from brobygger.exchange.services.keys import (
    LONGEST_LIFE,
    MOST_KEYS,
    KeyMadeAlready,
    NewKey,
    TooManyKeys,
    make_key,
    note_key_used,
    revoke_key,
)
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import BadData, NotFound
from brobygger.organisations.models import MemberRole
from brobygger.organisations.tests.factories import MembershipFactory, OrganisationFactory, acting_as
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Owner:
    return Owner(organisation=OrganisationFactory.create(key="sorg"))


@pytest.fixture
def town() -> Owner:
    return Owner(municipality=MunicipalityFactory(code="0461", name="Odense", slug="odense"))


def member_of(owner: Owner, role: MemberRole = MemberRole.ADMINISTRATOR) -> Actor:
    return acting_as(MembershipFactory.create(organisation=owner.organisation, role=role).user)


def made(owner: Owner, at: datetime, **values: object) -> NewKey:
    given = {"actor": SYSTEM, "key_id": uuid4(), "name": "Foreningslet", "is_read_only": False,
             "lasts": timedelta(days=90), **values}  # fmt: skip
    return make_key(owner=owner, at=at, **given)  # type: ignore[arg-type]


class TestFindOwner:
    def test_knows_both_kinds(self, owner: Owner, town: Owner) -> None:
        assert find_owner(kind="forening", key="sorg") == owner
        assert find_owner(kind="kommune", key="0461") == town
        assert (owner.kind, owner.key, owner.name) == ("forening", "sorg", owner.organisation.name)  # type: ignore[union-attr]
        assert (town.kind, town.key, town.name, town.organisation_id) == ("kommune", "0461", "Odense", None)

    @pytest.mark.parametrize("address", [("forening", "0461"), ("kommune", "sorg"), ("region", "sorg")])
    def test_finds_nothing_else(self, owner: Owner, town: Owner, address: tuple[str, str]) -> None:
        with pytest.raises(NotFound):
            find_owner(kind=address[0], key=address[1])


class TestMayManageKeys:
    def test_holds_for_those_who_decide_there(self, owner: Owner, town: Owner) -> None:
        local = acting_as(UserFactory(municipality_codes=["0461"]))

        assert may_manage_keys(member_of(owner), owner)
        assert may_manage_keys(local, town)

    def test_holds_for_nobody_else(self, owner: Owner, town: Owner) -> None:
        member, stranger = member_of(owner, MemberRole.MEMBER), member_of(Owner(organisation=OrganisationFactory()))
        elsewhere = acting_as(UserFactory(municipality_codes=["0751"]))
        frontline = acting_as(UserFactory(role=Role.FRONTLINE_WORKER, municipality_codes=["0461"]))

        assert may_export(member, owner)
        for actor in (VISITOR, member, stranger, elsewhere, frontline):
            assert not may_manage_keys(actor, owner)
            assert not may_manage_keys(actor, town)

    def test_does_not_hold_for_the_town_an_organisation_is_at_home_in(self, town: Owner) -> None:
        at_home = Owner(organisation=OrganisationFactory(municipality=town.municipality))

        assert not may_manage_keys(acting_as(UserFactory(municipality_codes=["0461"])), at_home)

    def test_does_not_hold_for_a_key_or_a_link(self, owner: Owner, noon: datetime) -> None:
        link = Actor(kind=ActorKind.LINK, own_permissions=frozenset(Permission), only_on=uuid4(),
                     organisation_ids=frozenset({owner.organisation.id}))  # type: ignore[union-attr]  # fmt: skip

        assert not may_manage_keys(client_of(made(owner, noon).row), owner)
        assert not may_export(link, owner)


class TestMakeKey:
    def test_shows_a_key_that_is_not_kept(self, owner: Owner, noon: datetime) -> None:
        key = made(owner, noon, actor=member_of(owner))

        kept = ApiKey.objects.get()
        assert key.shown.startswith(f"brobygger_{kept.prefix}_")
        assert len(key.shown) > 50
        assert key.shown not in str(vars(kept))
        assert key.shown not in str(list(Entry.objects.values()))
        assert Entry.objects.get(act="exchange.key.made").subject_id == str(kept.id)

    def test_makes_one_when_the_form_is_sent_twice(self, owner: Owner, noon: datetime) -> None:
        once = uuid4()
        made(owner, noon, key_id=once)

        with pytest.raises(KeyMadeAlready):
            made(owner, noon, key_id=once)

    def test_refuses_what_lasts_for_ever_or_has_no_name(self, owner: Owner, noon: datetime) -> None:
        for wrong in ({"lasts": LONGEST_LIFE + timedelta(days=1)}, {"lasts": timedelta(0)}, {"name": " "}):
            with pytest.raises(BadData):
                made(owner, noon, **wrong)

    def test_refuses_more_than_a_handful(self, owner: Owner, town: Owner, noon: datetime) -> None:
        for _ in range(MOST_KEYS):
            made(owner, noon)

        made(town, noon)
        with pytest.raises(TooManyKeys):
            made(owner, noon)

    def test_is_for_those_who_may(self, owner: Owner, noon: datetime) -> None:
        with pytest.raises(NotFound):
            made(owner, noon, actor=member_of(owner, MemberRole.MEMBER))


class TestKeyBehind:
    def test_finds_the_key_that_is_shown(self, owner: Owner, noon: datetime) -> None:
        key = made(owner, noon)

        found = key_behind(shown=key.shown, at=noon + timedelta(days=89))

        assert found == key.row
        assert owner_of(key.row) == owner

    def test_finds_nothing_for_a_key_that_is_wrong_too_old_or_closed(self, owner: Owner, noon: datetime) -> None:
        key, closed = made(owner, noon), made(owner, noon)
        revoke_key(actor=SYSTEM, key_id=closed.row.id, at=noon)

        for wrong in (
            "",
            "brobygger",
            key.shown[:-1],
            f"{key.shown}x",
            f"x{key.shown}",
            f"brobygger_{key.row.prefix}_",
        ):
            assert key_behind(shown=wrong, at=noon) is None
        assert key_behind(shown=key.shown, at=noon + timedelta(days=90)) is None
        assert key_behind(shown=closed.shown, at=noon) is None
        assert key.row.is_usable(noon)
        assert not key.row.is_usable(noon + timedelta(days=90))


class TestClientOf:
    def test_reaches_its_owners_rows_and_no_others(self, owner: Owner, town: Owner, noon: datetime) -> None:
        own = published(key="egen", organisation_id=owner.organisation.id)  # type: ignore[union-attr]
        local = published(key="lokal", is_national=False, municipality_codes=frozenset({"0461"}))
        published(key="andres")
        by_owner = {
            place: client_of(made(place, noon).row) for place in (owner, town)
        }  # fmt: skip

        seen = {
            place.kind: set(Offer.objects.within_reach(actor, Permission.OFFERS_EXPORT).values_list("key", flat=True))
            for place, actor in by_owner.items()
        }

        assert seen == {"forening": {own.key}, "kommune": {local.key}}
        assert not by_owner[owner].can(Permission.OFFER_EDIT)

    def test_may_only_take_out_when_it_is_only_for_that(self, owner: Owner, noon: datetime) -> None:
        offer = published(key="egen", organisation_id=owner.organisation.id)  # type: ignore[union-attr]
        actor = client_of(made(owner, noon, is_read_only=True).row)

        assert reach_of(actor, Permission.OFFERS_EXPORT).organisation_ids
        assert not reach_of(actor, Permission.CAPACITY_SET).organisation_ids
        with pytest.raises(Exception, match="adgang"):
            set_capacity(actor=actor, offer_id=offer.id, status="free", at=noon)


class TestRevokeKey:
    def test_closes_once(self, owner: Owner, noon: datetime) -> None:
        key, actor = made(owner, noon).row, member_of(owner)

        revoke_key(actor=actor, key_id=key.id, at=noon)
        again = revoke_key(actor=actor, key_id=key.id, at=noon + timedelta(days=1))

        assert again.revoked_at == noon
        assert Entry.objects.filter(act="exchange.key.revoked").count() == 1

    def test_is_for_those_who_may(self, owner: Owner, town: Owner, noon: datetime) -> None:
        key = made(owner, noon).row
        link = Actor(
            kind=ActorKind.LINK,
            own_permissions=frozenset(Permission),
            organisation_ids=frozenset({key.organisation_id}) - {None},
        )
        for actor in (VISITOR, member_of(owner, MemberRole.MEMBER), client_of(key), link):
            with pytest.raises(NotFound):
                revoke_key(actor=actor, key_id=key.id, at=noon)


class TestKeysOf:
    def test_shows_the_newest_first(self, owner: Owner, town: Owner, noon: datetime) -> None:
        old, new = made(owner, noon).row, made(owner, noon + timedelta(days=1)).row
        made(town, noon)

        assert keys_of(actor=member_of(owner), owner=owner) == (new, old)
        with pytest.raises(NotFound):
            keys_of(actor=member_of(owner, MemberRole.MEMBER), owner=owner)


class TestNoteKeyUsed:
    def test_writes_once_an_hour(self, owner: Owner, noon: datetime) -> None:
        key = made(owner, noon).row
        actor = client_of(key)

        assert note_key_used(actor=actor, at=noon)
        assert not note_key_used(actor=actor, at=noon + timedelta(minutes=59))
        assert note_key_used(actor=actor, at=noon + timedelta(minutes=61))
        key.refresh_from_db()
        assert str(key) == key.prefix
