"""Drafts: looked through, sent, taken back, and becoming the offer."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from brobygger.accounts.permissions import ROLES, Role
from brobygger.audit.models import Entry
from brobygger.curation.models import Review
from brobygger.directory.models import Draft, DraftStatus, Offer, Status
from brobygger.directory.rows import data_of
from brobygger.directory.selectors import get_offer_page
from brobygger.directory.selectors.drafts import get_draft, read_draft, typed_of
from brobygger.directory.selectors.preview import preview
from brobygger.directory.services import hide_offer, remove_offer, save_offer
from brobygger.directory.services.drafts import (
    DraftNotWhole,
    apply_draft,
    return_draft,
    start_draft,
    submit_draft,
    take_back_draft,
    withdraw_draft,
)
from brobygger.directory.services.offers import WrongStep
from brobygger.directory.tests.drafting import WHOLE, fill, member
from brobygger.directory.tests.factories import offer_data, published
from brobygger.directory.values import (
    ContactData,
    CriterionData,
    LinkData,
    LocationData,
    OfferData,
    ScheduleData,
)
from brobygger.directory.wholeness import broken_rules, look_through
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor
from brobygger.organisations.models import Organisation
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory, RegionFactory
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


class TestLookThrough:
    def test_says_what_is_missing_at_its_step_and_field(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        values = {
            "age_from": "90", "age_to": "18", "gender": "women", "summary": "x" * 201,
            "roles": ["konge"], "places": [{"postcode": "9999"}], "times": [{"repeat": "weekly"}],
            "contacts": [{"function": "Lederen", "person_name": "Ida"}], "links": [{"url": "forening.dk"}],
        }  # fmt: skip

        problems = look_through(fill(actor, draft, values, at=noon), at=noon).problems

        assert {(problem.step, problem.field) for problem in problems} == {
            ("hvad", "name"), ("hvad", "summary"), ("hvem", "age_to"), ("hvem", "gender_reason"), ("hvem", "roles"),
            ("hvor", "reach"), ("hvor", "places-0-postcode"), ("hvornaar", "times-0-days"),
            ("komme", "contacts-0-phone"), ("komme", "contacts-0-consent"), ("billede", "links-0-label"),
        }  # fmt: skip

    def test_finds_nothing_in_what_is_whole(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        assert look_through(fill(actor, draft, WHOLE, at=noon), at=noon).problems == ()

    def test_finds_a_cpr_number_that_came_in_another_way(self, draft: Draft, noon: datetime) -> None:
        draft.data = WHOLE | {"description": "010150-1234"}

        assert [problem.field for problem in look_through(draft, at=noon).problems] == ["description"]


class TestBrokenRules:
    def test_says_so_also_where_no_field_is_to_blame(self) -> None:
        data = OfferData(key="Ikke En Nøgle", organisation_id=UUID(int=1), name="x", summary="y", is_national=True)

        assert [(problem.field, problem.step) for problem in broken_rules(data)] == [("", "send")]


class TestSubmitDraft:
    def test_asks_for_decisions(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        MunicipalityFactory(code="0461", name="Odense", slug="odense")
        values = WHOLE | {"reach": "kommuner", "municipalities": "odense kommune"}

        sent = submit_draft(actor=actor, draft_id=fill(actor, draft, values, at=noon).id, at=noon)

        assert sent.status == DraftStatus.SUBMITTED
        assert {review.municipality_id for review in Review.objects.all()} == {None, "0461"}

    def test_is_refused_while_something_is_missing(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        with pytest.raises(DraftNotWhole) as raised:
            submit_draft(actor=actor, draft_id=draft.id, at=noon)

        assert "name" in {problem.field for problem in raised.value.problems}
        assert not Review.objects.exists()


class TestSubmittingASmallCorrection:
    @pytest.mark.parametrize(
        ("is_trusted", "typed", "status"),
        [
            (True, {"schedule_note": "Nu om onsdagen"}, DraftStatus.LIVE),
            (False, {"schedule_note": "Nu om onsdagen"}, DraftStatus.SUBMITTED),
            (True, {"name": "Noget helt andet"}, DraftStatus.SUBMITTED),
        ],
    )
    def test_by_whoever_is_trusted_is_shown_at_once(
        self, organisation: Organisation, noon: datetime, is_trusted: bool, typed: dict[str, str], status: str
    ) -> None:
        Organisation.objects.update(is_trusted=is_trusted)
        trusted = replace(member(organisation), own_permissions=frozenset(map(str, ROLES[Role.ASSOCIATION_MEMBER])))
        offer = published(organisation_id=organisation.id)
        draft = start_draft(actor=trusted, offer_id=offer.id, at=noon)

        sent = submit_draft(actor=trusted, draft_id=fill(trusted, draft, typed, at=noon).id, at=noon)

        assert sent.status == status
        assert [review.is_after for review in Review.objects.all()] == [status == DraftStatus.LIVE]

    def test_is_not_that_while_the_offer_is_out_of_sight(
        self, actor: Actor, organisation: Organisation, noon: datetime
    ) -> None:
        Organisation.objects.update(is_trusted=True)
        offer = published(organisation_id=organisation.id)
        draft = start_draft(actor=actor, offer_id=offer.id, at=noon)
        hide_offer(actor=SYSTEM, offer_id=offer.id, at=noon)

        sent = submit_draft(actor=actor, draft_id=fill(actor, draft, {"schedule_note": "Onsdag"}, at=noon).id, at=noon)

        assert sent.status == DraftStatus.SUBMITTED


class TestTakeBackDraft:
    def test_opens_it_again(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        sent = submit_draft(actor=actor, draft_id=fill(actor, draft, WHOLE, at=noon).id, at=noon)

        assert take_back_draft(actor=actor, draft_id=sent.id, at=noon).is_open
        with pytest.raises(WrongStep):
            take_back_draft(actor=actor, draft_id=sent.id, at=noon)


class TestWithdrawDraft:
    def test_leaves_the_offer_as_it_is(self, actor: Actor, organisation: Organisation, noon: datetime) -> None:
        offer = published(organisation_id=organisation.id)
        draft = start_draft(actor=actor, organisation_id=organisation.id, offer_id=offer.id, at=noon)

        withdraw_draft(actor=actor, draft_id=draft.id, at=noon)

        assert Offer.objects.get().status == Status.PUBLISHED
        with pytest.raises(WrongStep):
            apply_draft(actor=SYSTEM, draft_id=draft.id, at=noon)

    def test_is_too_late_when_it_is_shown(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        apply_draft(actor=SYSTEM, draft_id=fill(actor, draft, WHOLE, at=noon).id, at=noon)

        with pytest.raises(WrongStep):
            withdraw_draft(actor=actor, draft_id=draft.id, at=noon)


class TestReturnDraft:
    def test_gives_it_back_to_its_writers(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        with pytest.raises(WrongStep):
            return_draft(actor=SYSTEM, draft_id=draft.id, at=noon)
        submit_draft(actor=actor, draft_id=fill(actor, draft, WHOLE, at=noon).id, at=noon)

        assert return_draft(actor=SYSTEM, draft_id=draft.id, at=noon).is_open


class TestApplyDraft:
    def test_makes_and_shows_an_offer_once(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        fill(actor, draft, WHOLE, at=noon)

        offers = {apply_draft(actor=SYSTEM, draft_id=draft.id, at=noon).id for _ in range(2)}

        offer = Offer.objects.get()
        assert offers == {offer.id}
        assert (offer.key, offer.status) == ("cafe-haab", Status.PUBLISHED)
        assert Entry.objects.filter(act="directory.draft.applied").count() == 1

    def test_gives_a_second_offer_of_that_name_a_key_of_its_own(
        self, actor: Actor, draft: Draft, noon: datetime
    ) -> None:
        published(key="cafe-haab")
        fill(actor, draft, WHOLE, at=noon)

        assert apply_draft(actor=SYSTEM, draft_id=draft.id, at=noon).key == "cafe-haab-2"

    def test_changes_the_offer_and_keeps_what_others_changed_meanwhile(
        self, actor: Actor, organisation: Organisation, noon: datetime
    ) -> None:
        offer = published(organisation_id=organisation.id)
        draft = start_draft(actor=actor, organisation_id=organisation.id, offer_id=offer.id, at=noon)
        fill(actor, draft, {"summary": "Ny tekst"}, at=noon)
        theirs = offer_data(organisation_id=organisation.id, summary="Deres tekst", alert="Lukket i uge 7")
        save_offer(actor=SYSTEM, data=theirs, at=noon + timedelta(hours=1))

        changed = apply_draft(actor=SYSTEM, draft_id=draft.id, at=noon)

        assert changed.id == offer.id
        assert (changed.summary, changed.alert) == ("Ny tekst", "Lukket i uge 7")

    def test_brings_back_what_was_taken_down(self, actor: Actor, organisation: Organisation, noon: datetime) -> None:
        offer = published(organisation_id=organisation.id)
        draft = start_draft(actor=actor, organisation_id=organisation.id, offer_id=offer.id, at=noon)
        remove_offer(actor=SYSTEM, offer_id=offer.id, at=noon)

        assert apply_draft(actor=SYSTEM, draft_id=draft.id, at=noon).status == Status.PUBLISHED

    def test_refuses_what_is_not_whole(self, draft: Draft, noon: datetime) -> None:
        with pytest.raises(DraftNotWhole):
            apply_draft(actor=SYSTEM, draft_id=draft.id, at=noon)


class TestReadDraft:
    def test_says_of_an_offer_exactly_what_it_said(
        self, actor: Actor, organisation: Organisation, noon: datetime
    ) -> None:
        odense = MunicipalityFactory(code="0461", name="Odense", slug="odense")
        region = RegionFactory(code="1083", name="Region Syddanmark")
        PostcodeFactory(code="5000", name="Odense C", municipality=odense, lat=55.4, lon=10.38)
        for key, facet in (("ensomhed", "need"), ("aeldre", "target"), ("kaffe", "activity"), ("online", "delivery")):
            ConceptFactory(key=key, facet=facet)
        data = offer_data(
            organisation_id=organisation.id, is_national=False, municipality_codes=frozenset({"0461"}),
            region_codes=frozenset({region.code}), concepts=frozenset({"ensomhed", "aeldre", "kaffe", "online"}),
            tags=("kaffe",), age_min=18, age_max=99, gender="women", gender_reason="Trygt rum", needs_sobriety=True,
            roles=("bruger",), delivery=("in_person",), signup="registration", signup_note="Ring", access="open",
            price_kind="paid", price_note="20 kr.", is_companion_possible=False, community_type="cafe",
            languages=("da", "ar"), source_url="https://kilde.example/a", source_year=2025,
            locations=(
                LocationData(address="Gade 1", postcode_id="5000", municipality_id="0461", lat=55.41, lon=10.4,
                             point_precision="address"),
                LocationData(municipality_id="0461", lat=odense.lat, lon=odense.lon, point_precision="municipality"),
                LocationData(kind="virtual", url="https://moede.example/"),
            ),
            schedules=(
                ScheduleData(starts_on=noon.date(), rrule="FREQ=WEEKLY;BYDAY=MO,TU", place=0,
                             except_on=("2026-12-24", "2026-12-25", "2026-12-31"), also_on=("2027-01-02",)),
                ScheduleData(starts_on=noon.date(), rrule="FREQ=MONTHLY;BYDAY=-1SU", timezone="America/Godthab",
                             except_on=("2026-12-24", "2026-12-25", "2026-12-31")),
                ScheduleData(starts_on=noon.date(), rrule="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", note="Juleaften",
                             except_on=("2026-12-24", "2026-12-25", "2026-12-31")),
            ),
            contacts=(
                ContactData(function="Lederen", phone="12 34 56 78", person_name="Ida", person_consented_at=noon),
                ContactData(function="Kontoret", email="kontor@forening.example"),
            ),
            links=(LinkData(label="Hjemmeside", url="https://forening.example/"),),
            criteria=(CriterionData(text="Bor du alene?"), CriterionData(text="Er du i arbejde?", fits_when=False)),
        )  # fmt: skip
        offer = published(**{name: getattr(data, name) for name in OfferData.__dataclass_fields__})

        draft = start_draft(actor=actor, organisation_id=organisation.id, offer_id=offer.id, at=noon)
        reading = read_draft(draft, at=noon + timedelta(days=1))

        assert reading.problems == ()
        assert reading.data == data_of(offer)
        assert typed_of(offer) == draft.data


class TestPreview:
    def test_of_a_change_is_what_the_page_would_say(
        self, actor: Actor, organisation: Organisation, noon: datetime
    ) -> None:
        offer = published(organisation_id=organisation.id)
        Offer.objects.update(assured_on=noon.date())
        draft = start_draft(actor=actor, offer_id=offer.id, at=noon)
        fill(actor, draft, {"summary": "Ny tekst", "places": [{"kind": "virtual"}]}, at=noon)

        page = preview(get_draft(actor=actor, draft_id=draft.id), at=noon)
        apply_draft(actor=SYSTEM, draft_id=draft.id, at=noon)
        shown = get_offer_page(actor=VISITOR, key=offer.key, at=noon)

        # To send it in is to confirm it, so only that says more.
        assert replace(page, status=shown.status, changed_at=shown.changed_at, freshness=shown.freshness) == shown

    def test_of_something_new_has_the_associations_name_at_first(self, draft: Draft, noon: datetime) -> None:
        assert preview(draft, at=noon).name == "Håbet"
