"""Imports: what rows come to, who may put in what, that nothing doubles, and that everything can be undone."""

from datetime import datetime, timedelta

import pytest

from brobygger.curation.models import Review
from brobygger.directory.models import Draft, DraftStatus, Offer, Status
from brobygger.directory.services.drafts import apply_draft
from brobygger.exchange.models import Came, ImportStatus, Outcome
from brobygger.exchange.owners import Owner
from brobygger.exchange.selectors.imports import counts_of, get_import
from brobygger.exchange.services.imports import (
    NotNow,
    choose_columns,
    confirm_import,
    start_import,
    throw_away_import,
    work_a_bit,
)
from brobygger.exchange.services.imports.steps import TooManyFiles
from brobygger.exchange.tests.importing import (
    CAFE,
    HEADER,
    WALK,
    association_person,
    came,
    in_town,
    local_person,
    looked_through,
    outcomes,
    put_in,
    rows,
    table,
    undone,
    work,
)
from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.errors import BadData, NotFound
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import MembershipFactory, OrganisationFactory, acting_as
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


class TestAnAssociationsFile:
    def test_becomes_drafts_that_wait_for_a_decision(self, association: Owner, noon: datetime) -> None:
        user = association_person(association.organisation)

        imported = put_in(association, user, table(CAFE, WALK), noon)

        assert imported.status == ImportStatus.WRITTEN
        assert came(imported) == [Came.SENT, Came.SENT]
        assert {draft.status for draft in Draft.objects.all()} == {DraftStatus.SUBMITTED}
        assert Review.objects.count() == 4
        assert not Offer.objects.exists()

    def test_writes_nothing_before_somebody_says_so(self, association: Owner, noon: datetime) -> None:
        imported = looked_through(association, association_person(association.organisation), table(CAFE), noon)

        assert outcomes(imported) == [Outcome.NEW]
        assert not Draft.objects.exists()

    def test_once_more_doubles_nothing(self, association: Owner, noon: datetime) -> None:
        user = association_person(association.organisation)
        put_in(association, user, table(CAFE, WALK), noon)

        again = looked_through(association, user, table(CAFE, WALK), noon)

        assert outcomes(again) == [Outcome.UNCHANGED, Outcome.UNCHANGED]

    def test_with_other_words_changes_the_draft_that_waits(self, association: Owner, noon: datetime) -> None:
        user = association_person(association.organisation)
        put_in(association, user, table(CAFE), noon)

        again = put_in(association, user, table((CAFE[0], "Kaffe, kage og snak.", *CAFE[2:])), noon)

        assert came(again) == [Came.SENT]
        assert Draft.objects.get().data["summary"] == "Kaffe, kage og snak."

    def test_tells_errors_at_the_cell(self, association: Owner, noon: datetime) -> None:
        wrong = ("Café", "", "Torvet 1", "9999", "hej", "")

        imported = looked_through(association, association_person(association.organisation), table(wrong), noon)

        (row,) = rows(imported)
        assert row.outcome == Outcome.ERROR
        assert {column for column, _message in row.errors} == {"Kort fortalt", "Postnr", "Tlf"}

    def test_tells_what_stands_twice(self, association: Owner, noon: datetime) -> None:
        imported = looked_through(association, association_person(association.organisation), table(CAFE, CAFE), noon)

        assert outcomes(imported) == [Outcome.NEW, Outcome.ERROR]
        assert "række 2" in rows(imported)[1].errors[0][1]

    def test_is_only_about_themselves(self, association: Owner, noon: datetime) -> None:
        OrganisationFactory(name="De andre")
        theirs = table(("De andre", *CAFE), header=("Forening", *HEADER))

        imported = looked_through(association, association_person(association.organisation), theirs, noon)

        assert outcomes(imported) == [Outcome.ERROR]

    def test_never_keeps_a_persons_number(self, association: Owner, noon: datetime) -> None:
        row = ("Café", "Ring til 010150-1234.", *CAFE[2:])

        imported = looked_through(association, association_person(association.organisation), table(row), noon)

        assert "010150" not in str(rows(imported)[0].cells)
        assert "CPR" in rows(imported)[0].errors[0][1]

    def test_is_nobody_elses(self, association: Owner, noon: datetime) -> None:
        stranger = association_person(OrganisationFactory())
        imported = looked_through(association, association_person(association.organisation), table(CAFE), noon)

        with pytest.raises(NotFound):
            start_import(actor=acting_as(stranger), owner=association, table=table(CAFE), file_name="x", at=noon)
        with pytest.raises(NotFound):
            get_import(actor=acting_as(stranger), import_id=imported.id)
        with pytest.raises(NotFound):
            confirm_import(actor=acting_as(stranger), import_id=imported.id, at=noon)


class TestAMunicipalitysFile:
    def test_is_shown_at_once_and_looked_at_after(self, town: Owner, noon: datetime) -> None:
        imported = put_in(town, local_person("0461"), in_town(CAFE, WALK), noon)

        assert came(imported) == [Came.SHOWN, Came.SHOWN]
        assert Offer.objects.published().count() == 2
        assert {(review.is_after, review.municipality_id) for review in Review.objects.all()} == {(True, None)}

    def test_changes_only_what_cells_say(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        put_in(town, user, in_town(CAFE), noon)

        again = put_in(town, user, in_town(("Torsdagscafé", "", "", "5000", "87 65 43 21", "")), noon)

        offer = Offer.objects.get()
        assert rows(again)[0].changes == ["Tlf"]
        assert offer.contacts.get().phone == "87 65 43 21"
        assert offer.summary == "Kaffe og snak."

    def test_is_only_about_the_town(self, town: Owner, noon: datetime) -> None:
        MunicipalityFactory(code="0751", name="Aarhus", slug="aarhus")
        OrganisationFactory(name="Langt væk")
        content = table(
            ("Håbet", *CAFE, "Aarhus"),
            ("Langt væk", *CAFE, ""),
            ("", *CAFE, ""),
            header=("Forening", *HEADER, "Kommune"),
        )

        imported = looked_through(town, local_person("0461"), content, noon)

        assert outcomes(imported) == [Outcome.ERROR] * 3

    def test_of_ones_own_association_waits_for_others(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        association_membership(user, town)

        assert came(put_in(town, user, in_town(CAFE), noon)) == [Came.SENT]

    def test_says_which_column_is_the_association(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        imported = start_import(actor=acting_as(user), owner=town, table=table(CAFE), file_name="x", at=noon)

        with pytest.raises(BadData, match="foreningens navn"):
            choose_columns(actor=acting_as(user), import_id=imported.id, mapping=imported.mapping, at=noon)

    def test_is_no_other_towns(self, town: Owner, noon: datetime) -> None:
        with pytest.raises(NotFound):
            start_import(actor=acting_as(local_person("0751")), owner=town, table=in_town(CAFE), file_name="x", at=noon)


def association_membership(user: object, town: Owner) -> None:
    MembershipFactory(user=user, organisation=Organisation.objects.get(key="haabet"))


class TestUndoing:
    def test_takes_new_offers_down_and_brings_changed_ones_back(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        put_in(town, user, in_town(CAFE), noon)
        second = put_in(town, user, in_town((CAFE[0], "Andet.", *CAFE[2:]), WALK), noon + timedelta(hours=1))

        imported = undone(second, user, noon + timedelta(hours=2))

        assert imported.status == ImportStatus.UNDONE
        assert came(imported) == [Came.TAKEN_BACK, Came.TAKEN_BACK]
        assert Offer.objects.get(name=CAFE[0]).summary == CAFE[1]
        assert Offer.objects.get(name=WALK[0]).status == Status.REMOVED

    def test_withdraws_drafts_that_wait_and_leaves_those_decided(self, association: Owner, noon: datetime) -> None:
        user = association_person(association.organisation)
        imported = put_in(association, user, table(CAFE, WALK), noon)
        apply_draft(actor=SYSTEM, draft_id=rows(imported)[0].draft_id, at=noon)

        imported = undone(imported, user, noon)

        assert came(imported) == [Came.LEFT, Came.TAKEN_BACK]
        assert "afgjort" in rows(imported)[0].errors[0][1]

    def test_leaves_what_somebody_has_changed_since(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        imported = put_in(town, user, in_town(CAFE), noon)
        Offer.objects.update(changed_at=noon + timedelta(days=1))

        imported = undone(imported, user, noon)

        assert came(imported) == [Came.LEFT]
        assert Offer.objects.get().status == Status.PUBLISHED

    def test_lets_the_same_file_come_again(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        undone(put_in(town, user, in_town(CAFE), noon), user, noon)

        again = put_in(town, user, in_town(CAFE), noon)

        assert came(again) == [Came.SHOWN]
        assert Offer.objects.get().status == Status.PUBLISHED


class TestSteps:
    def test_come_in_their_order(self, association: Owner, noon: datetime) -> None:
        user = association_person(association.organisation)
        imported = put_in(association, user, table(CAFE), noon)

        for step in (confirm_import, throw_away_import):
            with pytest.raises(NotNow):
                step(actor=acting_as(user), import_id=imported.id, at=noon)

    def test_remember_the_columns_of_such_a_file(self, association: Owner, noon: datetime) -> None:
        user, header = association_person(association.organisation), ("A", "B")
        first = start_import(
            actor=acting_as(user), owner=association, table=table(("x", "y"), header=header), file_name="", at=noon
        )
        choose_columns(actor=acting_as(user), import_id=first.id, mapping=["name", "summary"], at=noon)

        second = start_import(
            actor=acting_as(user), owner=association, table=table(("x", "y"), header=header), file_name="", at=noon
        )

        assert second.mapping == ["name", "summary"]

    @pytest.mark.parametrize("mapping", [["name"], ["summary", ""], ["name", "name"], ["name", "findes-ikke"]])
    def test_refuse_columns_that_make_no_sense(self, association: Owner, noon: datetime, mapping: list[str]) -> None:
        user = association_person(association.organisation)
        content = table(("x", "y"), header=("A", "B"))
        imported = start_import(actor=acting_as(user), owner=association, table=content, file_name="", at=noon)

        with pytest.raises(BadData):
            choose_columns(actor=acting_as(user), import_id=imported.id, mapping=mapping, at=noon)

    def test_end_with_throwing_away_what_is_not_put_in(self, association: Owner, noon: datetime) -> None:
        user = association_person(association.organisation)
        imported = looked_through(association, user, table(CAFE), noon)

        throw_away_import(actor=acting_as(user), import_id=imported.id, at=noon)

        with pytest.raises(NotFound):
            get_import(actor=acting_as(user), import_id=imported.id)

    def test_are_not_begun_with_ten_files_under_way(self, association: Owner, noon: datetime) -> None:
        user = association_person(association.organisation)
        for _number in range(10):
            start_import(actor=acting_as(user), owner=association, table=table(CAFE), file_name="", at=noon)

        with pytest.raises(TooManyFiles):
            start_import(actor=acting_as(user), owner=association, table=table(CAFE), file_name="", at=noon)

    def test_stop_when_the_one_behind_may_no_more(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        imported = looked_through(town, user, in_town(CAFE), noon)
        confirm_import(actor=acting_as(user), import_id=imported.id, at=noon)
        user.is_active = False
        user.save()

        imported = work(imported, noon)

        assert imported.problem
        assert not Offer.objects.exists()

    def test_are_worked_on_by_one_at_once(self, association: Owner, noon: datetime) -> None:
        user = association_person(association.organisation)
        imported = start_import(actor=acting_as(user), owner=association, table=table(CAFE), file_name="", at=noon)
        choose_columns(actor=acting_as(user), import_id=imported.id, mapping=imported.mapping, at=noon)
        type(imported).objects.update(leased_until=noon + timedelta(minutes=1))

        assert not work_a_bit(actor=SYSTEM, import_id=imported.id, at=noon)
        assert counts_of(imported).waiting == 1
        assert work_a_bit(actor=SYSTEM, import_id=imported.id, at=noon + timedelta(minutes=2))

    def test_put_in_nothing_when_there_is_nothing_new(self, association: Owner, noon: datetime) -> None:
        user = association_person(association.organisation)
        imported = looked_through(association, user, table(("Café", "", "", "", "", "")), noon)

        with pytest.raises(NotNow, match="ingen rækker"):
            confirm_import(actor=acting_as(user), import_id=imported.id, at=noon)
