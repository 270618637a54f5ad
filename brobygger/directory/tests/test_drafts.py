"""Drafts: beginning, keeping, and two people who meet in one."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from brobygger.accounts.permissions import Role
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.tests.factories import UserFactory
from brobygger.directory.models import Draft
from brobygger.directory.selectors.drafts import drafts_under_way, get_draft
from brobygger.directory.services.drafts import (
    DraftConflict,
    copy_offer,
    keep_aside,
    save_draft,
    start_draft,
    submit_draft,
    take_aside,
)
from brobygger.directory.services.drafts.saving import MOST_ASIDE, DraftClosed
from brobygger.directory.tests.drafting import WHOLE, fill, member
from brobygger.directory.tests.factories import published
from brobygger.directory.values import (
    ScheduleData,
)
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import NotFound
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


class TestStartDraft:
    def test_begins_where_the_association_has_its_home(self, noon: datetime) -> None:
        home = OrganisationFactory.create(municipality=MunicipalityFactory(code="0461", name="Odense", slug="odense"))

        draft = start_draft(actor=member(home), organisation_id=home.id, at=noon)

        assert draft.data == {"reach": "kommuner", "municipalities": "Odense"}
        assert draft.is_open

    def test_twice_without_a_word_is_one_draft(
        self, actor: Actor, draft: Draft, organisation: Organisation, noon: datetime
    ) -> None:
        again = start_draft(actor=actor, organisation_id=organisation.id, at=noon)
        fill(actor, again, {"name": "Café"}, at=noon)
        other = start_draft(actor=actor, organisation_id=organisation.id, at=noon)

        assert again == draft
        assert other != draft

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
