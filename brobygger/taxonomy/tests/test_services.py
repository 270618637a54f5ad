"""Loading is all or nothing, repeatable, and keeps what offers may point at."""

from datetime import datetime
from pathlib import Path

import pytest

from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import NotAllowed
from brobygger.privacy.cpr import TextLooksLikeCpr
from brobygger.taxonomy.concept_file import ConceptsUnreadable
from brobygger.taxonomy.models import Concept, concept_id
from brobygger.taxonomy.policies import CONCEPT_EDIT
from brobygger.taxonomy.selectors import ConceptNotFound, get_concept, scheme_version
from brobygger.taxonomy.services import WordInvalid, change_word, load_concepts

pytestmark = pytest.mark.django_db


def concept(key: str, name: str, more: str = "") -> str:
    return f'[[concept]]\nkey = "{key}"\npref_da = "{name}"\npref_en = "{name} (en)"\n{more}\n'


def write(tmp_path: Path, *concepts: str) -> Path:
    (tmp_path / "concepts").mkdir(exist_ok=True)
    (tmp_path / "concepts" / "need.toml").write_text('facet = "need"\n' + "\n".join(concepts), encoding="utf-8")
    return tmp_path


class TestLoadConcepts:
    def test_gives_a_concept_the_same_id_everywhere(self, tmp_path: Path, noon: datetime) -> None:
        load_concepts(actor=SYSTEM, at=noon, folder=write(tmp_path, concept("sorg", "Sorg")))

        assert Concept.objects.get(key="sorg").id == concept_id("sorg")
        assert str(concept_id("sorg")) == "6592994d-b0e9-5598-9214-fbcdc5da9d16"

    def test_links_concepts(self, tmp_path: Path, noon: datetime) -> None:
        folder = write(
            tmp_path,
            concept("sorg", "Sorg", 'related = ["krise"]'),
            concept("mistet-barn", "Mistet barn", 'broader = ["sorg"]'),
            concept("krise", "Krise"),
        )

        load_concepts(actor=SYSTEM, at=noon, folder=folder)

        sorg, krise = Concept.objects.get(key="sorg"), Concept.objects.get(key="krise")
        assert [below.key for below in sorg.narrower.all()] == ["mistet-barn"]
        assert [near.key for near in krise.related.all()] == ["sorg"]

    def test_may_run_again_without_writing_anything(self, tmp_path: Path, noon: datetime) -> None:
        folder = write(tmp_path, concept("sorg", "Sorg"))
        load_concepts(actor=SYSTEM, at=noon, folder=folder)

        again = load_concepts(actor=SYSTEM, at=noon, folder=folder)

        assert not again.is_changed
        assert Entry.objects.count() == 1

    def test_lets_two_concepts_swap_names(self, tmp_path: Path, noon: datetime) -> None:
        load_concepts(actor=SYSTEM, at=noon, folder=write(tmp_path, concept("a", "Sorg"), concept("b", "Tab")))

        load_concepts(actor=SYSTEM, at=noon, folder=write(tmp_path, concept("a", "Tab"), concept("b", "Sorg")))

        assert [row.pref_da for row in Concept.objects.in_order()] == ["Tab", "Sorg"]

    def test_retires_what_is_gone_and_takes_it_back(self, tmp_path: Path, noon: datetime) -> None:
        load_concepts(actor=SYSTEM, at=noon, folder=write(tmp_path, concept("a", "Sorg"), concept("b", "Tab")))

        loaded = load_concepts(actor=SYSTEM, at=noon, folder=write(tmp_path, concept("a", "Tab")))

        assert loaded.retired == 1
        assert Concept.objects.get(key="b").retired_at == noon
        load_concepts(actor=SYSTEM, at=noon, folder=write(tmp_path, concept("a", "Sorg"), concept("b", "Tab")))
        assert Concept.objects.current().count() == 2

    def test_writes_nothing_when_a_file_is_wrong(self, tmp_path: Path, noon: datetime) -> None:
        with pytest.raises(ConceptsUnreadable):
            load_concepts(actor=SYSTEM, at=noon, folder=write(tmp_path, concept("a", "Sorg", 'broader = ["x"]')))

        assert not Concept.objects.exists()
        assert not Entry.objects.exists()

    def test_is_for_those_who_may_edit_concepts(self, tmp_path: Path, noon: datetime) -> None:
        folder = write(tmp_path, concept("a", "Sorg"))

        with pytest.raises(NotAllowed):
            load_concepts(actor=VISITOR, at=noon, folder=folder)

        editor = Actor(kind=ActorKind.USER, permissions=frozenset({CONCEPT_EDIT}))
        assert load_concepts(actor=editor, at=noon, folder=folder).created == 1

    def test_loads_the_packaged_concepts(self, noon: datetime) -> None:
        loaded = load_concepts(actor=SYSTEM, at=noon)

        assert loaded.concepts == loaded.created == Concept.objects.current().count()


class TestChangeWord:
    @pytest.fixture(autouse=True)
    def _sorg(self, tmp_path: Path, noon: datetime) -> None:
        self.folder = write(tmp_path, concept("sorg", "Sorg", 'expressions_da = ["har mistet"]'))
        load_concepts(actor=SYSTEM, at=noon, folder=self.folder)

    def change(
        self, text: str, at: datetime, *, is_removed: bool = False, key: str = "sorg", language: str = "da"
    ) -> None:
        change_word(actor=SYSTEM, key=key, language=language, text=text, is_removed=is_removed, at=at)

    def test_puts_a_word_on_and_tells_the_search_by_a_new_version(self, noon: datetime) -> None:
        before = scheme_version()

        self.change("  Savner  min kone ", noon)

        assert get_concept("sorg").expressions_da == ("har mistet", "savner min kone")
        assert scheme_version() != before
        assert Entry.objects.get(act="taxonomy.words.changed").changes == {"expressions_da": [None, "savner min kone"]}

    def test_takes_a_word_off_and_puts_it_back(self, noon: datetime) -> None:
        self.change("har mistet", noon, is_removed=True)
        assert get_concept("sorg").expressions_da == ()

        self.change("har mistet", noon)
        assert get_concept("sorg").expressions_da == ("har mistet",)

    def test_stays_so_when_the_files_are_loaded_again(self, noon: datetime) -> None:
        self.change("savner min kone", noon)
        self.change("har mistet", noon, is_removed=True)

        assert not load_concepts(actor=SYSTEM, at=noon, folder=self.folder).is_changed
        newer = write(self.folder, concept("sorg", "Sorg og tab", 'expressions_da = ["har mistet", "er alene nu"]'))
        assert load_concepts(actor=SYSTEM, at=noon, folder=newer).is_changed

        assert get_concept("sorg").expressions_da == ("er alene nu", "savner min kone")

    def test_does_not_mind_a_concept_that_is_gone(self, noon: datetime) -> None:
        self.change("savner min kone", noon)

        load_concepts(actor=SYSTEM, at=noon, folder=write(self.folder, concept("krise", "Krise")))

        assert get_concept("krise").expressions_da == ()

    def test_writes_nothing_when_it_is_so_already(self, noon: datetime) -> None:
        self.change("har mistet", noon)
        self.change("ukendt", noon, is_removed=True)

        assert not Entry.objects.filter(act="taxonomy.words.changed").exists()

    def test_refuses(self, noon: datetime) -> None:
        with pytest.raises(ConceptNotFound):
            self.change("noget", noon, key="findes-ikke")
        for text, language in (("x", "da"), ("x" * 121, "da"), ("noget", "de")):
            with pytest.raises(WordInvalid):
                self.change(text, noon, language=language)
        with pytest.raises(TextLooksLikeCpr):
            self.change("min mor 010150-1234", noon)
        with pytest.raises(NotAllowed):
            change_word(actor=VISITOR, key="sorg", language="da", text="noget", is_removed=False, at=noon)
