"""The book is read by those who may: all of it nationally, one's own municipality's rows in a municipality."""

from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from brobygger.accounts.permissions import Role
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.audit.services import note_reading, record
from brobygger.desks.selectors import book
from brobygger.desks.selectors.book import BookWish, entries_page, ids_in_reach, names_of, readings_page
from brobygger.directory.models import Offer
from brobygger.directory.tests.factories import published
from brobygger.kernel.actors import SYSTEM, Actor
from brobygger.kernel.errors import NotFound
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Offer:
    MunicipalityFactory(code="0461", name="Odense", slug="odense")
    return published(key="her", name="Café Her", is_national=False, municipality_codes=frozenset({"0461"}))


@pytest.fixture
def there() -> Offer:
    MunicipalityFactory(code="0851", name="Aalborg", slug="aalborg")
    return published(key="der", name="Café Der", is_national=False, municipality_codes=frozenset({"0851"}))


def person(role: Role = Role.LOCAL_ADMINISTRATOR, *codes: str) -> Actor:
    return actor_for(UserFactory(role=role, municipality_codes=list(codes)), has_second_factor=True)


def browser(role: Role, *codes: str) -> Client:
    client = Client()
    sign_in(client, UserFactory(role=role, municipality_codes=list(codes), name="Bo Bo"))
    return client


class TestEntriesPage:
    def test_is_one_municipalitys_rows_for_its_own_team(self, here: Offer, there: Offer) -> None:
        lines = entries_page(actor=person(Role.LOCAL_ADMINISTRATOR, "0461"), wish=BookWish()).entries

        about = {line.subject_id for line in lines}
        assert str(here.id) in about
        assert str(there.id) not in about

    def test_leaves_out_what_a_readers_own_association_does_elsewhere(self, here: Offer, there: Offer) -> None:
        actor = person(Role.LOCAL_ADMINISTRATOR, "0461")
        member = replace(
            actor, own_permissions=actor.permissions, organisation_ids=frozenset({there.organisation_id}),
            administered_ids=frozenset({there.organisation_id}),
        )  # fmt: skip

        assert ids_in_reach(actor=member) == ids_in_reach(actor=actor)

    def test_is_everything_nationally(self, here: Offer, there: Offer) -> None:
        lines = entries_page(actor=person(Role.NATIONAL_ADMINISTRATOR), wish=BookWish()).entries

        assert {str(here.id), str(there.id)} <= {line.subject_id for line in lines}
        assert [line.number for line in lines] == sorted((line.number for line in lines), reverse=True)

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.FRONTLINE_WORKER, Role.GRANT_OWNER, Role.ASSOCIATION_MEMBER])
    def test_is_nobody_elses(self, here: Offer, role: Role) -> None:
        with pytest.raises(NotFound):
            entries_page(actor=person(role, "0461"), wish=BookWish())

    def test_is_narrowed_by_what_is_asked_for(self, here: Offer, noon: datetime) -> None:
        who = uuid4()
        actor = replace(SYSTEM, id=who)
        record(actor=actor, act="directory.offer.changed", subject_kind="offer", subject_id=here.id, at=noon)
        reader = person(Role.NATIONAL_ADMINISTRATOR)
        day = timezone.localdate(noon)

        def acts(**wish: object) -> list[str]:
            return [line.act for line in entries_page(actor=reader, wish=BookWish(**wish)).entries]  # type: ignore[arg-type]

        assert acts(actor_id=str(who)) == ["directory.offer.changed"]
        assert acts(act="directory.offer.changed") == ["directory.offer.changed"]
        assert set(acts(act="directory")) == {
            "directory.offer.changed", "directory.offer.published", "directory.offer.created",
        }  # fmt: skip
        assert "directory.offer.changed" in acts(subject_kind="offer", subject_id=str(here.id))
        assert acts(subject_kind="site") == []
        assert "directory.offer.changed" in acts(first_on=day, last_on=day)
        assert acts(last_on=day - timedelta(days=1)) == []

    def test_tells_when_there_is_more(self, here: Offer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(book, "PAGE_SIZE", 1)
        reader = person(Role.NATIONAL_ADMINISTRATOR)

        first = entries_page(actor=reader, wish=BookWish(subject_id=str(here.id)))
        second = entries_page(actor=reader, wish=BookWish(subject_id=str(here.id), page=2))

        assert len(first.entries) == len(second.entries) == 1
        assert (first.has_older, second.has_older) == (True, False)
        assert first.entries != second.entries


class TestReadingsPage:
    def test_are_ones_own_municipalitys_or_everybodys(self, here: Offer, there: Offer, noon: datetime) -> None:
        for offer in (here, there):
            note_reading(actor=SYSTEM, subject_kind="offer", subject_id=offer.id, why="for at ringe", at=noon)

        def read(actor: Actor) -> set[str]:
            return {
                line.subject_id for line in readings_page(actor=actor, wish=BookWish(subject_kind="offer")).readings
            }

        assert read(person(Role.LOCAL_ADMINISTRATOR, "0461")) == {str(here.id)}
        assert read(person(Role.NATIONAL_ADMINISTRATOR)) == {str(here.id), str(there.id)}


class TestNamesOf:
    def test_names_offers_associations_and_the_people_one_may_see(self, here: Offer, noon: datetime) -> None:
        organisation = OrganisationFactory.create(name="Besøgsvennerne")
        colleague = UserFactory.create(name="", email="nyborg@brobygger.example", municipality_codes=["0461"])
        national = UserFactory.create(name="Nis", role=Role.NATIONAL_ADMINISTRATOR)
        lines = [
            record(actor=actor_for(user), act="a.b.c", subject_kind=kind, subject_id=subject, at=noon)
            for user, kind, subject in (
                (colleague, "offer", here.id), (national, "organisation", organisation.id), (national, "offer", "-"),
            )
        ]  # fmt: skip

        names = names_of(actor=person(Role.LOCAL_ADMINISTRATOR, "0461"), entries=lines)

        assert names == {
            str(here.id): "Café Her", str(organisation.id): "Besøgsvennerne", str(colleague.id): colleague.email,
        }  # fmt: skip


class TestBook:
    def test_says_in_words_what_was_done(self, here: Offer) -> None:
        page = browser(Role.NATIONAL_ADMINISTRATOR).get("/bogen/", {"slags": "offer"}).content.decode()

        assert "Et tilbud blev skrevet ind" in page
        assert "et tilbud: Café Her" in page
        assert "Brobygger selv" in page

    def test_leads_on_and_back(self, here: Offer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(book, "PAGE_SIZE", 1)
        client = browser(Role.NATIONAL_ADMINISTRATOR)

        assert "side=2" in client.get("/bogen/", {"om": str(here.id)}).content.decode()
        assert 'rel="prev"' in client.get("/bogen/", {"om": str(here.id), "side": "2"}).content.decode()

    @pytest.mark.parametrize(
        "asked",
        [{"hvem": "ikke-en-konto"}, {"fra": "i går"}, {"side": "x"}, {"handling": "findes.ikke"}, {"om": "\x00"}],
    )
    def test_answers_whatever_is_asked(self, here: Offer, asked: dict[str, str]) -> None:
        client = browser(Role.NATIONAL_ADMINISTRATOR)

        assert client.get("/bogen/", asked).status_code == HTTPStatus.OK
        assert client.get("/bogen/set/", asked).status_code == HTTPStatus.OK

    def test_shows_readings_with_who_and_why(self, here: Offer, noon: datetime) -> None:
        reader = UserFactory(name="Lone Læser", municipality_codes=["0461"])
        note_reading(actor=actor_for(reader), subject_kind="offer", subject_id=here.id, why="for at ringe", at=noon)

        page = browser(Role.LOCAL_ADMINISTRATOR, "0461").get("/bogen/set/").content.decode()

        assert "for at ringe" in page
        assert "Lone Læser" in page

    def test_is_not_there_for_others(self) -> None:
        for role in (Role.EDITOR, Role.GRANT_OWNER):
            assert browser(role).get("/bogen/").status_code == HTTPStatus.NOT_FOUND
            assert browser(role).get("/bogen/set/").status_code == HTTPStatus.NOT_FOUND
