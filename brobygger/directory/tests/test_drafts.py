"""Drafts: beginning, keeping, meeting, sending, becoming the offer."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from brobygger.accounts.permissions import ROLES, Permission, Role
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.tests.factories import UserFactory
from brobygger.audit.models import Entry
from brobygger.curation.models import Review
from brobygger.directory.editing.steps import STEP_OF, STEPS
from brobygger.directory.models import Draft, DraftStatus, Offer, Status
from brobygger.directory.rows import data_of
from brobygger.directory.selectors.drafts import drafts_under_way, get_draft, read_draft, typed_of
from brobygger.directory.services import hide_offer, remove_offer, save_offer
from brobygger.directory.services.drafts import (
    DraftConflict,
    DraftNotWhole,
    apply_draft,
    copy_offer,
    keep_aside,
    return_draft,
    save_draft,
    start_draft,
    submit_draft,
    take_aside,
    take_back_draft,
    withdraw_draft,
)
from brobygger.directory.services.drafts.saving import MOST_ASIDE, DraftClosed
from brobygger.directory.services.drafts.wholeness import broken_rules, look_through
from brobygger.directory.services.offers import WrongStep
from brobygger.directory.tests.factories import offer_data, published
from brobygger.directory.values import (
    ContactData,
    CriterionData,
    LinkData,
    LocationData,
    OfferData,
    ScheduleData,
)
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import NotFound
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory, RegionFactory
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db

#: What makes a draft whole.
WHOLE = {"name": "Café Håb", "summary": "Kaffe og snak for alle.", "reach": "landet"}


def member(*organisations: Organisation) -> Actor:
    """Somebody who writes for some associations."""
    return Actor(
        kind=ActorKind.USER,
        id=uuid4(),
        own_permissions=frozenset({str(Permission.OFFER_EDIT)}),
        organisation_ids=frozenset(row.id for row in organisations),
    )


@pytest.fixture
def organisation() -> Organisation:
    return OrganisationFactory.create(name="Håbet")


@pytest.fixture
def actor(organisation: Organisation) -> Actor:
    return member(organisation)


@pytest.fixture
def draft(actor: Actor, organisation: Organisation, noon: datetime) -> Draft:
    return start_draft(actor=actor, organisation_id=organisation.id, at=noon)


def fill(actor: Actor, draft: Draft, values: dict[str, Any], *, at: datetime) -> Draft:
    """Type on every step that has something."""
    for step in STEPS:
        typed = {name: value for name, value in values.items() if STEP_OF[name] == step.key}
        if typed:
            draft = save_draft(
                actor=actor, draft_id=draft.id, step=step.key, values=typed, revision=draft.revision, at=at
            ).draft
    return draft


class TestStartDraft:
    def test_begins_where_the_association_has_its_home(self, noon: datetime) -> None:
        home = OrganisationFactory.create(municipality=MunicipalityFactory(code="0461", name="Odense", slug="odense"))

        draft = start_draft(actor=member(home), organisation_id=home.id, at=noon)

        assert draft.data == {"reach": "kommuner", "municipalities": "Odense"}
        assert draft.is_open

    def test_is_refused_to_strangers(self, actor: Actor, noon: datetime) -> None:
        offer = published()

        with pytest.raises(NotFound):
            start_draft(actor=actor, offer_id=offer.id, at=noon)
        with pytest.raises(NotFound):
            copy_offer(actor=actor, offer_id=offer.id, at=noon)
        with pytest.raises(NotFound):
            start_draft(actor=actor, organisation_id=offer.organisation_id, at=noon)
        with pytest.raises(NotFound):
            start_draft(actor=actor, organisation_id=uuid4(), at=noon)

    def test_of_an_offer_says_what_the_offer_says(
        self, actor: Actor, organisation: Organisation, noon: datetime
    ) -> None:
        offer = published(organisation_id=organisation.id)

        draft = start_draft(actor=actor, organisation_id=organisation.id, offer_id=offer.id, at=noon)

        assert draft.data["name"] == "Café"
        assert draft.base == draft.data

    def test_of_an_offer_twice_is_the_same_draft(
        self, actor: Actor, organisation: Organisation, noon: datetime
    ) -> None:
        offer = published(organisation_id=organisation.id)

        drafts = {
            start_draft(actor=actor, organisation_id=organisation.id, offer_id=offer.id, at=noon).id for _ in range(2)
        }

        assert len(drafts) == 1

    def test_by_a_municipality_is_within_its_own(self, noon: datetime) -> None:
        home = OrganisationFactory.create(municipality=MunicipalityFactory(code="0461", name="Odense", slug="odense"))
        away = OrganisationFactory.create(municipality=MunicipalityFactory(code="0851", name="Aalborg", slug="aalborg"))
        local = actor_for(
            UserFactory(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"]), has_second_factor=True
        )

        draft = start_draft(actor=local, organisation_id=home.id, at=noon)

        assert get_draft(actor=local, draft_id=draft.id) == draft
        with pytest.raises(NotFound):
            start_draft(actor=local, organisation_id=away.id, at=noon)


class TestCopyOffer:
    def test_keeps_the_words_and_drops_what_was_about_the_season(
        self, actor: Actor, organisation: Organisation, noon: datetime
    ) -> None:
        season = ScheduleData(
            starts_on=noon.date(), rrule="FREQ=WEEKLY;BYDAY=TU", ends_on=noon.date(), except_on=(str(noon.date()),)
        )
        offer = published(organisation_id=organisation.id, schedules=(season,), alert="Lukket i julen")

        draft = copy_offer(actor=actor, offer_id=offer.id, at=noon)

        assert draft.offer is None
        assert draft.data["name"] == "Café"
        assert draft.data["times"][0]["days"] == ["TU"]
        assert draft.data["times"][0]["last"] == draft.data["alert"] == ""
        assert draft.data["pauses"] == []


class TestVisibleTo:
    def test_is_nobody_elses(self, draft: Draft, actor: Actor) -> None:
        stranger = member(OrganisationFactory.create())

        assert get_draft(actor=actor, draft_id=draft.id) == draft
        for other in (stranger, VISITOR):
            with pytest.raises(NotFound):
                get_draft(actor=other, draft_id=draft.id)
            assert drafts_under_way(actor=other) == ()

    def test_is_everywhere_for_the_nation_and_the_operator(self, draft: Draft) -> None:
        national = actor_for(UserFactory(role=Role.NATIONAL_ADMINISTRATOR), has_second_factor=True)

        assert get_draft(actor=national, draft_id=draft.id) == draft
        assert get_draft(actor=SYSTEM, draft_id=draft.id) == draft

    def test_of_a_link_is_about_its_one_offer(self, actor: Actor, organisation: Organisation, noon: datetime) -> None:
        one, other = (published(key=key, organisation_id=organisation.id) for key in ("et", "to"))
        drafts = [
            start_draft(actor=actor, organisation_id=organisation.id, offer_id=offer.id, at=noon)
            for offer in (one, other)
        ]
        link = Actor(
            kind=ActorKind.LINK,
            own_permissions=actor.own_permissions,
            organisation_ids=actor.organisation_ids,
            only_on=one.id,
        )

        assert list(Draft.objects.visible_to(link)) == drafts[:1]
        with pytest.raises(NotFound):
            start_draft(actor=link, organisation_id=organisation.id, at=noon)


class TestDraftsUnderWay:
    def test_are_told_in_a_line(self, actor: Actor, draft: Draft, organisation: Organisation, noon: datetime) -> None:
        offer = published(organisation_id=organisation.id)
        start_draft(actor=actor, organisation_id=organisation.id, offer_id=offer.id, at=noon + timedelta(minutes=1))

        lines = drafts_under_way(actor=actor, organisation_id=organisation.id)

        assert [(line.name, line.offer_key, line.status_label) for line in lines] == [
            ("Café", "cafe", "kladde"), ("", "", "kladde"),
        ]  # fmt: skip
        assert len(drafts_under_way(actor=actor)) == 2


class TestSaveDraft:
    def test_keeps_what_is_half_and_wrong(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        values = {"age_from": "atten", "gender": "women"}

        saved = save_draft(
            actor=actor, draft_id=draft.id, step="hvem", values=values, revision=draft.revision, at=noon
        ).draft

        assert saved.data["age_from"] == "atten"
        assert saved.revision == 2

    def test_the_same_twice_is_once(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        first = fill(actor, draft, {"name": "Café"}, at=noon)
        second = fill(actor, first, {"name": "Café"}, at=noon)

        assert second.revision == first.revision

    def test_never_keeps_a_cpr_number_and_keeps_the_rest(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        saved = save_draft(
            actor=actor, draft_id=draft.id, step="hvad", values={"name": "Café", "summary": "Ring 010150-1234"},
            revision=draft.revision, at=noon,
        )  # fmt: skip

        assert [problem.field for problem in saved.refused] == ["summary"]
        assert saved.draft.data["name"] == "Café"
        assert saved.draft.data["summary"] == ""

    def test_puts_together_what_two_people_changed_in_different_fields(
        self, actor: Actor, draft: Draft, noon: datetime
    ) -> None:
        opened = draft.revision
        fill(actor, draft, {"name": "Café Håb"}, at=noon)

        saved = save_draft(
            actor=actor, draft_id=draft.id, step="hvad", values={"name": "", "summary": "Kaffe"}, revision=opened,
            before={}, at=noon,
        ).draft  # fmt: skip

        assert saved.data["name"] == "Café Håb"
        assert saved.data["summary"] == "Kaffe"

    def test_keeps_both_versions_where_two_people_changed_the_same(
        self, actor: Actor, draft: Draft, noon: datetime
    ) -> None:
        opened = draft.revision
        fill(actor, draft, {"name": "Deres"}, at=noon)

        for _ in range(2):
            with pytest.raises(DraftConflict) as raised:
                save_draft(
                    actor=actor, draft_id=draft.id, step="hvad", values={"name": "Mit", "summary": "Kaffe"},
                    revision=opened, at=noon,
                )  # fmt: skip

        [difference] = raised.value.differences
        assert (difference.before, difference.mine, difference.theirs) == ("", "Mit", "Deres")
        kept = Draft.objects.get()
        assert kept.data["name"] == "Deres"
        assert kept.data["summary"] == "Kaffe"
        assert [item["values"]["name"] for item in kept.set_aside] == ["Mit"]

    def test_is_refused_when_it_has_been_sent(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        sent = submit_draft(actor=actor, draft_id=fill(actor, draft, WHOLE, at=noon).id, at=noon)

        with pytest.raises(DraftClosed):
            save_draft(actor=actor, draft_id=sent.id, step="hvad", values={}, revision=sent.revision, at=noon)

    def test_is_not_for_strangers(self, draft: Draft, noon: datetime) -> None:
        with pytest.raises(NotFound):
            save_draft(actor=VISITOR, draft_id=draft.id, step="hvad", values={}, revision=1, at=noon)


class TestKeepAside:
    def test_keeps_what_was_typed_after_the_session_ended(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        word = keep_aside(
            actor=VISITOR, draft_id=draft.id, step="hvad", values={"name": "Mit"}, before={"name": ""}, at=noon
        )

        [item] = get_draft(actor=actor, draft_id=draft.id).set_aside
        assert (item["word"], item["values"]) == (word, {"name": "Mit"})
        take_aside(actor=actor, draft_id=draft.id, word=word)
        assert get_draft(actor=actor, draft_id=draft.id).set_aside == []

    def test_tells_nobody_whether_there_is_such_a_draft(self, draft: Draft, noon: datetime) -> None:
        common: dict[str, Any] = {"actor": VISITOR, "step": "hvad", "before": {}, "at": noon}

        assert keep_aside(draft_id=uuid4(), values={}, **common) == "0"
        assert keep_aside(draft_id=draft.id, values={"name": "010150-1234"}, **common) == "0"

    def test_has_an_end(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        for number in range(MOST_ASIDE + 3):
            keep_aside(actor=VISITOR, draft_id=draft.id, step="hvad", values={"name": str(number)}, before={}, at=noon)

        assert len(get_draft(actor=actor, draft_id=draft.id).set_aside) == MOST_ASIDE


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
