"""Imports of rows that are not usual: what went out before, what is in the way, what is gone, and what was killed."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from brobygger.directory.editing.steps import Problem
from brobygger.directory.models import Draft, DraftStatus, Offer, Status
from brobygger.directory.services import hide_offer
from brobygger.directory.services.drafts import DraftNotWhole, fill_draft, return_draft, show_draft, start_draft
from brobygger.exchange.cells import harmless
from brobygger.exchange.columns import COLUMNS, Words, cells_of
from brobygger.exchange.models import ApiKey, Came, ImportRow, ImportStatus, Outcome
from brobygger.exchange.owners import Owner
from brobygger.exchange.selectors.imports import counts_of, imports_of, sheet_of
from brobygger.exchange.selectors.keys import client_of
from brobygger.exchange.selectors.matching import Before, Match, befores
from brobygger.exchange.services.imports import (
    checking,
    choose_columns,
    confirm_import,
    start_import,
    undo_import,
    writing,
)
from brobygger.exchange.services.imports.undoing import undo_row
from brobygger.exchange.services.imports.writing import write_row
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
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.kernel.errors import NotAllowed, NotFound
from brobygger.organisations.tests.factories import acting_as
from brobygger.places.tests.factories import PostcodeFactory, RegionFactory
from brobygger.taxonomy.models import Scheme
from brobygger.taxonomy.selectors import all_concepts
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


class TestAFileThatWentOut:
    def test_comes_back_and_changes_nothing(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        header = ("Forening", *HEADER, "Beskrivelse", "Pris", "Hjemmeside", "Fra alder", "Sprog", "Mail")
        long = "=SUM(A1)\nAnden linje"
        put_in(
            town,
            user,
            table(("Håbet", *CAFE, long, "gratis", "haabet.dk", "18", "dansk; engelsk", ""), header=header),
            noon,
        )
        offer = Offer.objects.get()
        before = found_before(offer)
        cells = cells_of(key=offer.key, organisation="Håbet", typed=before.typed, words=Words.of(all_concepts()))
        out = table(tuple(map(harmless, cells)), header=tuple(column.label for column in COLUMNS))

        again = looked_through(town, user, out, noon)

        assert before.data.description == long
        assert before.data.languages == ("da", "en")
        assert outcomes(again) == [Outcome.UNCHANGED]

    def test_with_a_new_name_is_still_the_same_offer(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        put_in(town, user, in_town(CAFE), noon)
        offer = Offer.objects.get()

        put_in(town, user, table((offer.key, "Onsdagscafé", "slet"), header=("Id", "Navn", "Hvornår")), noon)

        offer.refresh_from_db()
        assert (offer.name, offer.schedule_note) == ("Onsdagscafé", "")
        assert Offer.objects.count() == 1


def found_before(offer: Offer) -> Before:
    return befores([Match(offer_id=offer.id)])[offer.id]


class TestRowsInTheWay:
    def test_of_an_offer_somebody_writes_in_are_left(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        put_in(town, user, in_town(CAFE), noon)
        start_draft(actor=SYSTEM, offer_id=Offer.objects.get().id, at=noon)

        again = looked_through(town, user, in_town((CAFE[0], "Andet.", *CAFE[2:])), noon)

        assert "i gang med at skrive" in rows(again)[0].errors[0][1]

    def test_that_are_overtaken_before_they_are_put_in_are_told_of(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        put_in(town, user, in_town(CAFE, WALK), noon)
        other = [(row[0], "Andet.", *row[2:]) for row in (CAFE, WALK)]
        again = looked_through(town, user, in_town(*other), noon)
        start_draft(actor=SYSTEM, offer_id=Offer.objects.get(name=CAFE[0]).id, at=noon)
        Offer.objects.filter(name=WALK[0]).update(summary="Andet.")

        confirm_import(actor=acting_as(user), import_id=again.id, at=noon)
        again = work(again, noon)

        assert came(again) == [Came.FAILED, Came.NOTHING]
        assert outcomes(again)[1] == Outcome.UNCHANGED

    def test_that_the_rules_refuse_by_then_are_told_at_the_column(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        imported = looked_through(town, user, in_town(CAFE), noon)
        confirm_import(actor=acting_as(user), import_id=imported.id, at=noon)
        ImportRow.objects.update(cells=["Håbet", *CAFE[:3], "9999", *CAFE[4:]])

        imported = work(imported, noon)

        assert came(imported) == [Came.FAILED]
        assert rows(imported)[0].errors[0][0] == "Postnr"

    def test_written_twice_are_written_once(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        imported = put_in(town, user, in_town(CAFE), noon)
        (row,) = rows(imported)

        sheet = sheet_of(imported)
        assert write_row(actor=acting_as(user), row_id=row.id, sheet=sheet, at=noon).came == Came.SHOWN
        undone(imported, user, noon)
        assert undo_row(actor=acting_as(user), row_id=row.id, country=sheet.country, at=noon).came == Came.TAKEN_BACK

    def test_of_several_offers_with_one_name_ask_for_an_id(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        PostcodeFactory(code="5220", name="Odense SØ", municipality=town.municipality)
        twin = (CAFE[0], CAFE[1], "Andetvej 2", "5220", "", "")
        put_in(town, user, in_town(CAFE, twin), noon)

        again = looked_through(town, user, in_town((CAFE[0], "Nyt.", "", "", "", ""), twin), noon)

        assert outcomes(again) == [Outcome.ERROR, Outcome.UNCHANGED]
        assert "flere tilbud" in rows(again)[0].errors[0][1]


class TestHiddenOffers:
    def test_are_hidden_again_when_it_is_undone(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        put_in(town, user, in_town(CAFE), noon)
        hide_offer(actor=SYSTEM, offer_id=Offer.objects.get().id, at=noon)

        second = put_in(town, user, in_town((CAFE[0], "Andet.", *CAFE[2:])), noon)
        assert Offer.objects.get().status == Status.PUBLISHED
        undone(second, user, noon)

        assert Offer.objects.get().status == Status.HIDDEN
        assert Offer.objects.get().summary == CAFE[1]


class TestOtherSystems:
    @pytest.mark.parametrize("ends", ["closed", "expired"])
    def test_put_in_for_their_owner_and_no_longer_when_the_key_opens_nothing(
        self, ends: str, association: Owner, noon: datetime
    ) -> None:
        key = ApiKey.objects.create(
            name="x", prefix="abcdefghij", digest="x", organisation=association.organisation, is_read_only=False,
            made_at=noon, expires_at=noon + timedelta(days=1),
        )  # fmt: skip
        client = client_of(key)
        imported = start_import(actor=client, owner=association, table=table(CAFE), file_name="x", at=noon)
        choose_columns(actor=client, import_id=imported.id, mapping=imported.mapping, at=noon)
        work(imported, noon)
        confirm_import(actor=client, import_id=imported.id, at=noon)

        assert came(work(imported, noon)) == [Came.SENT]

        undo_import(actor=client, import_id=imported.id, at=noon)
        if ends == "closed":
            key.revoked_at = noon
            key.save()
        assert work(imported, noon if ends == "closed" else key.expires_at).problem


class TestLongFiles:
    def test_know_what_stood_further_up_whatever_the_bits(
        self, association: Owner, noon: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(checking, "ROWS_AT_A_TIME", 1)

        imported = looked_through(association, association_person(association.organisation), table(CAFE, CAFE), noon)

        assert outcomes(imported) == [Outcome.NEW, Outcome.ERROR]

    def test_know_an_offer_under_another_name_too(
        self, town: Owner, noon: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(checking, "ROWS_AT_A_TIME", 1)
        user = local_person("0461")
        put_in(town, user, in_town(CAFE), noon)
        key = Offer.objects.get().key
        content = table(
            (key, "", CAFE[0], "Ét."), ("", "Håbet", CAFE[0], "To."), header=("Id", "Forening", *HEADER[:2])
        )

        assert outcomes(looked_through(town, user, content, noon)) == [Outcome.CHANGED, Outcome.ERROR]

    def test_killed_anywhere_go_on_where_they_were(
        self, town: Owner, noon: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        user = local_person("0461")
        imported = looked_through(town, user, in_town(CAFE, WALK), noon)
        confirm_import(actor=acting_as(user), import_id=imported.id, at=noon)
        real = writing.write_row

        def killed_at_the_second(**given: Any) -> ImportRow:
            if Offer.objects.exists():
                raise KeyboardInterrupt
            return real(**given)

        monkeypatch.setattr(writing, "write_row", killed_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            work(imported, noon)
        monkeypatch.setattr(writing, "write_row", real)

        assert came(work(imported, noon)) == [Came.SHOWN, Came.SHOWN]
        assert Offer.objects.count() == 2


class TestConceptsInCells:
    def test_are_known_by_name_and_told_of_when_they_are_not(self, town: Owner, noon: datetime) -> None:
        ConceptFactory(key="ensomhed", pref_da="Ensomhed", facet="need", alt_da=["alene"])
        Scheme.objects.update_or_create(id=1, defaults={"version": "proeve", "loaded_at": noon})
        header = ("Forening", *HEADER, "Emner", "Køn", "Ædru", "Hvordan mødes man")
        content = table(
            ("Håbet", *CAFE, "alene, Ensomhed", "", "nej", "fremmøde; Telefon"),
            ("Håbet", *WALK, "findes ikke", "alle", "måske", "rumskib"),
            header=(*header[:-2], "Skal være ædru", header[-1]),
        )

        imported = looked_through(town, local_person("0461"), content, noon)

        assert outcomes(imported) == [Outcome.NEW, Outcome.ERROR]
        wrong = {column for column, _message in rows(imported)[1].errors}
        assert wrong == {"Emner", "Skal være ædru", "Hvordan mødes man"}

    def test_make_an_areas_reach_by_themselves(self, association: Owner, noon: datetime) -> None:
        RegionFactory(code="1083", name="Region Syddanmark")
        header = ("Navn", "Kort fortalt", "Region", "Hvor gælder det")
        content = table(("A", "x", "Syddanmark", ""), ("B", "x", "", "hele landet"), header=header)

        user = association_person(association.organisation)
        imported = put_in(association, user, content, noon)

        reaches = {draft.name: draft.data["reach"] for draft in Draft.objects.all()}
        assert came(imported) == [Came.SENT, Came.SENT]
        assert reaches["B"] == "landet"
        assert reaches["A"] in {"regioner", "begge"}


class TestUndoingWhatIsGone:
    def test_leaves_it_and_says_so(self, town: Owner, noon: datetime) -> None:
        user = local_person("0461")
        imported = put_in(town, user, in_town(CAFE), noon)
        Offer.objects.update(status=Status.REMOVED)

        imported = undone(imported, user, noon)

        assert came(imported) == [Came.LEFT]


class TestDraftsFromFiles:
    def test_never_keep_a_persons_number(self, association: Owner, noon: datetime) -> None:
        draft = start_draft(actor=SYSTEM, organisation_id=association.organisation_id, at=noon)

        with pytest.raises(DraftNotWhole):
            fill_draft(actor=SYSTEM, draft_id=draft.id, values={"name": "010150-1234"}, at=noon)

    def test_are_not_shown_by_those_who_do_not_decide_in_the_town(self, association: Owner, noon: datetime) -> None:
        actor = acting_as(association_person(association.organisation))
        draft = start_draft(actor=actor, organisation_id=association.organisation_id, at=noon)
        values = {"name": "Café", "summary": "Kaffe."}
        fill_draft(actor=actor, draft_id=draft.id, values=values, at=noon)
        fill_draft(actor=actor, draft_id=draft.id, values=values, at=noon)

        with pytest.raises(NotAllowed):
            show_draft(actor=actor, draft_id=draft.id, at=noon)

    def test_that_came_back_are_written_in_again(self, association: Owner, noon: datetime) -> None:
        user = association_person(association.organisation)
        put_in(association, user, table(CAFE), noon)
        return_draft(actor=SYSTEM, draft_id=Draft.objects.get().id, at=noon)

        again = put_in(association, user, table((CAFE[0], "Andet.", *CAFE[2:])), noon)

        assert came(again) == [Came.SENT]
        assert Draft.objects.get().status == DraftStatus.SUBMITTED

    def test_that_turn_out_not_to_be_whole_are_told_of_at_the_column(
        self, association: Owner, noon: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def not_whole(**given: Any) -> None:
            raise DraftNotWhole((Problem(field="summary", message="Skriv kort."),))

        monkeypatch.setattr(writing, "submit_draft", not_whole)
        imported = put_in(association, association_person(association.organisation), table(CAFE), noon)

        assert rows(imported)[0].errors == [["Kort fortalt", "Skriv kort."]]


class TestProgress:
    def test_is_how_many_rows_are_done(self, town: Owner, noon: datetime) -> None:
        counts = counts_of(put_in(town, local_person("0461"), in_town(CAFE, WALK), noon))

        assert counts.done(ImportStatus.CHECKING) == (2, 2)
        assert counts.done(ImportStatus.WRITING) == (2, 2)
        assert counts.done(ImportStatus.UNDOING) == (0, 2)


class TestFilesSentBefore:
    def test_are_nobody_elses_to_see(self, town: Owner) -> None:
        with pytest.raises(NotFound):
            imports_of(actor=VISITOR, owner=town)
