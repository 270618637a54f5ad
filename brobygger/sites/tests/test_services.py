"""Every municipality has a front door, and its own people change it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from brobygger.accounts.permissions import Permission
from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import NotAllowed, NotFound
from brobygger.places.services import load_places
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.privacy.cpr import TextLooksLikeCpr
from brobygger.sites.models import Site
from brobygger.sites.selectors import get_site, highlighted_ids
from brobygger.sites.services import SiteData, SiteInvalid, load_sites, save_site, set_highlights

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NATIONAL = SiteData(
    municipality_id=None,
    title="Velkommen",
    welcome_da="Kom ind",
    owner="Redaktionen",
    checked_on=date(2026, 11, 22),
    next_check_on=date(2027, 11, 22),
)


class TestLoadSites:
    def test_makes_the_national_one_and_one_for_each_municipality(self) -> None:
        load_places(actor=SYSTEM, at=NOON)

        loaded = load_sites(actor=SYSTEM, at=NOON)

        assert loaded.created == Site.objects.count() == 99
        assert "Odense" in get_site(municipality_code="0461").title
        assert get_site().municipality is None
        assert get_site(municipality_code="0779").volunteer_centre_name == "Frivilligcenter Skive"
        assert not Site.objects.exclude(contact_phone="").exists()

    def test_leaves_what_is_there_alone(self) -> None:
        save_site(actor=SYSTEM, at=NOON, data=NATIONAL)

        loaded = load_sites(actor=SYSTEM, at=NOON)

        assert (loaded.created, loaded.kept) == (0, 1)
        assert get_site().title == "Velkommen"

    def test_is_not_for_everybody(self) -> None:
        with pytest.raises(NotAllowed):
            load_sites(actor=VISITOR, at=NOON)


class TestSaveSite:
    def test_the_same_twice_writes_nothing(self) -> None:
        save_site(actor=SYSTEM, at=NOON, data=NATIONAL)
        save_site(actor=SYSTEM, at=NOON, data=NATIONAL)

        assert Entry.objects.count() == 1

    def test_tells_what_changed(self) -> None:
        save_site(actor=SYSTEM, at=NOON, data=NATIONAL)
        save_site(actor=SYSTEM, at=NOON, data=replace(NATIONAL, title="Hej"))

        assert Entry.objects.get(number=2).changes == {"title": ["Velkommen", "Hej"]}

    def test_a_local_administrator_changes_only_their_own(self) -> None:
        here, there = MunicipalityFactory.create(), MunicipalityFactory.create()
        local = Actor(
            kind=ActorKind.USER,
            permissions=frozenset({Permission.SITE_EDIT}),
            municipality_codes=frozenset({here.code}),
        )

        save_site(actor=local, at=NOON, data=replace(NATIONAL, municipality_id=here.code))
        for code in (there.code, None):
            with pytest.raises(NotAllowed):
                save_site(actor=local, at=NOON, data=replace(NATIONAL, municipality_id=code))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"owner": ""},
            {"next_check_on": date(2026, 1, 1)},
            {"contact_phone": "70201201"},
            {"contact_url": "javascript:alert(1)"},
            {"municipality_id": "0999"},
        ],
    )
    def test_refuses_what_does_not_hang_together(self, wrong: dict[str, str]) -> None:
        with pytest.raises(SiteInvalid):
            save_site(actor=SYSTEM, at=NOON, data=replace(NATIONAL, **wrong))

    def test_refuses_a_cpr_number(self) -> None:
        with pytest.raises(TextLooksLikeCpr):
            save_site(actor=SYSTEM, at=NOON, data=replace(NATIONAL, welcome_da="Spørg efter 010203-1234"))


class TestSetHighlights:
    def test_keeps_their_order(self) -> None:
        site = save_site(actor=SYSTEM, at=NOON, data=NATIONAL)
        first, second = uuid4(), uuid4()

        set_highlights(actor=SYSTEM, site_id=site.id, subject_ids=[first, second], at=NOON)
        set_highlights(actor=SYSTEM, site_id=site.id, subject_ids=[second, first], at=NOON)
        set_highlights(actor=SYSTEM, site_id=site.id, subject_ids=[second, first], at=NOON)

        assert highlighted_ids(site=site) == (second, first)
        assert Entry.objects.count() == 3

    def test_refuses_too_many_and_the_same_twice(self) -> None:
        site = save_site(actor=SYSTEM, at=NOON, data=NATIONAL)
        one = uuid4()

        for ids in ([one, one], [uuid4() for _ in range(7)]):
            with pytest.raises(SiteInvalid):
                set_highlights(actor=SYSTEM, site_id=site.id, subject_ids=ids, at=NOON)

    def test_asks_for_the_site_and_the_right(self) -> None:
        site = save_site(actor=SYSTEM, at=NOON, data=NATIONAL)

        with pytest.raises(NotFound):
            set_highlights(actor=SYSTEM, site_id=uuid4(), subject_ids=[], at=NOON)
        with pytest.raises(NotAllowed):
            set_highlights(actor=VISITOR, site_id=site.id, subject_ids=[], at=NOON)


class TestGetSite:
    def test_says_when_there_is_none(self) -> None:
        with pytest.raises(NotFound):
            get_site(municipality_code="0461")
