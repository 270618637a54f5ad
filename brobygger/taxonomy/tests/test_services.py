"""Loading is all or nothing, repeatable, and keeps what offers may point at."""

from datetime import datetime
from pathlib import Path

import pytest

from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import NotAllowed
from brobygger.taxonomy.concept_file import ConceptsUnreadable
from brobygger.taxonomy.models import Concept, concept_id
from brobygger.taxonomy.policies import CONCEPT_EDIT
from brobygger.taxonomy.services import load_concepts

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
